import { afterEach, beforeEach, expect, it } from 'vitest';
import { readDeliveryEvents } from '../../db/delivery-events.ts';
import { setHold } from '../../db/handling.ts';
import { markSending, postpone, settle } from '../../db/outbox.ts';
import { addSealed, openTestStore, type TestStore, wholeQueue } from '../../db/test-store.ts';
import type { QueueOrder } from '../contract/queue.ts';
import { isToIsolate } from './isolation.ts';
import { orderEntry } from './orders.ts';

let test: TestStore;
beforeEach(() => {
  test = openTestStore();
});
afterEach(() => test.remove());

const by = { officerId: 'le-thi-vi-du', atMs: 100 };
const order = (id: string, wanted: QueueOrder): void => orderEntry(test.store, by, id, wanted);

it('pauses, resumes, hurries and prefers, and writes down who wanted it', () => {
  addSealed(test.store, 'a', 1);
  for (const wanted of ['pause', 'resume', 'urgent'] as const) order('a', wanted);
  expect(wholeQueue(test.store)[0]).toMatchObject({ state: 'waiting', isUrgent: 1 });
  expect(readDeliveryEvents(test.store, 'a', 9).map(({ kind, actor }) => [kind, actor])).toEqual([
    ['made-urgent', by.officerId],
    ['resumed', by.officerId],
    ['paused', by.officerId],
  ]);
  const audit = test.store
    .statement<{ subject: string; details: string }>(
      "SELECT subject, details FROM audit WHERE event = 'queue-order' ORDER BY seq",
    )
    .all();
  expect(audit).toEqual(
    ['pause', 'resume', 'urgent'].map((wanted) => ({ subject: 'a', details: `{"order":"${wanted}"}` })),
  );
});

it('lets an isolated packet go, and sends nothing that is settled or contradicted', () => {
  for (const id of ['isolated', 'conflict', 'accepted']) addSealed(test.store, id, 1);
  setHold(test.store, 'isolated', 'isolated');
  setHold(test.store, 'conflict', 'conflict');
  markSending(test.store, 'outbox-accepted');
  settle(test.store, 'outbox-accepted', { state: 'accepted', receipt: 'r', code: null });
  order('isolated', 'send-now');
  const impossible = expect.objectContaining({ code: 'queue/not-possible' });
  for (const wanted of ['send-now', 'pause', 'resume', 'handled'] as const)
    expect(() => order('conflict', wanted)).toThrow(impossible);
  expect(() => order('accepted', 'send-now')).toThrow(impossible);
  expect(() => order('nobody', 'pause')).toThrow(expect.objectContaining({ code: 'application/unknown' }));
  const states = wholeQueue(test.store).map(({ applicationId, state }) => [applicationId, state]);
  expect(states.sort()).toEqual([
    ['accepted', 'accepted'],
    ['conflict', 'conflict'],
    ['isolated', 'waiting'],
  ]);
  order('accepted', 'handled');
});

it('keeps a paused packet where it is when its attempt comes to nothing', () => {
  addSealed(test.store, 'a', 1);
  markSending(test.store, 'outbox-a');
  order('a', 'pause');
  postpone(test.store, 'outbox-a', { code: 'line/down', notBeforeMs: 9 });
  expect(wholeQueue(test.store)[0]?.state).toBe('paused');
});

it.each([
  ['five failures of its own while the centre signs for others', 'data', 5, 200, true],
  ['four', 'data', 4, 200, false],
  ['five while nobody gets through', 'data', 5, 50, false],
  ['a thousand of the line', 'line', 1_000, 200, false],
  ['a thousand of the sign-in', 'sign-in', 1_000, 200, false],
  ['nineteen of a busy centre', 'centre', 19, 200, false],
  ['twenty of a centre that serves others', 'centre', 20, 200, true],
] as const)('isolates after %s: %s × %i', (_what, cause, times, signedAtMs, isolates) => {
  const failed = { kind: 'failed', code: null, detail: null, actor: 'station' } as const;
  const line = { ...failed, times, firstAtMs: 100, lastAtMs: 300 };
  expect(isToIsolate(cause, line, signedAtMs)).toBe(isolates);
});
