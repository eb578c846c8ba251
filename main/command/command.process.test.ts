import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStore } from '../../db/open.ts';
import { personalize } from '../../fixtures/chip/lds.ts';
import { testIssuer } from '../../fixtures/chip/test-issuer.ts';
import { writeSettings } from '../../fixtures/electron/run.ts';
import { exchangeAt25 } from '../../fixtures/people/people.ts';
import { openRig, type Rig } from '../../fixtures/rig.ts';
import { openTestAuthority, type TestAuthority } from '../../fixtures/trust-authority.ts';
import { developmentProtector, storeKey } from '../store-key.ts';

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
    [['chip', 'read', '--can', '12345'], '--can'],
    [['chip', 'read', '--mrz', 'IDVNM'], '--mrz'],
    [['chip', 'read'], '--can N'],
    [['trust', 'import'], 'one FILE'],
    [['trust', 'show'], '--data'],
    [['queue', 'list'], '--data'],
  ])('exits 2 on %j and names what is wrong', async (args, words) => {
    const { code, json } = await station(args, { STATION_DATA: '' });
    expect(code).toBe(2);
    expect((json as { error: string }).error).toContain(words);
  });
});

describe('the station command on the files of a chip', () => {
  let dir: string;
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'chip-'));
    await mkdir(join(dir, 'trust'));
    await writeFile(join(dir, 'trust', 'csca.cer'), testIssuer.csca);
    await writeFile(join(dir, 'trust', 'list.crl'), testIssuer.revocationList());
  });
  afterAll(() => rm(dir, { recursive: true, force: true }));

  async function putCard(name: string, change: (files: Map<string, Uint8Array>) => void = () => undefined) {
    const files = new Map<string, Uint8Array>(personalize(exchangeAt25));
    change(files);
    await mkdir(join(dir, name));
    for (const [file, bytes] of files) await writeFile(join(dir, name, `${file}.bin`), bytes);
    return join(dir, name);
  }
  const verify = (...args: string[]): Promise<Ran> =>
    station(['chip', 'verify', ...args], { STATION_DATA: '' });
  /** What the checks found, by id. */
  function reasonsIn({ json }: Ran): Record<string, string> {
    const { checks } = json as { checks: { id: string; status: string; reason: string }[] };
    return Object.fromEntries(checks.map(({ id, status, reason }) => [id, `${status} ${reason}`]));
  }

  it('says all that files can show, and no more', async () => {
    const ran = await verify(await putCard('good'), '--trust', join(dir, 'trust'));
    expect(ran).toMatchObject({
      code: 0,
      json: {
        verdict: 'incomplete',
        access: { protocol: 'none', cipher: 'none' },
        mrz: { personalId: exchangeAt25.personalId },
        face: { mime: 'image/jpeg', bytes: expect.any(Number) },
        apdus: 0,
      },
    });
    expect(Object.keys(ran.json as object)).toEqual([
      'verdict',
      'checks',
      'access',
      'mrz',
      'holder',
      'face',
      'files',
      'apdus',
      'ms',
    ]);
    expect(reasonsIn(ran)).toMatchObject({
      chain: expect.stringMatching('^pass'),
      revocation: expect.stringMatching('^pass'),
      ca: 'not-run not-available',
    });
  });

  it('knows no issuer without trust, and exits 0', async () => {
    const ran = await verify(await putCard('unknown'));
    expect([ran.code, reasonsIn(ran)['chain']]).toEqual([0, 'unknown untrusted-no-anchor']);
  });

  it('exits 1 when a byte was changed or the signer was taken back', async () => {
    const changed = await putCard('changed', (files) => {
      const dg13 = files.get('DG13') ?? new Uint8Array();
      files.set('DG13', dg13.with(-1, (dg13.at(-1) ?? 0) ^ 1));
    });
    expect(await verify(changed)).toMatchObject({ code: 1, json: { verdict: 'tampered' } });
    await mkdir(join(dir, 'revoking'));
    await writeFile(join(dir, 'revoking', 'csca.cer'), testIssuer.csca);
    const list = testIssuer.revocationList({ isSignerRevoked: true });
    await writeFile(join(dir, 'revoking', 'list.crl'), list);
    expect(await verify(join(dir, 'good'), '--trust', join(dir, 'revoking'))).toMatchObject({
      code: 1,
      json: { verdict: 'tampered' },
    });
  });

  it('exits 2 and names the folder or the file it cannot use', async () => {
    await mkdir(join(dir, 'empty'));
    await mkdir(join(dir, 'bad-trust'));
    await writeFile(join(dir, 'bad-trust', 'note.cer'), 'not a certificate');
    const good = join(dir, 'good');
    const complaints: [string[], string][] = [
      [[], 'give one DIR'],
      [[join(dir, 'nowhere')], `${join(dir, 'nowhere')}: is not there`],
      [[join(dir, 'empty')], `${join(dir, 'empty')}: holds no SOD`],
      [[good, '--trust', join(dir, 'nowhere')], `${join(dir, 'nowhere')}: is not there`],
      [[good, '--trust', join(dir, 'bad-trust')], 'note.cer: not-a-certificate'],
      [[good, '--data', join(dir, 'empty')], `${join(dir, 'empty')}: holds no store`],
    ];
    for (const [args, words] of complaints) {
      const { code, json } = await verify(...args);
      expect([code, (json as { error: string }).error]).toEqual([2, expect.stringContaining(words)]);
    }
  });

  const samples = process.env['STATION_SAMPLES'];
  it.skipIf(samples === undefined)(
    'finds every hash right in the BSI reference set (set STATION_SAMPLES to the folder with chip/)',
    async () => {
      const ran = await verify(join(samples ?? '', 'chip', 'lds-bsi-refds2014'));
      expect(ran).toMatchObject({ code: 0, json: { verdict: 'incomplete', face: { mime: 'image/jp2' } } });
      expect(reasonsIn(ran)).toMatchObject({
        'sod-signature': 'pass signature-good',
        chain: 'unknown untrusted-no-anchor',
        ...Object.fromEntries([1, 2, 3, 4, 14].map((n) => [`dg-hash:${n}`, 'pass hash-equal'])),
      });
    },
  );
});

