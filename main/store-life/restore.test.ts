import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { verifyAudit } from '../../db/audit.ts';
import { listCaptures, readCapture } from '../../db/captures.ts';
import { nextCounter } from '../../db/counters.ts';
import { openStore, type Store } from '../../db/open.ts';
import { salvageStore } from '../../db/salvage.ts';
import { addCapture, addDraft } from '../../db/test-store.ts';
import { changeStoreKey, developmentProtector, storeKey } from '../store-key.ts';
import { restoreStation } from './restore.ts';

const nowMs = Date.UTC(2026, 10, 24, 3);
let dir: string;
let file: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'station-restore-'));
  file = join(dir, 'station.db');
});
afterEach(() => rmSync(dir, { recursive: true }));

const keyNow = (): Uint8Array => storeKey({ dataDir: dir, protector: developmentProtector });

function withStore<T>(work: (store: Store) => T): T {
  const store = openStore({ file, key: keyNow() });
  try {
    return work(store);
  } finally {
    store.close();
  }
}

const draw = (): number =>
  withStore((store) => store.transaction(() => nextCounter(store, 'receipt-2026-11-24')));
const restore = (from: string): number => restoreStation({ dataDir: dir, key: keyNow(), from, nowMs });

function makeCopy(): string {
  return withStore((store) => store.backUp(join(dir, 'backups')));
}

it('never gives a receipt number again, however often it goes back to the same copy', () => {
  const given = [draw()];
  const copy = makeCopy();
  given.push(draw(), draw());
  for (let count = 0; count < 3; count += 1) {
    restore(copy);
    given.push(draw(), draw());
    // The store is gone before it is restored the next time: only the note beside it is left.
    if (count === 1) writeFileSync(file, 'ruined');
  }
  expect(new Set(given).size).toBe(given.length);
  expect(given).toEqual([1, 2, 3, 1001, 1002, 2001, 2002, 3001, 3002]);
  expect(withStore(verifyAudit)).toMatchObject({ entries: 1 });
});

it('keeps the store it replaced, with its log', () => {
  withStore((store) => addDraft(store, 'before'));
  const copy = makeCopy();
  withStore((store) => addDraft(store, 'after'));
  restore(copy);
  const ids = (of: string): unknown[] => {
    const store = openStore({ file: of, key: keyNow() });
    const rows = store.statement('SELECT id FROM applications ORDER BY id').all();
    store.close();
    return rows;
  };
  expect(ids(file)).toEqual([{ id: 'before' }]);
  expect(ids(`${file}.replaced`)).toEqual([{ id: 'after' }, { id: 'before' }]);
});

it('refuses what is no whole copy of this station, and leaves the store as it was', () => {
  withStore((store) => addDraft(store, 'a'));
  const copy = makeCopy();
  const before = readFileSync(file);
  const bad = (name: string, spoil: (path: string) => void): string => {
    const path = join(dir, name);
    copyFileSync(copy, path);
    spoil(path);
    return path;
  };
  const flip = (path: string): void => {
    const bytes = readFileSync(path);
    bytes[9000] = (bytes[9000] ?? 0) ^ 1;
    writeFileSync(path, bytes);
  };
  const verdicts = [
    bad('torn', (path) => truncateSync(path, 4096 * 3 + 100)),
    bad('flipped', flip),
    bad('text', (path) => writeFileSync(path, 'not a store at all, but a text of some length')),
    bad('empty', (path) => writeFileSync(path, '')),
    bad('foreign', (path) =>
      writeFileSync(path, Buffer.concat([Buffer.from('SQLite format 3\0'), Buffer.alloc(9000)])),
    ),
  ].map((from) => {
    try {
      return restore(from);
    } catch (error) {
      return (error as { code?: string }).code;
    }
  });
  expect(verdicts).toEqual([
    'store/damaged',
    'store/damaged',
    'store/foreign',
    'store/damaged',
    'store/foreign',
  ]);
  expect(readFileSync(file).equals(before)).toBe(true);
  const running = openStore({ file, key: keyNow() });
  expect(() => restore(copy)).toThrow(expect.objectContaining({ code: 'store/busy' }));
  running.close();
});

it('has another key after a change, and opens with the one before no longer', () => {
  withStore((store) => addDraft(store, 'a'));
  const before = keyNow();
  const after = changeStoreKey({ dataDir: dir, protector: developmentProtector });
  expect(Buffer.from(after).equals(before)).toBe(false);
  expect(Buffer.from(keyNow()).equals(after)).toBe(true);
  expect(withStore((store) => store.statement('SELECT id FROM applications').all())).toEqual([{ id: 'a' }]);
  expect(() => openStore({ file, key: before })).toThrow(
    expect.objectContaining({ code: 'store/wrong-key' }),
  );
  expect(existsSync(`${file}.replaced`)).toBe(false);
});

it('saves every row whose page can still be read, and says what was lost', () => {
  withStore((store) => {
    for (let count = 0; count < 40; count += 1) {
      addDraft(store, `a${count}`);
      addCapture(store, `a${count}`, `c${count}`, new Uint8Array(20_000).fill(count));
    }
  });
  const bytes = readFileSync(file);
  const spoiled = 60 * 4096 + 100;
  bytes[spoiled] = (bytes[spoiled] ?? 0) ^ 1;
  writeFileSync(file, bytes);
  const into = join(dir, 'saved.db');
  const salvaged = salvageStore(file, keyNow(), into);
  const captures = salvaged.find(({ table }) => table === 'captures');
  expect((captures?.saved ?? 0) + (captures?.lost ?? 0)).toBe(40);
  expect(captures?.lost).toBe(1);
  const store = openStore({ file: into, key: keyNow() });
  const whole = Array.from({ length: 40 }, (_, count) => listCaptures(store, `a${count}`)).flat();
  expect(whole.every(({ id }) => readCapture(store, id)?.bytes.length === 20_000)).toBe(true);
  expect(whole).toHaveLength(39);
  store.close();
  expect(() => salvageStore(file, keyNow(), into)).toThrow();
});
