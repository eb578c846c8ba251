import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { countQueue } from '../../db/queue.ts';
import { sampleContent, sampleStationKeys } from '../../fixtures/central/samples.ts';
import { writeSettings } from '../../fixtures/electron/run.ts';
import { putQueued, withStationStore } from '../../fixtures/queued.ts';
import { sha256Hex } from '../enrollment/packet.ts';
import { signStatement } from '../enrollment/statement.ts';

const cli = fileURLToPath(new URL('../cli.ts', import.meta.url));
const dir = mkdtempSync(join(tmpdir(), 'transfer-'));
const [giver, taker] = [join(dir, 'giver'), join(dir, 'taker')];
const at = (name: string): string => join(dir, name);
const packets = 6;
const packetBytes = 1_500_000;

beforeAll(async () => {
  const authority = await sampleStationKeys();
  await writeSettings(giver, authority.publicKey, '03');
  await writeSettings(taker, authority.publicKey, '04');
  await withStationStore(giver, (store) => {
    for (let count = 0; count < packets; count += 1) {
      const packet = randomBytes(packetBytes);
      const person = { fullName: 'NGUYỄN VĂN MẪU', personalId: '001201000000' };
      const queued = { ...person, receiptNo: `H99-03-${count}`, sealedAtMs: count, bytes: packetBytes };
      putQueued(store, sampleContent().applicationId, queued, packet, sha256Hex(packet));
    }
  });
  await withStationStore(taker, () => undefined);
  for (const [name, dataDir] of Object.entries({ giver, taker })) {
    const { json } = await station('queue', 'identity', at(`${name}.json`), '--data', dataDir);
    const validity = { validFrom: '2020-01-01T00:00:00.000Z', validTo: '2099-01-01T00:00:00.000Z' };
    const permit = JSON.stringify({ schema: 1, ...(json as object), ...validity });
    writeFileSync(at(`${name}.jws`), await signStatement('station-permit', permit, authority));
  }
}, 120_000);
afterAll(() => rmSync(dir, { recursive: true, force: true }));

function start(args: readonly string[]): ChildProcess {
  return spawn(process.execPath, [cli, ...args, '--json'], { stdio: ['ignore', 'pipe', 'inherit'] });
}

async function station(...args: string[]): Promise<{ readonly code: number; readonly json: unknown }> {
  const child = start(args);
  const [said, [code]] = await Promise.all([child.stdout ? text(child.stdout) : '', once(child, 'close')]);
  return { code: Number(code), json: JSON.parse(said) as unknown };
}

/** Runs it, and kills it as soon as a file has grown to this size. */
async function killAt(file: string, bytes: number, ...args: string[]): Promise<void> {
  const child = start(args);
  const closed = once(child, 'close');
  while (child.exitCode === null && (statSync(file, { throwIfNoEntry: false })?.size ?? 0) < bytes)
    await sleep(1);
  child.kill('SIGKILL');
  await closed;
}

async function counted(dataDir: string): Promise<{ waiting: number; handedOver: number }> {
  const { all, waiting } = await withStationStore(dataDir, countQueue);
  return { waiting, handedOver: all - waiting };
}

const exporting = (file: string) => ['queue', 'export', file, '--to', at('taker.jws'), '--data', giver];
const importing = (file: string) => ['queue', 'import', file, '--from', at('giver.jws'), '--data', taker];

describe('handing the queue to another station with the command', () => {
  it('changes nothing when it is killed while it writes', async () => {
    await killAt(at('queue.esx.part'), 2 * packetBytes, ...exporting(at('queue.esx')));
    expect(existsSync(at('queue.esx'))).toBe(false);
    expect(await counted(giver)).toEqual({ waiting: packets, handedOver: 0 });
  }, 60_000);

  it('writes a file then that shows no name, and lists what is in it as handed over', async () => {
    expect(await station(...exporting(at('queue.esx')))).toMatchObject({
      code: 0,
      json: { packets, toStationNo: '04' },
    });
    expect(readFileSync(at('queue.esx')).includes('MẪU')).toBe(false);
    expect(await counted(giver)).toEqual({ waiting: 0, handedOver: packets });
    const { code, json } = await station('queue', 'list', '--data', giver);
    const rows = json as { state: string; handedOverTo: string }[];
    expect([code, rows.map(({ state, handedOverTo }) => `${state} ${handedOverTo}`)]).toEqual([
      0,
      Array(packets).fill('handed-over 04'),
    ]);
    // It writes over nothing.
    expect((await station(...exporting(at('queue.esx')))).code).toBe(2);
  }, 60_000);

  it('has every packet once, however often the import is killed', async () => {
    const log = join(taker, 'station.db-wal');
    for (const part of [1, 3]) {
      await killAt(log, part * packetBytes, ...importing(at('queue.esx')));
      expect((await counted(taker)).waiting).toBeLessThanOrEqual(packets);
    }
    const { waiting: before } = await counted(taker);
    expect(await station(...importing(at('queue.esx')))).toEqual({
      code: 0,
      json: { packets: packets - before, alreadyHere: before },
    });
    expect(await counted(taker)).toEqual({ waiting: packets, handedOver: 0 });
  }, 90_000);

  it('refuses a permit that is for another, with exit 1', async () => {
    const { code, json } = await station(
      ...['queue', 'import', at('queue.esx'), '--from', at('taker.jws'), '--data', taker],
    );
    expect([code, json]).toMatchObject([1, { code: 'transfer/unreadable' }]);
  }, 60_000);

  it('takes back what was on a medium that is lost', async () => {
    const { json } = await station(...exporting(at('nothing.esx')));
    expect(json).toMatchObject({ packets: 0 });
    const exportId = await withStationStore(
      giver,
      (store) =>
        store.statement<{ id: string }>('SELECT export_id AS id FROM exported_packets').get()?.id ?? '',
    );
    expect(await station('queue', 'withdraw', exportId, '--data', giver)).toEqual({
      code: 0,
      json: { packets },
    });
    expect(await counted(giver)).toEqual({ waiting: packets, handedOver: 0 });
    expect((await station('queue', 'withdraw', exportId, '--data', giver)).code).toBe(1);
  }, 60_000);
});

describe('the life of a store with the command', () => {
  const store = (...args: string[]) => station('store', ...args, '--data', taker);

  it('gives it another key, goes back to a copy, and saves what is readable', async () => {
    const copy = await withStationStore(taker, (opened) => opened.backUp(at('copies')));
    expect((await store('restore', copy)).code).toBe(0);
    expect(await store('rekey')).toMatchObject({ code: 0, json: { removedCopies: 0 } });
    expect(await counted(taker)).toEqual({ waiting: packets, handedOver: 0 });
    // The copy has the key before.
    expect(await store('restore', copy)).toMatchObject({ code: 2 });
    expect(await store('salvage', at('saved.db'))).toMatchObject({ code: 0, json: { lost: 0 } });
    expect((await store('salvage', at('saved.db'))).code).toBe(2);
    expect(await counted(taker)).toEqual({ waiting: packets, handedOver: 0 });
  }, 120_000);
});
