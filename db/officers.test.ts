import { afterEach, beforeEach, expect, it } from 'vitest';
import { clearTries, listOfficers, putOfficer, readOfficer, recordFailedTry } from './officers.ts';
import { openTestStore, type TestStore } from './test-store.ts';

const account = { id: 'le-thi-vi-du', name: 'Lê Thị Ví Dụ', role: 'officer', passwordHash: 'h1' } as const;

let test: TestStore;
beforeEach(() => {
  test = openTestStore();
  putOfficer(test.store, account);
});
afterEach(() => test.remove());

it('lists the accounts by id', () => {
  const other = { id: 'an', name: 'An', role: 'administrator', passwordHash: 'h2' } as const;
  putOfficer(test.store, other);
  const fresh = { failedTries: 0, lockedUntilMs: 0 };
  expect(listOfficers(test.store)).toEqual([
    { ...other, ...fresh },
    { ...account, ...fresh },
  ]);
  expect(readOfficer(test.store, 'nobody')).toBeUndefined();
});

it('counts wrong passwords until the lock, and forgets them after the right one', () => {
  const triesAndLock = (): unknown[] => {
    const officer = readOfficer(test.store, account.id);
    return [officer?.failedTries, officer?.lockedUntilMs];
  };
  recordFailedTry(test.store, account.id, 0);
  recordFailedTry(test.store, account.id, 0);
  expect(triesAndLock()).toEqual([2, 0]);
  recordFailedTry(test.store, account.id, 5_000);
  expect(triesAndLock()).toEqual([0, 5_000]);
  clearTries(test.store, account.id);
  expect(triesAndLock()).toEqual([0, 0]);
});

it('opens a locked account with its new password', () => {
  recordFailedTry(test.store, account.id, 5_000);
  putOfficer(test.store, { ...account, passwordHash: 'h3' });
  expect(readOfficer(test.store, account.id)).toEqual({
    ...account,
    passwordHash: 'h3',
    failedTries: 0,
    lockedUntilMs: 0,
  });
});
