import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { setHold, setUrgent } from './handling.ts';
import { openStore, type Store } from './open.ts';
import {
  makeDue,
  markSending,
  nextDue,
  type OutboxEntry,
  postpone,
  recoverSending,
  settle,
} from './outbox.ts';
import { readQueueEntry } from './queue.ts';
import { addSealed } from './test-store.ts';

/** In memory where there is such a disk: what is on it after a crash is another test's business. */
const root = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();
const cases = 3_000;
let dir: string;
let store: Store;
beforeAll(() => {
  dir = mkdtempSync(join(root, 'delivery-model-'));
  store = openStore({ file: join(dir, 'station.db'), key: new Uint8Array(32).fill(3) });
});
afterAll(() => {
  store.close();
  rmSync(dir, { recursive: true });
});

const applications = 4;
const Which = fc.nat({ max: applications - 1 });
const Step = fc.oneof(
  fc.record({ kind: fc.constant('seal' as const), which: Which }),
  /** What becomes of the next packet in turn; when it is late, a copy of it is held up somewhere. */
  fc.record({
    kind: fc.constantFrom('answered' as const, 'answer lost' as const, 'lost' as const, 'crash' as const),
    isLate: fc.boolean(),
  }),
  /** A copy that was held up arrives now, out of order; nobody waits for its answer any more. */
  fc.record({ kind: fc.constant('late copy' as const), which: fc.nat() }),
  fc.record({
    kind: fc.constantFrom('pause' as const, 'resume' as const, 'isolate' as const, 'urgent' as const),
    which: Which,
  }),
  fc.record({ kind: fc.constant('send now' as const), which: Which }),
  fc.record({ kind: fc.constant('later' as const) }),
);
type Step = typeof Step extends fc.Arbitrary<infer T> ? T : never;

/** The model: a centre that remembers what it has signed, and the applications there should be. */
function openWorld(prefix: string) {
  const signed = new Map<string, string>();
  const sealed = new Set<string>();
  const underWay: string[] = [];
  const held = new Set<string>();
  let nowMs = 0;
  const idOf = (which: number): string => `${prefix}-${which}`;

  /** The same bytes get the same receipt, however often and in whatever order they come. */
  function arrive(id: string): string {
    const receipt = signed.get(id) ?? `receipt ${signed.size + 1} of ${id}`;
    signed.set(id, receipt);
    return receipt;
  }

  function send(kind: 'answered' | 'answer lost' | 'lost' | 'crash', isLate: boolean): void {
    const entry = nextDue(store, nowMs);
    if (!entry) return;
    expect(held.has(entry.applicationId)).toBe(false);
    markSending(store, entry.id);
    expect(nextDue(store, nowMs)?.id).not.toBe(entry.id);
    if (isLate) underWay.push(entry.applicationId);
    if (kind === 'crash') {
      expect(recoverSending(store)).toEqual([entry.applicationId]);
      return;
    }
    if (kind === 'answered' && !isLate) return accept(entry);
    if (kind === 'answer lost' && !isLate) arrive(entry.applicationId);
    postpone(store, entry.id, { code: 'line/down', notBeforeMs: nowMs + 50 });
  }

  function accept(entry: OutboxEntry): void {
    settle(store, entry.id, { state: 'accepted', receipt: arrive(entry.applicationId), code: null });
  }

  function seal(id: string): void {
    if (!sealed.has(id)) addSealed(store, id, nowMs);
    sealed.add(id);
  }

  function setHeld(id: string, hold: 'paused' | 'isolated' | null): void {
    if (!sealed.has(id) || readQueueEntry(store, id)?.state === 'accepted') return;
    setHold(store, id, hold);
    if (hold) held.add(id);
    else held.delete(id);
  }

  function take(step: Step): void {
    nowMs += 10;
    switch (step.kind) {
      case 'seal':
        return seal(idOf(step.which));
      case 'answered':
      case 'answer lost':
      case 'lost':
      case 'crash':
        return send(step.kind, step.isLate);
      case 'late copy':
        return underWay.splice(step.which % (underWay.length || 1), 1).forEach(arrive);
      case 'pause':
      case 'isolate':
        return setHeld(idOf(step.which), step.kind === 'pause' ? 'paused' : 'isolated');
      case 'resume':
        return setHeld(idOf(step.which), null);
      case 'urgent':
        if (sealed.has(idOf(step.which))) setUrgent(store, idOf(step.which), true);
        return;
      case 'send now':
        return makeDue(store, nowMs, idOf(step.which));
      case 'later':
        nowMs += 100;
        return;
    }
  }

  /** Everybody lets go of everything, and the line holds. */
  function finish(): void {
    for (const id of sealed) setHeld(id, null);
    for (const copy of underWay.splice(0)) arrive(copy);
    nowMs += 1_000;
    for (let entry = nextDue(store, nowMs); entry; entry = nextDue(store, nowMs)) {
      markSending(store, entry.id);
      accept(entry);
    }
  }

  return { signed, sealed, take, finish };
}

it(`has each application accepted once, in any order of ${cases} courses of events`, () => {
  let run = 0;
  fc.assert(
    fc.property(fc.array(Step, { maxLength: 30 }), (steps) => {
      const prefix = `run-${run++}`;
      const { signed, sealed, take, finish } = openWorld(prefix);
      for (const step of steps) take(step);
      finish();
      const kept = store
        .statement<{ id: string; state: string; receipt: string }>(
          'SELECT application_id AS id, state, receipt FROM outbox WHERE application_id BETWEEN ? AND ?',
        )
        .all(`${prefix}-`, `${prefix}-9`);
      expect(kept.map(({ state }) => state)).toEqual([...sealed].map(() => 'accepted'));
      expect(new Map(kept.map(({ id, receipt }) => [id, receipt]))).toEqual(signed);
      expect([...signed.keys()].sort()).toEqual([...sealed].sort());
    }),
    { numRuns: cases },
  );
}, 120_000);
