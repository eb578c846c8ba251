import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { openStore } from '../db/open.ts';
import { writeSetting } from '../db/settings.ts';
import { type BenchRow, timed } from './row.ts';

/** On the project's disk: a temporary folder may be in memory, where a commit costs nothing. */
const out = fileURLToPath(new URL('../out/', import.meta.url));
const commits = 200;

/** One committed change of 2 kB in the encrypted store against the same in a bare SQLite file, both safe on the disk. */
export function storeCommit(): BenchRow {
  mkdirSync(out, { recursive: true });
  const dir = mkdtempSync(join(out, 'bench-'));
  const store = openStore({ file: join(dir, 'ours.db'), key: new Uint8Array(32).fill(1) });
  const bare = new DatabaseSync(join(dir, 'bare.db'));
  bare.exec(
    'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT) STRICT',
  );
  const write = bare.prepare(
    'INSERT INTO settings VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
  );
  let count = 0;
  // Always another value: SQLite writes nothing, and waits for no disk, when a row stays as it is.
  const nextValue = (): string => String(count++).padEnd(2000, 'x');
  return {
    name: 'store commit',
    floorName: 'bare SQLite commit',
    measure: async () => ({
      oursMs: await timed(commits, (round) =>
        store.transaction(() => writeSetting(store, `n${round % 20}`, nextValue())),
      ),
      floorMs: await timed(commits, (round) => write.run(`n${round % 20}`, nextValue())),
    }),
    close: async () => {
      store.close();
      bare.close();
      rmSync(dir, { recursive: true });
    },
  };
}
