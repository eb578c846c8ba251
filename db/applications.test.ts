import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { changeState, countSince, listApplications, readApplication, saveDraft } from './applications.ts';
import { addDraft, openTestStore, type TestStore } from './test-store.ts';

let test: TestStore;
beforeEach(() => {
  test = openTestStore();
});
afterEach(() => test.remove());

it('gives back an application as it was saved', () => {
  addDraft(test.store, 'a');
  expect(readApplication(test.store, 'a')).toEqual({
    id: 'a',
    receiptNo: 'H99-a',
    type: 'exchange',
    reason: 'age',
    state: 'draft',
    officerId: 'le-thi-vi-du',
    receivedAtMs: 1_000,
    savedAtMs: 2_000,
    revision: 2,
    fullName: 'NGUYỄN VĂN MẪU',
    personalId: '001201000000',
    birthDate: '2001-05-17',
    sex: 'M',
    nextStep: 'form',
    draft: '{"fullName":"NGUYỄN VĂN MẪU"}',
    centreReceipt: null,
  });
  expect(readApplication(test.store, 'b')).toBeUndefined();
});

it('gives no receipt number twice', () => {
  addDraft(test.store, 'a');
  expect(() => addDraft(test.store, 'b', { receiptNo: 'H99-a' })).toThrow(/UNIQUE/);
});

it('does not change what is sealed', () => {
  addDraft(test.store, 'a');
  const sealed = readApplication(test.store, 'a');
  changeState(test.store, 'a', 'sealed');
  const change = {
    savedAtMs: 9,
    revision: 9,
    fullName: 'X',
    personalId: '',
    birthDate: '',
    sex: '',
    draft: '{}',
  };
  expect(() => saveDraft(test.store, 'a', { ...change, nextStep: null })).toThrow(
    'only a draft can be saved',
  );
  expect(readApplication(test.store, 'a')).toEqual({ ...sealed, state: 'sealed' });
});

it("keeps the centre's receipt through later changes", () => {
  addDraft(test.store, 'a');
  changeState(test.store, 'a', 'accepted', { centreReceipt: '{"receiptNo":"C1"}' });
  changeState(test.store, 'a', 'accepted');
  expect(readApplication(test.store, 'a')?.centreReceipt).toBe('{"receiptNo":"C1"}');
  expect(() => changeState(test.store, 'b', 'sealed')).toThrow('no such application');
});

describe('the list', () => {
  beforeEach(() => {
    addDraft(test.store, 'old-draft', {
      receivedAtMs: 10,
      fullName: 'ĐẶNG THỊ HOÀ',
      personalId: '001301000000',
    });
    addDraft(test.store, 'old-sealed', { receivedAtMs: 20, fullName: 'LÊ ANH' });
    changeState(test.store, 'old-sealed', 'sealed');
    addDraft(test.store, 'new', { receivedAtMs: 200, fullName: 'NGUYỄN VĂN ÁNH' });
    addDraft(test.store, 'newer', { receivedAtMs: 300, fullName: 'NGUYỄN VĂN AN' });
  });

  const idsOf = (filter: Parameters<typeof listApplications>[1], limit = 10): string[] =>
    listApplications(test.store, filter, limit).map(({ id }) => id);

  it('shows the day, newest first, and every unfinished draft', () => {
    expect(idsOf({ sinceMs: 100 })).toEqual(['newer', 'new', 'old-draft']);
    expect(idsOf({ sinceMs: 100 }, 2)).toEqual(['newer', 'new']);
  });

  it('finds by name in any accents, in the order of names', () => {
    expect(idsOf({ search: 'nguyen' })).toEqual(['newer', 'new']);
    expect(idsOf({ search: 'Hòa' })).toEqual(['old-draft']);
    expect(idsOf({ search: 'an' })).toEqual(['newer', 'new', 'old-sealed', 'old-draft'].sort(byName));
  });

  it('finds by personal number, also with spaces, and by receipt number', () => {
    expect(idsOf({ search: '001 301 000 000' })).toEqual(['old-draft']);
    expect(idsOf({ search: 'h99-OLD' })).toEqual(['old-sealed', 'old-draft']);
    expect(idsOf({ search: '%' })).toEqual([]);
  });

  it('counts the day', () => {
    expect(countSince(test.store, 100)).toEqual({ all: 2, drafts: 2, sealed: 0 });
    expect(countSince(test.store, 0)).toEqual({ all: 4, drafts: 3, sealed: 1 });
  });

  /** An, Anh, Ánh, Hoà. */
  function byName(a: string, b: string): number {
    const order = ['newer', 'old-sealed', 'new', 'old-draft'];
    return order.indexOf(a) - order.indexOf(b);
  }
});
