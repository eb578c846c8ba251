import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { changeState, insertApplication, readApplication } from '../../db/applications.ts';
import { openStore, type Store } from '../../db/open.ts';
import { enqueue, listOutbox } from '../../db/outbox.ts';
import { type Central, openCentral } from '../../fixtures/central/central.ts';
import type { Fault } from '../../fixtures/central/faults.ts';
import { sampleContent, sampleParts, sampleStationKeys } from '../../fixtures/central/samples.ts';
import { sealApplication } from '../enrollment/seal.ts';
import type { StationKeys } from '../enrollment/station-keys.ts';
import { openSync, type Sync } from './sync.ts';

let dir: string;
let central: Central;
let keys: StationKeys;

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'sync-'));
  central = await openCentral({ port: 0, dataDir: join(dir, 'central') });
  keys = await sampleStationKeys();
  const registered = await fetch(`${central.url}/stations/03`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ code: central.control.newCode(), publicKey: keys.publicKey }),
  });
  expect(registered.status).toBe(200);
});
afterAll(async () => {
  await central.close();
  rmSync(dir, { recursive: true, force: true });
});

let store: Store;
let stores = 0;
let sync: Sync | null = null;
beforeEach(() => {
  stores += 1;
  store = openStore({ file: join(dir, `station-${stores}.db`), key: new Uint8Array(32).fill(7) });
});
afterEach(async () => {
  await sync?.close();
  sync = null;
  store.close();
  central.control.setFaults([]);
});

/** A sealed application in the outbox, as sealing leaves it. */
async function seal(): Promise<string> {
  const content = sampleContent();
  const { packet, sha256 } = await sealApplication(content, sampleParts, keys, central.keys);
  const { applicationId } = content;
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
    enqueue(store, { id: applicationId, applicationId, packet, packetSha256: sha256, nowMs: 0 });
  });
  return applicationId;
}

function start(url = central.url): Sync {
  sync = openSync({
    store,
    centre: { url, signingKey: central.keys.signingKey, stationNo: '03' },
    onChange: () => undefined,
    log: () => undefined,
    timeoutMs: 2000,
  });
  return sync;
}

const stateOf = (id: string): string | undefined => readApplication(store, id)?.state;
const entryOf = (id: string) => listOutbox(store).find(({ applicationId }) => applicationId === id);
/** How often the centre holds an application. */
const held = (id: string): number =>
  central.control.held().filter(({ applicationId }) => applicationId === id).length;
const settle = { timeout: 15_000, interval: 20 };

describe('delivery', () => {
  it('ends with the receipt that the centre signed', async () => {
    const id = await seal();
    start();
    await expect.poll(() => stateOf(id), settle).toBe('accepted');
    const receipt = JSON.parse(readApplication(store, id)?.centreReceipt ?? '{}');
    expect(receipt).toEqual({ receiptNo: expect.stringMatching(/./), acceptedAtMs: expect.any(Number) });
    expect(held(id)).toBe(1);
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
    ['signs for another application', { kind: 'wrong-id' }, 'centre/bad-receipt'],
    ['signs for other bytes', { kind: 'wrong-hash' }, 'centre/bad-receipt'],
  ];
  it.each(bad)(
    'waits with the cause when the centre %s, and is accepted once the next time',
    async (_name, fault, code) => {
      const id = await seal();
      central.control.setFaults([fault]);
      const running = start();
      await expect.poll(() => entryOf(id)?.lastCode, settle).toBe(code);
      expect(stateOf(id)).not.toBe('accepted');
      running.sendNow();
      await expect.poll(() => stateOf(id), settle).toBe('accepted');
      expect(held(id)).toBe(1);
    },
  );

  it('gives a packet back only on a refusal that is signed', async () => {
    const id = await seal();
    central.control.setFaults([{ kind: 'refuse-unsigned' }, { kind: 'refuse', reason: 'thử' }]);
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
    central.control.setFaults([{ kind: 'wrong-signature' }]);
    start().sendNow();
    await expect.poll(() => stateOf(second), settle).toBe('accepted');
  });

  it('accepts each application exactly once, whatever goes wrong in whatever order', async () => {
    const fault: fc.Arbitrary<Fault | 'crash'> = fc.constantFrom<Fault | 'crash'>(
      'crash',
      ...bad.map(([, kind]) => kind).filter(({ kind }) => kind !== 'endless-answer'),
      { kind: 'twice' },
      { kind: 'delay', ms: 5 },
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(fault, { maxLength: 6 }),
        fc.integer({ min: 1, max: 3 }),
        async (trouble, count) => {
          const ids = await Promise.all(Array.from({ length: count }, seal));
          central.control.setFaults(trouble.filter((one) => one !== 'crash'));
          for (const one of trouble) {
            const running = start();
            running.sendNow();
            // A crash is a loop that ends in the middle; the next one finds what was being sent.
            await new Promise((resolve) => setTimeout(resolve, one === 'crash' ? 1 : 15));
            await running.close();
          }
          central.control.setFaults([]);
          const running = start();
          await expect
            .poll(() => {
              running.sendNow();
              return ids.map(stateOf);
            }, settle)
            .toEqual(ids.map(() => 'accepted'));
          expect(ids.map(held)).toEqual(ids.map(() => 1));
          await running.close();
        },
      ),
      { numRuns: 25 },
    );
  }, 120_000);
});
