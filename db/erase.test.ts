import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { changeState, readApplication, saveDraft } from './applications.ts';
import { listCaptures, readCurrentCaptures } from './captures.ts';
import { keepStatuses } from './centre-statuses.ts';
import { keepConflict, keepDecision, readConflictRecord } from './conflicts.ts';
import { addDeliveryEvent } from './delivery-events.ts';
import { erasePayload, findErased, forgetErased, listErasable, listIdleDrafts } from './erase.ts';
import { keyMark } from './header.ts';
import type { Store } from './open.ts';
import { enqueue, markSending, settle } from './outbox.ts';
import { readPayloadKey } from './payload.ts';
import { addCapture, addDraft, openTestStore, type TestStore } from './test-store.ts';

/** All pages of a store's file as they are under its encryption, free ones too. */
function decryptedPages(file: string, key: Uint8Array): Buffer {
  const opened = new Database(file, { readonly: true });
  opened.pragma("cipher = 'aegis'");
  opened.key(Buffer.from(`raw:${Buffer.from(key).toString('hex')}${keyMark(key).toString('hex')}`));
  const pages = opened.serialize();
  opened.close();
  return pages;
}

interface Citizen {
  readonly id: string;
  readonly traces: readonly Buffer[];
  /** Of these, what is only there encrypted. */
  readonly encrypted: readonly Buffer[];
}

function secret(what: string): string {
  return `${what} ${randomBytes(20).toString('hex')}`;
}

/** An accepted application with captures, a packet and a conflict that was decided, and every trace that must not be found after it is erased. */
function addAccepted(store: Store, id: string, captureBytes: readonly number[]): Citizen {
  const name = `NGUYỄN ${id.toUpperCase()} ${randomBytes(6).toString('hex')}`;
  const personalId = `001201000000${randomBytes(4).toString('hex')}`;
  addDraft(store, id, { fullName: name, personalId });
  const pictures = captureBytes.map((length) => randomBytes(length + 16));
  for (const [index, bytes] of pictures.entries()) addCapture(store, id, `${id}-c${index}`, bytes);
  const draft = randomBytes(40).toString('hex');
  const change = { savedAtMs: 3, revision: 3, fullName: name, personalId, birthDate: '2001-05-17', sex: 'M' };
  saveDraft(store, id, { ...change, nextStep: null, draft });
  const packet = randomBytes(9000);
  const conflict = { statement: secret('theirs'), decision: secret('ours') };
  const [told, given] = [secret('reason'), secret('detail')];
  store.transaction(() => {
    changeState(store, id, 'sealed');
    enqueue(store, { id: `o-${id}`, applicationId: id, packet, packetSha256: 'f', nowMs: 1 });
    markSending(store, `o-${id}`);
    keepConflict(store, id, { statement: conflict.statement, receivedAtMs: 2 });
    keepDecision(store, id, { choice: 'keep-ours', decision: conflict.decision });
    addDeliveryEvent(store, { applicationId: id, kind: 'decided', actor: 'centre', detail: given, atMs: 2 });
    settle(store, `o-${id}`, { state: 'accepted', receipt: 'signed', code: null });
    changeState(store, id, 'accepted', { centreReceipt: '{"receiptNo":"TW-1","acceptedAtMs":5000}' });
  });
  const centreStatus = { applicationId: id, status: 'in-production', reason: told, atMs: 4 } as const;
  keepStatuses(store, [centreStatus], 'cursor');
  const encrypted = store
    .statement<{ bytes: Buffer }>(
      `SELECT bytes FROM captures WHERE application_id = ?
       UNION ALL SELECT statement FROM conflicts WHERE application_id = ?
       UNION ALL SELECT decision FROM conflicts WHERE application_id = ?`,
    )
    .all(id, id, id)
    .map(({ bytes }) => bytes);
  const key = readPayloadKey(store, id) ?? new Uint8Array();
  expect(readConflictRecord(store, id)).toEqual({ ...conflict, receivedAtMs: 2, choice: 'keep-ours' });
  const beginning = (trace: Buffer): Buffer => trace.subarray(0, 32);
  const clear = [name, personalId, told, given].map((text) => Buffer.from(text));
  const sealed = [draft, conflict.statement, conflict.decision].map((text) => Buffer.from(text));
  const inside = [...sealed, ...pictures, packet].map(beginning);
  const traces = [...clear, Buffer.from(key), ...encrypted].map(beginning);
  return { id, traces: [...traces, ...inside], encrypted: inside };
}

