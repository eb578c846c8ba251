import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openRig, type Rig } from '../../fixtures/rig.ts';

const cli = fileURLToPath(new URL('../cli.ts', import.meta.url));

interface Ran {
  readonly code: number;
  readonly json: unknown;
  readonly stderr: string;
}

function station(args: readonly string[], env: Record<string, string> = {}): Promise<Ran> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [cli, ...args, '--json'],
      { env: { ...process.env, ...env } },
      (error, stdout, stderr) => {
        const code = typeof error?.code === 'number' ? error.code : 0;
        resolve({ code, json: stdout.trim() === '' ? undefined : JSON.parse(stdout), stderr });
      },
    );
  });
}

describe('the station command on text', () => {
  it('reads a good MRZ', async () => {
    const mrz =
      'IDVNM0900000007001090000000<<8 9001158M3001156VNM<<<<<<<<<<<0 NGUYEN<<VAN<MAU<<<<<<<<<<<<<<<';
    expect(await station(['mrz', 'parse', mrz])).toMatchObject({
      code: 0,
      json: { personalId: '001090000000', expiry: '300115' },
    });
  });

  it('names the field of a bad one, and exits 1', async () => {
    const mrz =
      'IDVNM0900000008001090000000<<8 9001158M3001156VNM<<<<<<<<<<<0 NGUYEN<<VAN<MAU<<<<<<<<<<<<<<<';
    expect(await station(['mrz', 'parse', mrz])).toMatchObject({
      code: 1,
      json: { code: 'mrz/invalid', reason: expect.stringContaining('document-number') },
    });
  });

  it('reads the QR code of a card, and refuses another', async () => {
    const good = '001090000000|000000000|Nguyễn Văn Mẫu|15011990|Nam|Số 1 Phố Ví Dụ, Hà Nội|25042021';
    expect(await station(['qr', 'parse', good])).toMatchObject({
      code: 0,
      json: { birthDate: '1990-01-15' },
    });
    expect(await station(['qr', 'parse', 'HS4010000000000|x|y'])).toMatchObject({
      code: 1,
      json: { code: 'qr/not-card' },
    });
  });

  it.each([
    [[], 'No command given'],
    [['nonsense'], 'No such command: nonsense'],
    [['qr', 'parse'], 'no text given'],
    [['chip', 'read', '--mzr', 'x'], '--mzr'],
    [['chip', 'read', '--document', '1', '--birth', '1990', '--expiry', '300115'], '--birth 1990'],
    [['queue', 'list'], '--data'],
  ])('exits 2 on %j and names what is wrong', async (args, words) => {
    const { code, json } = await station(args, { STATION_DATA: '' });
    expect(code).toBe(2);
    expect((json as { error: string }).error).toContain(words);
  });
});

describe('the station command at a station', () => {
  let rig: Rig;
  let out: string;
  beforeAll(async () => {
    rig = await openRig();
    out = await mkdtemp(join(tmpdir(), 'chip-'));
    rig.card.order('insert');
    await rig.card.fact(({ fact }) => fact === 'inserted');
  }, 180_000);
  afterAll(async () => {
    await rig?.close();
    if (out) await rm(out, { recursive: true, force: true });
  });

  it('doctor finds everything well', async () => {
    const { code, json } = await station(['doctor', '--data', rig.dataDir], rig.deviceEnv);
    const { findings } = json as { findings: { id: string; status: string }[] };
    expect(Object.fromEntries(findings.map(({ id, status }) => [id, status]))).toEqual({
      settings: 'pass',
      'reader-service': 'pass',
      'card-readers': 'pass',
      'finger-scanners': 'pass',
      camera: 'not-run',
      disk: expect.stringMatching(/pass|warn/),
      store: 'pass',
      centre: 'pass',
      clock: 'pass',
    });
    expect(code).toBe(0);
  });

  it('doctor exits 1 and says so when there is no station', async () => {
    const { code, json } = await station(['doctor', '--data', out], rig.deviceEnv);
    expect(code).toBe(1);
    expect(JSON.stringify(json)).toContain('station.json');
  });

  it('chip read keeps the files, whose hashes it names', async () => {
    const mrz = ['--document', '301000000', '--birth', '010512', '--expiry', '260512'];
    const { code, json } = await station(['chip', 'read', ...mrz, '--out', out]);
    expect(code).toBe(0);
    expect(json).toMatchObject({
      verdict: 'incomplete',
      holder: { fullName: 'Đặng Ngọc Mẫu' },
      face: { mime: 'image/jpeg' },
    });
    expect((await readdir(out)).filter((name) => name.endsWith('.bin')).sort()).toEqual([
      'COM.bin',
      'DG1.bin',
      'DG13.bin',
      'DG2.bin',
      'SOD.bin',
    ]);
    expect((await readFile(join(out, 'DG1.bin')))[0]).toBe(0x61);
  });

  it('chip read exits 1 with the code when the key is wrong', async () => {
    const { code, json } = await station([
      'chip',
      'read',
      '--document',
      '301000000',
      '--birth',
      '010513',
      '--expiry',
      '260512',
    ]);
    expect({ code, json }).toMatchObject({ code: 1, json: { code: 'card/wrong-key' } });
  });

  it('queue list says that the running station holds the store, and lists it afterwards', async () => {
    expect(await station(['queue', 'list', '--data', rig.dataDir])).toMatchObject({
      code: 2,
      json: { error: expect.stringContaining('store/busy') },
    });
    await rig.station.kill();
    expect(await station(['queue', 'list', '--data', rig.dataDir])).toMatchObject({ code: 0, json: [] });
  });
});
