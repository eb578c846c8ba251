import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  countOutbox,
  enqueue,
  makeDue,
  markSending,
  nextDue,
  postpone,
  recoverSending,
  settle,
} from './outbox.ts';
import { addDraft, addSealed, openTestStore, type TestStore, wholeQueue } from './test-store.ts';

const accepted = { state: 'accepted', receipt: '{"signed":"receipt"}', code: null } as const;

describe('the outbox', () => {
  let test: TestStore;
  beforeEach(() => {
    test = openTestStore();
  });
  afterEach(() => test.remove());

  it('takes a packet only together with the state of its application', () => {
    addDraft(test.store, 'a');
    const entry = { id: 'o', applicationId: 'a', packet: Uint8Array.of(1), packetSha256: 'f', nowMs: 1 };
    expect(() => enqueue(test.store, entry)).toThrow('in one transaction');
    expect(countOutbox(test.store)).toEqual({ waiting: 0, sending: 0, accepted: 0, refused: 0 });
  });

  it('takes one packet for an application', () => {
    addSealed(test.store, 'a', 1);
    const second = { id: 'o2', applicationId: 'a', packet: Uint8Array.of(1), packetSha256: 'f', nowMs: 1 };
    expect(() => test.store.transaction(() => enqueue(test.store, second))).toThrow(/UNIQUE/);
  });

  it('gives the packet that has waited longest, when its time has come', () => {
    addSealed(test.store, 'b', 20);
    addSealed(test.store, 'a', 10);
    expect(nextDue(test.store, 9)).toBeUndefined();
    const entry = nextDue(test.store, 30);
    expect(entry && { ...entry, packet: [...entry.packet] }).toEqual({
      id: 'outbox-a',
      applicationId: 'a',
      packet: [7, 8, 9],
      packetSha256: 'f'.repeat(64),
      state: 'waiting',
      attempts: 0,
      notBeforeMs: 10,
      lastCode: null,
    });

    markSending(test.store, 'outbox-a');
    expect(nextDue(test.store, 30)?.id).toBe('outbox-b');
    postpone(test.store, 'outbox-a', { code: 'line/down', notBeforeMs: 50 });
    expect(nextDue(test.store, 49)?.id).toBe('outbox-b');
    expect(nextDue(test.store, 50)).toMatchObject({ id: 'outbox-a', attempts: 1, lastCode: 'line/down' });
  });

  it('tries everything at once when the officer says so', () => {
    addSealed(test.store, 'a', 10);
    markSending(test.store, 'outbox-a');
    postpone(test.store, 'outbox-a', { code: 'line/down', notBeforeMs: 5_000 });
    makeDue(test.store, 20);
    expect(nextDue(test.store, 20)?.id).toBe('outbox-a');
  });

  it('lists what needs somebody before what is done', () => {
    addSealed(test.store, 'a', 10);
    addSealed(test.store, 'b', 20, new Uint8Array(500));
    markSending(test.store, 'outbox-a');
    settle(test.store, 'outbox-a', accepted);
    const listing = {
      ...{ fullName: 'NGUYỄN VĂN MẪU', personalId: '001201000000', packetSha256: 'f'.repeat(64) },
      ...{ lastCode: null, isUrgent: 0, needsPerson: 0 },
      ...{ centreReceipt: null, centreStatus: null, centreReason: null, handedOverTo: null },
    };
    expect(wholeQueue(test.store)).toEqual([
      {
        ...listing,
        ...{ id: 'outbox-b', applicationId: 'b', receiptNo: 'H99-b', state: 'waiting', attempts: 0 },
        ...{ notBeforeMs: 20, sealedAtMs: 20, packetBytes: 500 },
      },
      {
        ...listing,
        ...{ id: 'outbox-a', applicationId: 'a', receiptNo: 'H99-a', state: 'accepted', attempts: 1 },
        ...{ notBeforeMs: 10, sealedAtMs: 10, packetBytes: 3 },
      },
    ]);
    expect(countOutbox(test.store)).toEqual({ waiting: 1, sending: 0, accepted: 1, refused: 0 });
  });

  it('changes nothing that is not where the caller believes', () => {
    addSealed(test.store, 'a', 10);
    const early = [
      () => settle(test.store, 'outbox-a', accepted),
      () => postpone(test.store, 'outbox-a', { code: 'line/down', notBeforeMs: 1 }),
      () => markSending(test.store, 'outbox-b'),
    ];
    for (const change of early) expect(change).toThrow('not in the state this change needs');
    markSending(test.store, 'outbox-a');
    settle(test.store, 'outbox-a', accepted);
    expect(() => markSending(test.store, 'outbox-a')).toThrow('not in the state this change needs');
    expect(recoverSending(test.store)).toEqual([]);
    expect(countOutbox(test.store).accepted).toBe(1);
  });
});