/** Name, number, key and the reasons that the queue shows: the rest is encrypted. */
const inClear = 5;

function tracesIn({ traces }: Citizen, pages: Buffer): number {
  return traces.filter((trace) => pages.includes(trace)).length;
}

function erase(test: TestStore, ids: readonly string[]): void {
  for (const id of ids) test.store.transaction(() => erasePayload(test.store, id, 9000));
  forgetErased(test.store);
}

it('leaves neither key nor anything of an erased application in the file, its log or a later copy, and all of the others', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.array(fc.integer({ min: 0, max: 20_000 }), { maxLength: 3 }), fc.boolean()), {
        minLength: 1,
        maxLength: 5,
      }),
      (people) => {
        const test = openTestStore();
        try {
          const citizens = people.map(([sizes], index) => addAccepted(test.store, `p${index}`, sizes));
          const erased = citizens.filter((_, index) => people[index]?.[1]);
          erase(
            test,
            erased.map(({ id }) => id),
          );
          const copy = decryptedPages(test.store.backUp(join(test.dir, 'backups')), test.key);
          const log = readFileSync(`${test.file}-wal`);
          test.store.close();
          const pages = decryptedPages(test.file, test.key);
          for (const citizen of citizens) {
            const isErased = erased.includes(citizen);
            const found = [tracesIn(citizen, pages), tracesIn(citizen, copy)];
            expect(citizen.encrypted.filter((trace) => pages.includes(trace))).toEqual([]);
            if (isErased) expect(found).toEqual([0, 0]);
            else expect(Math.min(...found)).toBeGreaterThanOrEqual(inClear);
          }
          if (erased.length > 0) expect(log.length).toBe(0);
        } finally {
          test.remove();
        }
      },
    ),
    { numRuns: 12 },
  );
}, 60_000);

it('finds the traces before it erases', () => {
  const test = openTestStore();
  const citizen = addAccepted(test.store, 'a', [3000]);
  forgetErased(test.store);
  const copy = test.store.backUp(join(test.dir, 'backups'));
  expect(tracesIn(citizen, decryptedPages(copy, test.key))).toBeGreaterThanOrEqual(inClear);
  expect(readdirSync(join(test.dir, 'backups'))).toHaveLength(1);
  test.remove();
});

it('keeps a stub to hand the card over by', () => {
  const test = openTestStore();
  const { store } = test;
  addAccepted(store, 'a', [10]);
  const { personalId = '' } = readApplication(store, 'a') ?? {};
  erase(test, ['a']);
  const stub = { receiptNo: 'H99-a', centreReceipt: '{"receiptNo":"TW-1","acceptedAtMs":5000}' };
  expect(readApplication(store, 'a')).toMatchObject({ ...stub, draft: null, fullName: '', personalId: '' });
  expect(findErased(store, personalId)).toEqual([
    { applicationId: 'a', ...stub, receivedAtMs: 1000, erasedAtMs: 9000 },
  ]);
  expect(findErased(store, '001201000000')).toEqual([]);
  expect([listCaptures(store, 'a'), readCurrentCaptures(store, 'a')]).toEqual([[], []]);
  expect(store.transaction(() => erasePayload(store, 'a', 9001))).toBeUndefined();
  expect(() => addCapture(store, 'a', 'late', Uint8Array.of(1))).toThrow('erased');
  test.remove();
});

it('says what is kept long enough, and which drafts nobody touches', () => {
  const test = openTestStore();
  const { store } = test;
  addAccepted(store, 'taken', []);
  addDraft(store, 'draft');
  addDraft(store, 'given-up');
  changeState(store, 'given-up', 'cancelled');
  expect(listErasable(store, 5000, 9)).toEqual(['given-up']);
  expect(listErasable(store, 5001, 9).sort()).toEqual(['given-up', 'taken']);
  expect(listErasable(store, 5001, 1)).toHaveLength(1);
  expect(listIdleDrafts(store, 2001).map(({ applicationId }) => applicationId)).toEqual(['draft']);
  expect(listIdleDrafts(store, 2000)).toEqual([]);
  erase(test, ['taken', 'given-up']);
  expect(listErasable(store, 5001, 9)).toEqual([]);
  test.remove();
});
