import { readdirSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { changeState, readApplication } from '../../db/applications.ts';
import { addDraft, openTestStore, type TestStore } from '../../db/test-store.ts';
import { idleDrafts } from './retention.ts';
import { openStoreLife, type StoreLife } from './store-life.ts';

const dayMs = 86_400_000;
const acceptedAtMs = Date.UTC(2026, 10, 24, 3);

let test: TestStore;
let backupDir: string;
let nowMs: number;
let isIdle: boolean;
let erased: string[];
let failures: unknown[];
let life: StoreLife;

beforeEach(() => {
  test = openTestStore();
  backupDir = join(test.dir, 'backups');
  [nowMs, isIdle, erased, failures] = [acceptedAtMs, true, [], []];
  addDraft(test.store, 'a');
  changeState(test.store, 'a', 'accepted', {
    centreReceipt: JSON.stringify({ receiptNo: 'TW-1', acceptedAtMs }),
  });
  life = openStoreLife({
    ...{ store: test.store, backupDir, everyHours: 24, kept: 2 },
    now: () => nowMs,
    isIdle: () => isIdle,
    onErased: (id) => erased.push(id),
    onFailure: (error) => failures.push(error),
  });
});
afterEach(() => {
  life.close();
  test.remove();
});

function ageOfNewest(hours: number): void {
  const newest = readdirSync(backupDir).sort().at(-1) ?? '';
  const at = (nowMs - hours * 3_600_000) / 1000;
  utimesSync(join(backupDir, newest), at, at);
}

it('keeps an accepted application for seven days, and then its stub', () => {
  nowMs = acceptedAtMs + 7 * dayMs;
  life.look();
  expect([erased, readApplication(test.store, 'a')?.fullName]).toEqual([[], 'NGUYỄN VĂN MẪU']);
  nowMs += 1;
  life.look();
  life.look();
  expect([erased, readApplication(test.store, 'a')?.fullName]).toEqual([['a'], '']);
  expect(
    test.store.statement("SELECT actor, subject, details FROM audit WHERE event = 'payload-erased'").all(),
  ).toEqual([{ actor: 'station', subject: 'a', details: '{"captures":0}' }]);
  expect(failures).toEqual([]);
});

it('copies the store once a day, later while somebody works, and keeps so many', () => {
  const count = (): number => readdirSync(backupDir).length;
  expect(count()).toBe(1);
  ageOfNewest(23);
  life.look();
  expect(count()).toBe(1);
  isIdle = false;
  ageOfNewest(30);
  life.look();
  expect(count()).toBe(1);
  isIdle = true;
  life.look();
  expect(count()).toBe(2);
  for (const _ of [1, 2]) {
    ageOfNewest(40);
    life.look();
  }
  expect(count()).toBe(2);
});

it('says what it could not do, and does the rest', () => {
  const blocked = openStoreLife({
    ...{ store: test.store, backupDir: join(test.file, 'no-folder'), everyHours: 24, kept: 2 },
    ...{ now: () => acceptedAtMs + 8 * dayMs, isIdle: () => true },
    onErased: (id) => erased.push(id),
    onFailure: (error) => failures.push(error),
  });
  blocked.close();
  expect(erased).toEqual(['a']);
  expect(failures).toHaveLength(1);
});

it('lists drafts that nobody has touched for a day', () => {
  addDraft(test.store, 'left');
  test.store.statement('UPDATE applications SET saved_at_ms = ? WHERE id = ?').run(acceptedAtMs, 'left');
  expect(idleDrafts(test.store, acceptedAtMs + dayMs)).toEqual([]);
  expect(idleDrafts(test.store, acceptedAtMs + dayMs + 1)).toEqual([
    {
      ...{ applicationId: 'left', receiptNo: 'H99-left', officerId: 'le-thi-vi-du' },
      ...{ receivedAtMs: 1000, savedAtMs: acceptedAtMs, nextStep: 'form' },
    },
  ]);
});
