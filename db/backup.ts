import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Database } from 'better-sqlite3';

/** As few as help: a copy outlives what is erased from the store after it. */
export const keptCopiesUnlessTold = 3;

/**
 * Copies the whole store into `dir`, encrypted with the same key, and keeps the newest copies.
 *
 * `VACUUM INTO`, because the library's online backup does not work on an encrypted database.
 *
 * @param check throws when the copy cannot be read back; then there is no copy
 * @returns the copy
 */
export function backUp(
  database: Database,
  dir: string,
  check: (copy: string) => void,
  kept = keptCopiesUnlessTold,
): string {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  for (const left of filesIn(dir, '.part')) rmSync(left);
  const version = String(database.pragma('user_version', { simple: true })).padStart(4, '0');
  const time = new Date().toISOString().replaceAll(/[:.]/g, '-');
  const copy = join(dir, `station-${time}-v${version}.db`);
  const unfinished = `${copy}.part`;
  orRemoved(unfinished, () => {
    database.prepare('VACUUM INTO ?').run(unfinished);
    check(unfinished);
  });
  renameSync(unfinished, copy);
  for (const old of filesIn(dir, '.db').slice(0, -kept)) rmSync(old);
  return copy;
}

/** Half a copy must not keep the room that the store itself needs. */
export function orRemoved(unfinished: string, work: () => void): void {
  try {
    work();
  } catch (error) {
    for (const ending of ['', '-journal', '-wal', '-shm']) rmSync(`${unfinished}${ending}`, { force: true });
    throw error;
  }
}

/** The copies in a folder, oldest first; none when there is no such folder. */
export function listBackups(dir: string): string[] {
  return existsSync(dir) ? filesIn(dir, '.db') : [];
}

/** Oldest first. */
function filesIn(dir: string, ending: string): string[] {
  return readdirSync(dir)
    .filter((name) => name.startsWith('station-') && name.endsWith(ending))
    .sort()
    .map((name) => join(dir, name));
}