describe('the station command on trust packages', () => {
  let dir: string;
  let authority: TestAuthority;
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'trust-'));
    authority = await openTestAuthority();
    await writeSettings(dir, authority.publicKey);
    openStore({
      file: join(dir, 'station.db'),
      key: storeKey({ dataDir: dir, protector: developmentProtector }),
    }).close();
  });
  afterAll(() => rm(dir, { recursive: true, force: true }));

  async function install(name: string, text: string): Promise<Ran> {
    await writeFile(join(dir, name), text);
    return station(['trust', 'import', join(dir, name), '--data', dir]);
  }
  const show = (): Promise<Ran> => station(['trust', 'show', '--data', dir]);

  it('shows that none is installed, and doctor warns of it', async () => {
    expect(await show()).toMatchObject({ code: 0, json: null });
    const { json } = await station(['doctor', '--data', dir]);
    expect((json as { findings: unknown[] }).findings).toContainEqual({
      id: 'trust',
      status: 'warn',
      detail: expect.stringContaining('none installed'),
    });
  });

  it('installs one, shows it, and goes by it', async () => {
    expect(await install('second.jws', `${await authority.signPackage({ serial: 2 })}\n`)).toMatchObject({
      code: 0,
      json: { outcome: 'installed', serial: 2, anchors: 1, crls: 1 },
    });
    const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
    expect(await show()).toMatchObject({
      code: 0,
      json: {
        serial: 2,
        country: 'VN',
        anchors: [{ country: 'VN', from: '2021-01-01T00:00:00.000Z', sha256: sha256(testIssuer.csca) }],
        crls: [{ country: 'VN', nextUpdate: '2036-01-01T00:00:00.000Z', revoked: 0 }],
        unusable: [],
      },
    });
    const files = join(dir, 'files');
    await mkdir(files);
    for (const [name, bytes] of personalize(exchangeAt25)) await writeFile(join(files, name), bytes);
    const { json } = await station(['chip', 'verify', files, '--data', dir]);
    expect((json as { checks: unknown[] }).checks).toContainEqual(
      expect.objectContaining({ id: 'chain', status: 'pass' }),
    );
  });

  it('refuses an older one and a stranger’s with exit 1, and nonsense with exit 2', async () => {
    expect(await install('first.jws', await authority.signPackage({ serial: 1 }))).toMatchObject({
      code: 1,
      json: { code: 'trust/rolled-back', reason: 'package 1 is not newer than 2' },
    });
    const stranger = await openTestAuthority();
    expect(await install('strange.jws', await stranger.signPackage({ serial: 9 }))).toMatchObject({
      code: 1,
      json: { code: 'trust/not-signed' },
    });
    const { code, json } = await install('nonsense.jws', 'nonsense');
    expect([code, json]).toEqual([2, { error: expect.stringContaining(join(dir, 'nonsense.jws')) }]);
    expect(await station(['trust', 'import', join(dir, 'second.jws'), '--data', dir])).toMatchObject({
      code: 0,
      json: { outcome: 'unchanged' },
    });
  });

  it('names what in a package cannot be read, and exits 1', async () => {
    const anchors = [Buffer.from(testIssuer.csca).toString('base64'), 'MAA='];
    expect(await install('third.jws', await authority.signPackage({ serial: 3, anchors }))).toMatchObject({
      code: 0,
    });
    expect(await show()).toMatchObject({
      code: 1,
      json: { unusable: [{ file: 'anchor 2', reason: 'not-a-certificate' }] },
    });
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
      'iris-scanners': 'pass',
      camera: 'not-run',
      disk: expect.stringMatching(/pass|warn/),
      store: 'pass',
      trust: 'not-run',
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
      verdict: 'untrusted-issuer',
      holder: { fullName: 'Đặng Ngọc Mẫu' },
      face: { mime: 'image/jpeg' },
    });
    expect((await readdir(out)).filter((name) => name.endsWith('.bin')).sort()).toEqual([
      'COM.bin',
      'CardAccess.bin',
      'DG1.bin',
      'DG13.bin',
      'DG14.bin',
      'DG15.bin',
      'DG2.bin',
      'SOD.bin',
    ]);
    expect((await readFile(join(out, 'DG1.bin')))[0]).toBe(0x61);
  });

  it('chip read knows a genuine card by its access number and the trust it is given', async () => {
    const trust = join(out, 'trust');
    await mkdir(trust);
    await writeFile(join(trust, 'csca.pem'), pemOf(testIssuer.csca));
    await writeFile(join(trust, 'list.crl'), testIssuer.revocationList());
    const can = ['--can', exchangeAt25.personalId.slice(-6)];
    expect(await station(['chip', 'read', ...can, '--trust', trust])).toMatchObject({
      code: 0,
      json: { verdict: 'genuine', access: { protocol: expect.stringMatching(/^PACE/) } },
    });
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
    expect(await station(['trust', 'show', '--data', rig.dataDir])).toMatchObject({
      code: 0,
      json: { serial: 1, anchors: [{ country: 'VN' }] },
    });
  });
});

function pemOf(der: Uint8Array): string {
  return `-----BEGIN CERTIFICATE-----\n${Buffer.from(der).toString('base64')}\n-----END CERTIFICATE-----\n`;
}
