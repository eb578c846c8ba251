import { randomBytes } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { StoreError } from '../db/errors.ts';
import { guarded } from '../db/failures.ts';
import { isMarkedWith } from '../db/header.ts';
import { rekeyStore } from '../db/rekey.ts';
import { nextName, syncDir } from '../db/replace.ts';

/** What keeps the store's key out of reach of whoever takes the disk: the keystore of the operating system. */
export interface KeyProtector {
  /** @throws StoreError `store/no-key` when there is no keystore to trust */
  protect(key: Uint8Array): Uint8Array;
  /** @throws when the bytes were not protected here */
  unprotect(bytes: Uint8Array): Uint8Array;
}

/** Keeps the key as it is. For the web shell and the tests, where there are only invented people. */
export const developmentProtector: KeyProtector = {
  protect: (key) => key,
  unprotect: (bytes) => bytes,
};

export interface StoreKeyOptions {
  readonly dataDir: string;
  readonly protector: KeyProtector;
}

/**
 * The store's 32-byte key: made with the store, kept protected in `store.key`.
 *
 * @throws StoreError `store/no-key` when there is a store and its key cannot be had: a new key would lock it for ever
 */
export function storeKey({ dataDir, protector }: StoreKeyOptions): Uint8Array {
  const file = join(dataDir, 'store.key');
  settleKeys(dataDir, file, protector);
  if (!existsSync(file)) {
    if (existsSync(join(dataDir, 'station.db')))
      throw new StoreError('store/no-key', 'there is a store, but no key beside it');
    makeKey(dataDir, file, protector);
  }
  return readKey(file, protector);
}

/**
 * Gives the store of a station that is not running another key. Both keys are on the disk until the store has one of them, whole: a process
 * killed in between leaves it to the next start which one it is.
 *
 * @throws StoreError as `storeKey` and `openStore`
 */
export function changeStoreKey(options: StoreKeyOptions): Uint8Array {
  const { dataDir, protector } = options;
  const file = join(dataDir, 'store.key');
  const key = storeKey(options);
  makeKey(dataDir, `${file}.next`, protector);
  const newKey = readKey(`${file}.next`, protector);
  rekeyStore(join(dataDir, 'station.db'), key, newKey);
  settleKeys(dataDir, file, protector);
  return newKey;
}

/** Of two keys, the one that the store has. */
function settleKeys(dataDir: string, file: string, protector: KeyProtector): void {
  const next = `${file}.next`;
  const store = join(dataDir, 'station.db');
  if (!existsSync(next) || !existsSync(file) || !existsSync(store)) return;
  // A staged store takes the place of the other before anything is read.
  const comes = existsSync(nextName(store)) ? nextName(store) : store;
  if (isMarkedWith(comes, readKey(next, protector))) renameSync(next, file);
  else rmSync(next);
  syncDir(file);
}

/** Whole and on the disk, or not at all: half a key, or a second one over the first, is a lost store. */
function makeKey(dataDir: string, file: string, protector: KeyProtector): void {
  const blob = protector.protect(randomBytes(32));
  guarded(() => writeKey(dataDir, file, blob));
}

function writeKey(dataDir: string, file: string, blob: Uint8Array): void {
  const unfinished = `${file}.new`;
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  rmSync(unfinished, { force: true });
  writeFileSync(unfinished, blob, { mode: 0o600, flush: true, flag: 'wx' });
  linkSync(unfinished, file);
  rmSync(unfinished);
  syncDir(file);
}

function readKey(file: string, protector: KeyProtector): Uint8Array {
  const key = unprotect(file, protector);
  if (key.length !== 32) throw new StoreError('store/no-key', 'the key file does not hold a key');
  return key;
}

function unprotect(file: string, protector: KeyProtector): Uint8Array {
  try {
    return new Uint8Array(protector.unprotect(readFileSync(file)));
  } catch (cause) {
    throw new StoreError('store/no-key', 'the keystore does not give the key', { cause });
  }
}
