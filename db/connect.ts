import { statSync } from 'node:fs';
import Database from 'better-sqlite3';
import { StoreError } from './errors.ts';
import { isUnreadable } from './failures.ts';
import { keyMark, whyUnreadable } from './header.ts';

/** The default, and part of the file's format. */
const pageBytes = 4096;
/** A second process waits no longer than this for the first to let go. */
const busyTimeoutMs = 500;

/** What a store is called while it is being made. */
export function unfinishedName(file: string): string {
  return `${file}.new`;
}

/** Opens a file with a key, whatever it holds. */
export function connect(file: string, key: Uint8Array, options: Database.Options): Database.Database {
  const database = new Database(file, { timeout: busyTimeoutMs, ...options });
  database.pragma("cipher = 'aegis'");
  // The key is random already: it is used as it is, without password derivation.
  database.key(rawKey(key));
  // Held from the first read on, and let go by the operating system when the process is killed.
  if (options.readonly !== true) database.pragma('locking_mode = EXCLUSIVE');
  return database;
}

/** Opens a file that must be a store of ours. Writes nothing. */
export function unlock(file: string, key: Uint8Array, options: Database.Options = {}): Database.Database {
  const database = connect(file, key, { ...options, fileMustExist: true });
  try {
    const version = Number(database.pragma('user_version', { simple: true }));
    if (version === 0) throw new StoreError(whyUnreadable(file, key), 'the file holds no schema');
    checkLength(file);
    return database;
  } catch (cause) {
    database.close();
    if (!isUnreadable(cause)) throw cause;
    throw new StoreError(whyUnreadable(file, key), 'the file cannot be read with this key', { cause });
  }
}

/** SQLite finds missing pages itself, and takes a torn last page for a whole one. */
function checkLength(file: string): void {
  if (!isAfterCrash(file) && statSync(file).size % pageBytes !== 0)
    throw new StoreError('store/damaged', 'the last page of the file is torn');
}

/** While the write-ahead log is there, the file alone need not be whole. */
export function isAfterCrash(file: string): boolean {
  return (statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0;
}

/** Reads every page and changes none: a damaged file keeps what its write-ahead log could still tell. */
export function examine(file: string, key: Uint8Array): void {
  const database = unlock(file, key, { readonly: true });
  try {
    quickCheck(database);
  } finally {
    database.close();
  }
}

export function quickCheck(database: Database.Database): void {
  if (database.pragma('quick_check(1)', { simple: true }) !== 'ok')
    throw new StoreError('store/damaged', 'the pages of the store do not fit together');
}

/** The key as the cipher takes it: as it is, with the mark in place of a salt. */
export function rawKey(key: Uint8Array): Buffer {
  return Buffer.from(`raw:${Buffer.from(key).toString('hex')}${keyMark(key).toString('hex')}`);
}
