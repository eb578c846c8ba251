import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { changeState, insertApplication, readApplication } from '../../db/applications.ts';
import { keepContentKey } from '../../db/content-keys.ts';
import { readDeliveryEvents } from '../../db/delivery-events.ts';
import { openStore, type Store } from '../../db/open.ts';
import { enqueue } from '../../db/outbox.ts';
import { wholeQueue } from '../../db/test-store.ts';
import type { Fault } from '../../fixtures/central/faults.ts';
import { openTestCentre, type TestCentre } from '../../fixtures/central/test-centre.ts';
import { exchangeAt25 } from '../../fixtures/people/people.ts';
import { OfficerId } from '../contract/ids.ts';
import { currentEncryptionKey } from '../enrollment/centre-key.ts';
import { decideConflict, shownConflict } from './decide.ts';
import { orderAll, orderEntry } from './orders.ts';
import { openSync, type Sync, type SyncOptions } from './sync.ts';

let test: TestCentre;
beforeAll(async () => {
  test = await openTestCentre();
});
afterAll(() => test.remove());

const setFaults = (faults: readonly Fault[]): void => test.central().control.setFaults(faults);

let store: Store;
let stores = 0;
let sync: Sync | null = null;
beforeEach(() => {
  stores += 1;
  store = openStore({ file: join(test.dir, `station-${stores}.db`), key: new Uint8Array(32).fill(7) });
});
afterEach(async () => {
  await sync?.close();
  sync = null;
  store.close();
  setFaults([]);
});

/** A sealed application in the outbox, as sealing leaves it. */
async function seal(bytes = 1_000): Promise<string> {
  const { applicationId, packet, packetSha256, contentKey } = await test.shipment(bytes);
  store.transaction(() => {
    const receiptNo = `H99-03-${applicationId}`;
    insertApplication(store, {
      id: applicationId,
      receiptNo,
      type: 'exchange',
      reason: 'age',
      officerId: 'demo',
      receivedAtMs: 0,
      draft: '{}',
      nextStep: null,
    });
    changeState(store, applicationId, 'sealed');
    enqueue(store, { id: applicationId, applicationId, packet, packetSha256, nowMs: 0 });
    keepContentKey(store, applicationId, contentKey);
  });
  return applicationId;
}

function start(url = test.central().url, options: Partial<SyncOptions> = {}): Sync {
  sync = openSync({
    store,
    centre: test.centre({ url }),
    onChange: () => undefined,
    log: () => undefined,
    timeoutMs: 2000,
    ...options,
  });
  return sync;
}

const stateOf = (id: string): string | undefined => readApplication(store, id)?.state;
const entryOf = (id: string) => wholeQueue(store).find(({ applicationId }) => applicationId === id);
/** How often the centre holds an application. */
const held = async (id: string): Promise<number> =>
  (await test.central().control.held()).filter(({ applicationId }) => applicationId === id).length;
const settle = { timeout: 15_000, interval: 20 };

