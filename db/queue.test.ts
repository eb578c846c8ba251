import { afterEach, beforeEach, expect, it } from 'vitest';
import { keepStatuses } from './centre-statuses.ts';
import { addDeliveryEvent, readDeliveryEvents } from './delivery-events.ts';
import { setHandled, setHold, setUrgent } from './handling.ts';
import { markSending, nextDue, postpone, settle } from './outbox.ts';
import { countFound, countQueue, type QueueFilter, readDeliveryMarks, readQueue } from './queue.ts';
import { addDraft, addSealed, openTestStore, type TestStore } from './test-store.ts';

let test: TestStore;
beforeEach(() => {
  test = openTestStore();
});
afterEach(() => test.remove());

const receipt = { receipt: 'signed', code: null };
const idsOf = (filter: QueueFilter, search = '', offset = 0, limit = 100): string[] =>
  readQueue(test.store, { filter, search, offset, limit }).map(({ applicationId }) => applicationId);

/** One entry of every kind, named by it. */
function addEveryKind(): void {
  const kinds = ['waiting', 'sending', 'paused', 'isolated', 'conflict', 'refused', 'accepted', 'wanted'];
  for (const [index, kind] of kinds.entries()) addSealed(test.store, kind, index);
  for (const hold of ['paused', 'isolated', 'conflict'] as const) setHold(test.store, hold, hold);
  for (const kind of ['sending', 'refused', 'accepted', 'wanted']) markSending(test.store, `outbox-${kind}`);
  settle(test.store, 'outbox-refused', { ...receipt, state: 'refused' });
  settle(test.store, 'outbox-accepted', { ...receipt, state: 'accepted' });
  settle(test.store, 'outbox-wanted', { ...receipt, state: 'accepted' });
  const wanted = {
    applicationId: 'wanted',
    status: 'supplement-wanted',
    reason: 'ảnh mờ',
    atMs: 900,
  } as const;
  keepStatuses(test.store, [wanted], '1');
}

it('lists by what an officer asks, each filter with its count', () => {
  addEveryKind();
  const counts = countQueue(test.store);
  const listed = Object.fromEntries(
    Object.keys(counts).map((filter) => [filter, idsOf(filter as QueueFilter)]),
  );
  expect(listed).toEqual({
    all: ['waiting', 'sending', 'paused', 'isolated', 'conflict', 'refused', 'accepted', 'wanted'],
    person: ['isolated', 'conflict', 'refused', 'wanted'],
    waiting: ['waiting'],
    sending: ['sending'],
    paused: ['paused'],
    accepted: ['wanted', 'accepted'],
  });
  expect(counts).toEqual(
    Object.fromEntries(Object.entries(listed).map(([filter, ids]) => [filter, ids.length])),
  );
});

it('asks for a person until he has seen to it, and again when the centre says more', () => {
  addEveryKind();
  setHandled(test.store, 'refused', 800);
  // The centre's clock is ahead of the station's.
  setHandled(test.store, 'wanted', 800);
  expect(idsOf('person')).toEqual(['isolated', 'conflict']);
  keepStatuses(
    test.store,
    [{ applicationId: 'wanted', status: 'rejected', reason: 'trùng', atMs: 950 }],
    '2',
  );
  expect(idsOf('person')).toEqual(['isolated', 'conflict', 'wanted']);
});

it('reads windows that together are the whole, and none twice', () => {
  for (let index = 0; index < 25; index++) addSealed(test.store, `a-${String(index).padStart(2, '0')}`, 5);
  const windows = [0, 10, 20, 30].map((offset) => idsOf('all', '', offset, 10));
  expect(windows.map(({ length }) => length)).toEqual([10, 10, 5, 0]);
  expect(windows.flat()).toEqual(idsOf('all'));
});

it('finds by a part of the name in any accents, by number and by receipt, within the filter', () => {
  addDraft(test.store, 'draft', { fullName: 'TRẦN THỊ THỬ', personalId: '079301000000' });
  addSealed(test.store, 'sealed', 1);
  setHold(test.store, 'sealed', 'paused');
  for (const search of ['van mau', 'MẪU', '0012 01', 'h99-SEAL'])
    expect(idsOf('paused', search)).toEqual(['sealed']);
  expect(idsOf('waiting', 'mau')).toEqual([]);
  expect(idsOf('all', 'thử')).toEqual([]);
  expect(countFound(test.store, { filter: 'all', search: 'Nguyễn' })).toBe(1);
});

it('takes urgent ones first, otherwise the oldest, and nothing that is held', () => {
  for (const [index, id] of ['a', 'b', 'c', 'd'].entries()) addSealed(test.store, id, index);
  setUrgent(test.store, 'c', true);
  setHold(test.store, 'a', 'paused');
  setHold(test.store, 'd', 'isolated');
  const taken: (string | undefined)[] = [];
  for (let turn = 0; turn < 3; turn++) {
    const entry = nextDue(test.store, 10);
    taken.push(entry?.applicationId);
    if (entry) markSending(test.store, entry.id);
  }
  expect(taken).toEqual(['c', 'b', undefined]);
  setHold(test.store, 'a', null);
  expect(nextDue(test.store, 10)?.applicationId).toBe('a');
});

it('keeps a packet held that was being sent when it was paused, and lets go of what is settled', () => {
  addSealed(test.store, 'a', 1);
  markSending(test.store, 'outbox-a');
  setHold(test.store, 'a', 'paused');
  expect(countQueue(test.store)).toMatchObject({ waiting: 0, sending: 1, paused: 0 });
  postpone(test.store, 'outbox-a', { code: 'line/down', notBeforeMs: 2 });
  expect(nextDue(test.store, 10)).toBeUndefined();
  expect(countQueue(test.store)).toMatchObject({ waiting: 0, sending: 0, paused: 1 });
  setHold(test.store, 'a', null);
  markSending(test.store, 'outbox-a');
  setHold(test.store, 'a', 'paused');
  settle(test.store, 'outbox-a', { ...receipt, state: 'accepted' });
  expect(readDeliveryMarks(test.store, ['a'])).toEqual([]);
});

it('counts the same failure in one line of the history, and tells the newest first', () => {
  addSealed(test.store, 'a', 1);
  const failed = { applicationId: 'a', kind: 'failed', actor: 'station' } as const;
  for (const atMs of [10, 20, 30]) addDeliveryEvent(test.store, { ...failed, code: 'line/down', atMs });
  addDeliveryEvent(test.store, { ...failed, code: 'centre/unavailable', atMs: 40 });
  addDeliveryEvent(test.store, {
    applicationId: 'a',
    kind: 'accepted',
    actor: 'centre',
    detail: 'TW-1',
    atMs: 50,
  });
  expect(readDeliveryEvents(test.store, 'a', 10)).toEqual(
    [
      ...[['accepted', null, 'TW-1', 'centre', 1, 50, 50]],
      ...[['failed', 'centre/unavailable', null, 'station', 1, 40, 40]],
      ...[['failed', 'line/down', null, 'station', 3, 10, 30]],
    ].map(([kind, code, detail, actor, times, firstAtMs, lastAtMs]) => ({
      ...{ kind, code, detail, actor, times, firstAtMs, lastAtMs },
    })),
  );
});
