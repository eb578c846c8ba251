import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { openStore } from '../db/open.ts';
import { writeSetting } from '../db/settings.ts';
import { type BenchRow, timed } from './row.ts';

/** On the project's disk: a temporary folder may be in memory, where a commit costs nothing. */
const out = fileURLToPath(new URL('../out/', import.meta.url));

/** One committed change of the encrypted store against one of a bare SQLite file, both safe on the disk. */
export function storeCommit(): BenchRow {
  mkdirSync(out, { recursive: true });
  const dir = mkdtempSync(join(out, 'bench-'));
  const store = openStore({ file: join(dir, 'ours.db'), key: new Uint8Array(32).fill(1) });
  const bare = new DatabaseSync(join(dir, 'bare.db'));
  bare.exec(
    'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT) STRICT',
  );
  const insert = bare.prepare(
    'INSERT INTO settings VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
  );
  const value = 'x'.repeat(2000);
  return {
    name: 'store commit',
    floorName: 'bare SQLite commit',
    measure: async () => ({
      oursMs: await timed(200, (round) =>
        store.transaction(() => writeSetting(store, `n${round % 20}`, value)),
      ),
      floorMs: await timed(200, (round) => insert.run(`n${round % 20}`, value)),
    }),
    close: async () => {
      store.close();
      bare.close();
      rmSync(dir, { recursive: true });
    },
  };
}
