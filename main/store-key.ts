import { randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { StoreError } from '../db/errors.ts';

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
  if (!existsSync(file)) {
    if (existsSync(join(dataDir, 'station.db')))
      throw new StoreError('store/no-key', 'there is a store, but no key beside it');
    makeKey(dataDir, file, protector);
  }
  return readKey(file, protector);
}

/** Whole and on the disk, or not at all: half a key, or a second one over the first, is a lost store. */
function makeKey(dataDir: string, file: string, protector: KeyProtector): void {
  const blob = protector.protect(randomBytes(32));
  const unfinished = `${file}.new`;
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  rmSync(unfinished, { force: true });
  writeFileSync(unfinished, blob, { mode: 0o600, flush: true, flag: 'wx' });
  linkSync(unfinished, file);
  rmSync(unfinished);
  if (process.platform === 'win32') return;
  const dir = openSync(dataDir, 'r');
  fsyncSync(dir);
  closeSync(dir);
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