describe('delivery', () => {
  it('ends with the receipt that the centre signed', async () => {
    const id = await seal();
    start();
    await expect.poll(() => stateOf(id), settle).toBe('accepted');
    const receipt = JSON.parse(readApplication(store, id)?.centreReceipt ?? '{}');
    expect(receipt).toEqual({ receiptNo: expect.stringMatching(/./), acceptedAtMs: expect.any(Number) });
    expect(await held(id)).toBe(1);
  });

  const bad: readonly (readonly [name: string, fault: Fault, code: string])[] = [
    ['breaks the line', { kind: 'drop' }, 'line/down'],
    ['answers 500', { kind: 'status', status: 500 }, 'centre/unavailable'],
    ['answers with a page', { kind: 'html' }, 'centre/unexpected-answer'],
    ['sends us elsewhere', { kind: 'redirect', location: 'http://127.0.0.1:1/' }, 'centre/unexpected-answer'],
    ['keeps the packet and breaks the line', { kind: 'drop-after-store' }, 'line/down'],
    ['answers by half', { kind: 'half-answer' }, 'line/down'],
    ['never ends its answer', { kind: 'endless-answer' }, 'centre/unexpected-answer'],
    ['signs with another key', { kind: 'wrong-signature' }, 'centre/bad-receipt'],
    ['signs with the key it had before', { kind: 'stale-key' }, 'centre/bad-receipt'],
    ['has no room', { kind: 'disk-full' }, 'centre/unavailable'],
    ['signs for another application', { kind: 'wrong-id' }, 'centre/bad-receipt'],
    ['signs for other bytes', { kind: 'wrong-hash' }, 'centre/bad-receipt'],
    ['breaks the line in a chunk', { kind: 'cut-upload', afterBytes: 10 }, 'line/down'],
    ['keeps a chunk and breaks the line', { kind: 'lose-patch-answer' }, 'line/down'],
    [
      'says it has more than was sent',
      { kind: 'lie-about-offset', offset: '99999' },
      'centre/unexpected-answer',
    ],
    ['does not take the station', { kind: 'status', status: 403 }, 'centre/not-registered'],
  ];
  it.each(bad)(
    'waits with the cause when the centre %s, and is accepted once the next time',
    async (_name, fault, code) => {
      const id = await seal();
      setFaults([fault]);
      const running = start();
      await expect.poll(() => entryOf(id)?.lastCode, settle).toBe(code);
      expect(stateOf(id)).not.toBe('accepted');
      running.sendNow();
      await expect.poll(() => stateOf(id), settle).toBe('accepted');
      expect(await held(id)).toBe(1);
    },
  );

  it('gives a packet back only on a refusal that is signed', async () => {
    const id = await seal();
    setFaults([{ kind: 'refuse-unsigned' }, { kind: 'refuse', reason: 'thử' }]);
    const running = start();
    await expect.poll(() => entryOf(id)?.attempts, settle).toBe(1);
    expect(entryOf(id)?.state).toBe('waiting');
    running.sendNow();
    await expect.poll(() => stateOf(id), settle).toBe('rejected');
    expect(entryOf(id)?.lastCode).toBe('centre/rejected');
  });

  it('waits without a line, and a packet that fails holds no other up', async () => {
    const first = await seal();
    const nowhere = start('http://127.0.0.1:9');
    await expect.poll(() => entryOf(first)?.lastCode, settle).toBe('line/down');
    expect(nowhere.line()).toBe('down');
    await nowhere.close();
    const second = await seal();
    setFaults([{ kind: 'wrong-signature' }]);
    start().sendNow();
    await expect.poll(() => stateOf(second), settle).toBe('accepted');
  });

  it('waits no longer each time on a line that carries something before it breaks', async () => {
    const id = await seal(1_500_000);
    const onTheWay: Fault = { kind: 'late-chunk', ms: 0 };
    setFaults(
      Array(3)
        .fill([onTheWay, { kind: 'cut-upload', afterBytes: 0 }])
        .flat(),
    );
    start(undefined, { random: () => 1 - Number.EPSILON });
    const waits: number[] = [];
    await expect
      .poll(() => {
        const entry = entryOf(id);
        if (entry?.lastCode === 'line/down') waits[entry.attempts] ??= entry.notBeforeMs - Date.now();
        return stateOf(id);
      }, settle)
      .toBe('accepted');
    expect(waits.slice(1).map((ms) => ms <= 1_000)).toEqual([true, true, true]);
  });

  it('isolates a packet that fails while others get through, and sends it when somebody lets it go', async () => {
    const bad = await seal();
    const running = start();
    const getThrough = async (): Promise<void> => {
      setFaults([]);
      const other = await seal();
      running.wake();
      await expect.poll(() => stateOf(other), settle).toBe('accepted');
    };
    for (let failures = 1; failures <= 5; failures += 1) {
      setFaults([{ kind: 'wrong-signature' }]);
      running.sendNow(bad);
      await expect.poll(() => entryOf(bad)?.attempts, settle).toBe(failures);
      expect(entryOf(bad)?.state).toBe(failures < 5 ? 'waiting' : 'isolated');
      if (failures === 1) await getThrough();
    }
    running.sendNow();
    await getThrough();
    expect(entryOf(bad)).toMatchObject({ state: 'isolated', attempts: 5, lastCode: 'centre/bad-receipt' });

    orderEntry(store, { officerId: 'demo', atMs: 0 }, bad, 'send-now');
    running.sendNow(bad);
    await expect.poll(() => stateOf(bad), settle).toBe('accepted');
  });

  it.each([
    ['keep-ours', 'accepted', 1],
    ['supplement-theirs', 'accepted', 1],
    ['withdraw', 'cancelled', 0],
  ] as const)(
    'waits for a person where the centre has newer data: %s ends as %s',
    async (choice, end, heldTimes) => {
      const { personalId } = exchangeAt25;
      const theirs = { fullName: 'ĐẶNG NGỌC MẪU HAI' };
      const record = { personalId, kind: 'enrolled-elsewhere', office: 'H98', theirs } as const;
      await test.central().control.putRecord({ ...record, at: '2027-01-01T00:00:00.000Z' });
      try {
        const id = await seal();
        const running = start();
        await expect.poll(() => entryOf(id)?.state, settle).toBe('conflict');
        running.sendNow();
        const centreSigningKey = test.centre().signingKey;
        expect(await shownConflict(store, id, centreSigningKey)).toMatchObject({
          ...{ kind: 'enrolled-elsewhere', office: 'H98', isDecided: false },
          fields: [{ field: 'fullName', ours: '', theirs: 'ĐẶNG NGỌC MẪU HAI' }],
        });
        const decider = { store, stationKey: test.stationKey, centreSigningKey };
        const by = { officerId: OfficerId.parse('le-thi-vi-du'), atMs: 1e12 };
        await decideConflict(decider, by, id, { choice, reason: 'đã đối chiếu giấy tờ gốc' });
        running.sendNow(id);
        await expect.poll(() => stateOf(id), settle).toBe(end);
        expect([await held(id), entryOf(id)?.needsPerson]).toEqual([heldTimes, 0]);
        await expect(decideConflict(decider, by, id, { choice, reason: 'lần nữa' })).rejects.toMatchObject({
          code: 'queue/not-possible',
        });
      } finally {
        await test.central().control.putRecord({ ...record, at: '2020-01-01T00:00:00.000Z' });
      }
    },
  );

  it('wraps again at once what is for a key the centre no longer has, and seals for the one it has', async () => {
    const settingsKey = test.central().keys.encryptionKey;
    const ids = [await seal(), await seal()];
    await test.central().control.changeEncryptionKey(0);
    start();
    await expect.poll(() => ids.map(stateOf), settle).toEqual(['accepted', 'accepted']);
    expect(ids.map((id) => entryOf(id)?.attempts)).toEqual([2, 1]);
    const [, failed] = readDeliveryEvents(store, ids[0] ?? '', 2);
    expect(failed).toMatchObject({ kind: 'failed', code: 'centre/stale-key', times: 1 });
    expect(currentEncryptionKey(store, settingsKey)).toEqual(test.central().keys.encryptionKey);
    expect(await Promise.all(ids.map(held))).toEqual([1, 1]);
  });

  it('does not need to, as long as the centre keeps the key before', async () => {
    const id = await seal();
    await test.central().control.changeEncryptionKey(30);
    await test.restart();
    start();
    await expect.poll(() => stateOf(id), settle).toBe('accepted');
    expect(entryOf(id)?.attempts).toBe(1);
  });

  it('isolates what it cannot wrap again, and holds no other up', async () => {
    const lost = await seal();
    store.statement('DELETE FROM content_keys').run();
    await test.central().control.changeEncryptionKey(0);
    const running = start();
    await expect.poll(() => entryOf(lost)?.lastCode, settle).toBe('centre/stale-key');
    const other = await seal();
    running.sendNow();
    await expect.poll(() => stateOf(other), settle).toBe('accepted');
    await expect
      .poll(() => {
        running.sendNow();
        return entryOf(lost)?.state;
      }, settle)
      .toBe('isolated');
  });

  it('sends nothing while delivery is paused, and everything afterwards', async () => {
    const id = await seal();
    const by = { officerId: 'demo', atMs: 0 };
    orderAll(store, by, true);
    const running = start();
    // The news are asked for all the same: when they have come, the turn of the packet was over.
    await expect.poll(() => running.clock(), settle).toBeDefined();
    running.sendNow();
    expect(entryOf(id)).toMatchObject({ state: 'waiting', attempts: 0 });
    orderAll(store, by, false);
    running.wake();
    await expect.poll(() => stateOf(id), settle).toBe('accepted');
  });

  type Trouble = Fault | 'station crashes' | 'centre restarts' | 'line is away';

  it('accepts each application exactly once, whatever goes wrong in whatever order', async () => {
    const afterBytes = fc.integer({ min: 0, max: 300_000 });
    const trouble: fc.Arbitrary<Trouble> = fc.oneof(
      fc.constantFrom<Trouble>(
        'station crashes',
        'centre restarts',
        'line is away',
        ...bad.map(([, kind]) => kind).filter(({ kind }) => kind !== 'endless-answer'),
        { kind: 'twice' },
        { kind: 'delay', ms: 5 },
        { kind: 'forget-upload', status: 404 },
        { kind: 'forget-upload', status: 410 },
        { kind: 'wrong-offset' },
        { kind: 'wrong-checksum' },
      ),
      afterBytes.map((bytes): Fault => ({ kind: 'cut-upload', afterBytes: bytes })),
    );
    const turn = fc.record({ trouble, crashAfterMs: fc.integer({ min: 0, max: 40 }) });
    const sizes = fc.array(fc.constantFrom(1_000, 100_000, 400_000), { minLength: 1, maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(fc.array(turn, { maxLength: 6 }), sizes, async (turns, packets) => {
        const ids: string[] = [];
        for (const bytes of packets) ids.push(await seal(bytes));
        // Every turn ends as a crash does: in the middle. The next one finds what was being sent.
        for (const { trouble: one, crashAfterMs } of turns) await suffer(one, crashAfterMs);
        setFaults([]);
        const running = start();
        await expect
          .poll(() => {
            running.sendNow();
            return ids.map(stateOf);
          }, settle)
          .toEqual(ids.map(() => 'accepted'));
        expect(await Promise.all(ids.map(held))).toEqual(ids.map(() => 1));
        await running.close();
      }),
      { numRuns: 40 },
    );
  }, 180_000);

  async function suffer(trouble: Trouble, crashAfterMs: number): Promise<void> {
    setFaults(typeof trouble === 'string' ? [] : [trouble]);
    const running = start(trouble === 'line is away' ? 'http://127.0.0.1:9' : undefined);
    running.sendNow();
    await new Promise((resolve) => setTimeout(resolve, crashAfterMs));
    if (trouble === 'centre restarts') await test.restart();
    await running.close();
  }
});
