import { closeSync, existsSync, fsyncSync, linkSync, openSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/** Where a whole store lies that is to take another's place. Whatever has this name is whole. */
export function nextName(file: string): string {
  return `${file}.next`;
}

/** Where the store that was replaced stays, with its write-ahead log. */
export function replacedName(file: string): string {
  return `${file}.replaced`;
}

/** Gives a store made under another name the name that lets it take the place of `file`. Nothing is replaced yet. */
export function stage(made: string, file: string): void {
  syncFile(made);
  renameSync(made, nextName(file));
  syncDir(file);
}

/**
 * Puts a staged store in its place; the one before stays beside it. Each step can be done again: a process killed in between leaves the rest
 * to the next start.
 */
export function finishReplacement(file: string): void {
  const next = nextName(file);
  if (!existsSync(next)) return;
  const replaced = replacedName(file);
  const wal = `${file}-wal`;
  if (existsSync(file) && !isSame(file, next)) {
    if (!isSame(file, replaced)) {
      for (const left of [replaced, `${replaced}-wal`]) rmSync(left, { force: true });
      linkSync(file, replaced);
    }
    // Before the file: the new one must never be read with the log of the old.
    if (existsSync(wal)) renameSync(wal, `${replaced}-wal`);
    rmSync(`${file}-shm`, { force: true });
    syncDir(file);
  }
  renameSync(next, file);
  syncDir(file);
}

function isSame(one: string, other: string): boolean {
  return existsSync(other) && statSync(one).ino === statSync(other).ino;
}

function syncFile(file: string): void {
  const fd = openSync(file, 'r+');
  fsyncSync(fd);
  closeSync(fd);
}

/** Windows has no such thing; its file system keeps the order of names itself. */
export function syncDir(file: string): void {
  if (process.platform === 'win32') return;
  const fd = openSync(dirname(file), 'r');
  fsyncSync(fd);
  closeSync(fd);
}
