/** A station at work, to be killed: `node test-writer.ts FILE SEED`. Each line it prints is something it has stored. */
import { createHash } from 'node:crypto';
import { writeSync } from 'node:fs';
import { changeState, insertApplication, saveDraft } from './applications.ts';
import { appendAudit } from './audit.ts';
import { insertCapture } from './captures.ts';
import { nextCounter } from './counters.ts';
import { openStore } from './open.ts';
import { enqueue, markSending, recoverSending, settle } from './outbox.ts';
import { captureOf } from './test-store.ts';

/** What the writer says it has done to an application. */
export type Fact =
  | { readonly kind: 'begun' | 'sealed' | 'sending' | 'accepted'; readonly id: string }
  | { readonly kind: 'saved'; readonly id: string; readonly revision: number }
  | { readonly kind: 'captured'; readonly id: string; readonly captureId: string; readonly sha256: string };

/** The key of the stores it writes. */
export const writerKey = new Uint8Array(32).fill(9);

function work(file: string, seed: string): never {
  const store = openStore({ file, key: writerKey });
  store.transaction(() => {
    for (const id of recoverSending(store)) changeState(store, id, 'sealed');
  });
  const random = randomNumbers(Number(seed));
  const say = (fact: Fact): void => void writeSync(1, `${JSON.stringify(fact)}\n`);
  const audit = (event: string, subject: string): void =>
    appendAudit(store, { atMs: 1, actor: 'vi-du', event, subject, details: {} });

  for (let count = 0; ; count++) {
    const id = `${seed}-${count}`;
    begin(id);
    for (let revision = 2; revision < 2 + random() * 4; revision++) change(id, revision);
    seal(id);
    send(id);
  }

  function begin(id: string): void {
    store.transaction(() => {
      const receiptNo = String(nextCounter(store, 'receipt'));
      const application = {
        id,
        receiptNo,
        type: 'exchange',
        reason: 'age',
        officerId: 'vi-du',
        receivedAtMs: 1,
      };
      insertApplication(store, { ...application, draft: '{}', nextStep: 'card' });
      audit('application-begun', id);
    });
    say({ kind: 'begun', id });
  }

  function change(id: string, revision: number): void {
    const fields = { fullName: `MẪU ${revision}`, personalId: '001201000000', birthDate: '', sex: 'M' };
    saveDraft(store, id, {
      ...fields,
      savedAtMs: revision,
      revision,
      nextStep: null,
      draft: `{"n":${revision}}`,
    });
    say({ kind: 'saved', id, revision });
    const bytes = new Uint8Array(500 + Math.floor(random() * 40_000)).fill(random() * 256);
    const capture = captureOf(id, `${id}-capture-${revision}`, { bytes });
    insertCapture(store, capture);
    say({ kind: 'captured', id, captureId: capture.id, sha256: capture.sha256 });
  }

  function seal(id: string): void {
    const packet = new Uint8Array(20_000).fill(random() * 256);
    const packetSha256 = createHash('sha256').update(packet).digest('hex');
    store.transaction(() => {
      changeState(store, id, 'sealed');
      enqueue(store, { id: `outbox-${id}`, applicationId: id, packet, packetSha256, nowMs: 1 });
      audit('seal', id);
    });
    say({ kind: 'sealed', id });
  }

  function send(id: string): void {
    store.transaction(() => {
      markSending(store, `outbox-${id}`);
      changeState(store, id, 'sending');
    });
    say({ kind: 'sending', id });
    store.transaction(() => {
      settle(store, `outbox-${id}`, { state: 'accepted', receipt: `receipt of ${id}`, code: null });
      changeState(store, id, 'accepted', { centreReceipt: `receipt of ${id}` });
    });
    say({ kind: 'accepted', id });
  }
}

/** 0 ≤ x < 1, the same series for the same seed (mulberry32). */
export function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const [, , file, seed] = process.argv;
if (import.meta.main && file && seed) work(file, seed);
