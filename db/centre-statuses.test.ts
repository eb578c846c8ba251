import { afterEach, beforeEach, expect, it } from 'vitest';
import {
  type CentreStatusRecord,
  keepStatuses,
  readCentreStatus,
  readStatusCursor,
} from './centre-statuses.ts';
import { addSealed, openTestStore, type TestStore } from './test-store.ts';

let test: TestStore;
beforeEach(() => {
  test = openTestStore();
  addSealed(test.store, 'a', 1);
});
afterEach(() => test.remove());

const said = (changes: Partial<CentreStatusRecord>): CentreStatusRecord => ({
  applicationId: 'a',
  status: 'accepted',
  reason: null,
  atMs: 1,
  ...changes,
});

it('keeps the last status of a page together with the cursor', () => {
  expect([readStatusCursor(test.store), readCentreStatus(test.store, 'a')]).toEqual(['', undefined]);
  const rejected = said({ status: 'rejected', reason: 'ảnh mờ', atMs: 2 });
  expect(keepStatuses(test.store, [said({}), rejected], '2')).toEqual(['a']);
  expect([readStatusCursor(test.store), readCentreStatus(test.store, 'a')]).toEqual(['2', rejected]);
});

it('notices no change in a page that comes again', () => {
  expect(keepStatuses(test.store, [said({})], '1')).toEqual(['a']);
  expect(keepStatuses(test.store, [said({})], '1')).toEqual([]);
});

it('passes over what another station sent', () => {
  expect(keepStatuses(test.store, [said({ applicationId: 'b' })], '1')).toEqual([]);
  expect(readCentreStatus(test.store, 'b')).toBeUndefined();
});

it('keeps nothing of a page it cannot keep whole', () => {
  const bad = said({ atMs: 1.5 });
  expect(() => keepStatuses(test.store, [said({}), bad], '2')).toThrow('cannot store REAL value');
  expect([readStatusCursor(test.store), readCentreStatus(test.store, 'a')]).toEqual(['', undefined]);
});
