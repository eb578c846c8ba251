import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { v7 as uuidv7 } from 'uuid';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readApplication } from '../../db/applications.ts';
import { setHold } from '../../db/handling.ts';
import { nextDue } from '../../db/outbox.ts';
import { countQueue, readQueue } from '../../db/queue.ts';
import { addDraft, addSealed, openTestStore, type TestStore, wholeQueue } from '../../db/test-store.ts';
import { withdrawExport } from '../../db/transfers.ts';
import { sampleStationKeys } from '../../fixtures/central/samples.ts';
import { sha256Hex } from '../enrollment/packet.ts';
import { PublicKey } from '../enrollment/public-key.ts';
import { signStatement } from '../enrollment/statement.ts';
import type { StationKeys } from '../enrollment/station-keys.ts';
import { orderEntry } from '../sync/orders.ts';
import { openTransferKey, readPermit, type StationPermit } from './permit.ts';
import { exportQueue, importQueue } from './transfer.ts';

const nowMs = Date.UTC(2026, 10, 24, 3);
let [old, fresh] = [] as unknown as [TestStore, TestStore];
let oldKeys: StationKeys;
let [oldPermit, freshPermit] = [] as unknown as [StationPermit, StationPermit];
let file: string;
let ids: string[];

async function permitOf(test: TestStore, keys: StationKeys): Promise<StationPermit> {
  return {
    ...{ schema: 1, stationNo: keys.stationNo, officeCode: 'H99', signingKey: keys.publicKey },
    transferKey: PublicKey.parse(await openTransferKey(test.store)),
    ...{ validFrom: '2026-11-01T00:00:00.000Z', validTo: '2026-12-01T00:00:00.000Z' },
  };
}

beforeEach(async () => {
  [old, fresh] = [openTestStore(), openTestStore()];
  oldKeys = await sampleStationKeys('03');
  oldPermit = await permitOf(old, oldKeys);
  freshPermit = await permitOf(fresh, await sampleStationKeys('04'));
  file = join(old.dir, 'queue.esx');
  ids = [uuidv7(), uuidv7(), uuidv7()];
  for (const [index, id] of ids.entries()) addPacket(id, index);
  addDraft(old.store, 'draft');
});
afterEach(() => {
  old.remove();
  fresh.remove();
});

function addPacket(id: string, index: number): void {
  const packet = new Uint8Array(5000).fill(index + 1);
  addSealed(old.store, id, index, packet);
  old.store
    .statement('UPDATE outbox SET packet_sha256 = ? WHERE application_id = ?')
    .run(sha256Hex(packet), id);
}

const give = () => exportQueue({ store: old.store, keys: oldKeys, to: freshPermit, file, nowMs });
const take = async (test = fresh, stationNo = '04') =>
  importQueue({
    ...{ store: test.store, stationNo, transferKey: await openTransferKey(test.store), from: oldPermit },
    ...{ file, nowMs },
  });
const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'taken',
    (error: { code?: string }) => error.code ?? String(error),
  );

it('carries every packet to the other station, which sends them; the first sends them no longer', async () => {
  expect(await give()).toMatchObject({ packets: 3 });
  expect(nextDue(old.store, nowMs)).toBeUndefined();
  expect(await take()).toEqual({ packets: 3, alreadyHere: 0 });
  expect(await take()).toEqual({ packets: 0, alreadyHere: 3 });
  const [first = ''] = ids;
  expect(readApplication(fresh.store, first)).toMatchObject({ receiptNo: `H99-${first}`, state: 'sealed' });
  expect(nextDue(fresh.store, nowMs)).toMatchObject({ applicationId: first });
  expect(nextDue(fresh.store, nowMs)?.packet).toHaveLength(5000);
  // A second export has nothing left to give.
  expect(await give()).toMatchObject({ packets: 0 });
});

it('shows nothing of a citizen on the medium, and opens at no other station', async () => {
  await give();
  const bytes = readFileSync(file);
  expect(bytes.includes('NGUYỄN') || bytes.includes('001201000000')).toBe(false);
  const third = openTestStore();
  expect(await codeOf(take(third, '05'))).toBe('transfer/not-for-us');
  expect(await codeOf(take(third, '04'))).toBe('transfer/not-for-us');
  third.remove();
});

it('refuses a file that was changed, cut or goes on, and takes it once it is whole', async () => {
  await give();
  const whole = readFileSync(file);
  const verdicts = new Set<string>();
  for (let at = 0; at < whole.length; at += 397) {
    const changed = Buffer.from(whole);
    changed[at] = (changed[at] ?? 0) ^ 1;
    writeFileSync(file, changed);
    verdicts.add(await codeOf(take()));
    writeFileSync(file, whole.subarray(0, at));
    verdicts.add(await codeOf(take()));
  }
  writeFileSync(file, Buffer.concat([whole, Buffer.of(0)]));
  verdicts.add(await codeOf(take()));
  expect([...verdicts]).toEqual(['transfer/unreadable']);
  writeFileSync(file, whole);
  const { packets, alreadyHere } = await take();
  expect(packets + alreadyHere).toBe(3);
}, 60_000);

it('lists what another station sends as handed over, not as waiting, and takes no order about it', async () => {
  const [first = '', held = ''] = ids;
  setHold(old.store, held, 'paused');
  const { exportId } = await give();
  const counts = { all: 3, person: 0, waiting: 0, sending: 0, paused: 0, accepted: 0 };
  expect(countQueue(old.store)).toEqual(counts);
  for (const filter of ['waiting', 'paused', 'person'] as const)
    expect(readQueue(old.store, { filter, search: '', offset: 0, limit: 9 })).toEqual([]);
  expect(wholeQueue(old.store).map(({ state, handedOverTo }) => [state, handedOverTo])).toEqual(
    ids.map(() => ['handed-over', '04']),
  );
  const by = { officerId: 'le-thi-vi-du', atMs: nowMs };
  expect(() => orderEntry(old.store, by, first, 'send-now')).toThrow('another station sends it');
  withdrawExport(old.store, exportId);
  expect(countQueue(old.store)).toEqual({ ...counts, waiting: 2, paused: 1 });
});

it('can be taken back when the medium is lost', async () => {
  const { exportId } = await give();
  expect(withdrawExport(old.store, exportId)).toBe(3);
  expect(nextDue(old.store, nowMs)).toMatchObject({ applicationId: ids[0] });
});

it('marks nothing when the file cannot be written', async () => {
  file = join(old.dir, 'no-such-folder', 'queue.esx');
  await expect(give()).rejects.toThrow();
  expect(nextDue(old.store, nowMs)).toMatchObject({ applicationId: ids[0] });
  expect(existsSync(file)).toBe(false);
});

it('needs a permit of the authority that is valid now', async () => {
  const [authority, stranger] = [await sampleStationKeys(), await sampleStationKeys()];
  const sign = (keys: StationKeys, of: object) => signStatement('station-permit', JSON.stringify(of), keys);
  const read = async (jws: string, atMs = nowMs) => codeOf(readPermit(jws, authority.publicKey, atMs));
  expect(await readPermit(await sign(authority, freshPermit), authority.publicKey, nowMs)).toEqual(
    freshPermit,
  );
  expect([
    await read(await sign(stranger, freshPermit)),
    await read(await sign(authority, { ...freshPermit, more: 1 })),
    await read(await sign(authority, freshPermit), Date.UTC(2026, 11, 1)),
    await read(await sign(authority, freshPermit), Date.UTC(2026, 9, 31)),
    await read('nothing'),
  ]).toEqual(Array(5).fill('transfer/not-approved'));
});
