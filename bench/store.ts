import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { changeState } from '../db/applications.ts';
import { openStore, type Store } from '../db/open.ts';
import { enqueue } from '../db/outbox.ts';
import { writeSetting } from '../db/settings.ts';
import { addDraft } from '../db/test-store.ts';
import { type BenchRow, timed } from './row.ts';

/** On the project's disk: a temporary folder may be in memory, where a commit costs nothing. */
const out = fileURLToPath(new URL('../out/', import.meta.url));
const commits = 200;

const packetBytes = 8_000_000;

/** Putting a sealed packet of 8 MB in the outbox, encrypted with its application's key, against committing the same bytes bare. */
export function storeEnqueue(): BenchRow {
  mkdirSync(out, { recursive: true });
  const dir = mkdtempSync(join(out, 'bench-'));
  const store = openStore({ file: join(dir, 'ours.db'), key: new Uint8Array(32).fill(1) });
  const bare = new DatabaseSync(join(dir, 'bare.db'));
  bare.exec(
    'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE outbox (id TEXT PRIMARY KEY, packet BLOB) STRICT',
  );
  const write = bare.prepare('INSERT INTO outbox VALUES (?, ?)');
  const packet = Uint8Array.from(randomBytes(packetBytes));
  let count = 0;
  const nextId = (): string => String(count++);
  return {
    name: 'packet of 8 MB kept',
    floorName: 'bare SQLite commit',
    measure: async () => {
      const ids = Array.from({ length: 4 }, nextId);
      for (const id of ids) addDraft(store, id);
      return {
        oursMs: await timed(ids.length, (round) => keep(store, ids[round] ?? '', packet)),
        floorMs: await timed(ids.length, () => write.run(nextId(), packet)),
      };
    },
    close: async () => {
      store.close();
      bare.close();
      rmSync(dir, { recursive: true });
    },
  };
}

function keep(store: Store, id: string, packet: Uint8Array): void {
  store.transaction(() => {
    changeState(store, id, 'sealed');
    enqueue(store, { id, applicationId: id, packet, packetSha256: 'f'.repeat(64), nowMs: 1 });
  });
}

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
