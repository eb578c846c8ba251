import { mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Database } from 'better-sqlite3';

/** As few as help: a copy outlives what is erased from the store after it. */
const keptCopies = 3;

/**
 * Copies the whole store into `dir`, encrypted with the same key, and keeps the newest three copies.
 *
 * `VACUUM INTO`, because the library's online backup does not work on an encrypted database.
 *
 * @param check throws when the copy cannot be read back; then there is no copy
 */
export function backUp(database: Database, dir: string, check: (copy: string) => void): void {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  for (const left of filesIn(dir, '.part')) rmSync(left);
  const version = String(database.pragma('user_version', { simple: true })).padStart(4, '0');
  const time = new Date().toISOString().replaceAll(/[:.]/g, '-');
  const copy = join(dir, `station-${time}-v${version}.db`);
  const unfinished = `${copy}.part`;
  database.prepare('VACUUM INTO ?').run(unfinished);
  check(unfinished);
  renameSync(unfinished, copy);
  for (const old of filesIn(dir, '.db').slice(0, -keptCopies)) rmSync(old);
}

/** Oldest first. */
function filesIn(dir: string, ending: string): string[] {
  return readdirSync(dir)
    .filter((name) => name.startsWith('station-') && name.endsWith(ending))
    .sort()
    .map((name) => join(dir, name));
}
