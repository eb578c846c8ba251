import { existsSync } from 'node:fs';
import type Database from 'better-sqlite3';
import { connect } from './connect.ts';
import { StoreError } from './errors.ts';
import { guarded } from './failures.ts';
import { migrate } from './migrate.ts';
import { migrations } from './migrations/index.ts';

/** What became of one table. `lost` counts the rows that are known of and could not be read. */
export interface Salvaged {
  readonly table: string;
  readonly saved: number;
  readonly lost: number;
}

/** Beyond the last row that any page still tells of. */
const probedBeyond = 1000;

/**
 * Copies every row that can still be read from a damaged store into a new one with the same key. The damaged file is only read.
 *
 * @param into must not be there yet
 * @throws StoreError `store/wrong-key`, `store/foreign`, `store/newer`; `store/damaged` when not even the schema can be read
 */
export function salvageStore(file: string, key: Uint8Array, into: string): Salvaged[] {
  if (existsSync(into))
    throw new StoreError('store/busy', 'there is something in the place of the new store');
  return guarded(() => {
    const damaged = connect(file, key, { readonly: true, fileMustExist: true });
    try {
      const version = Number(damaged.pragma('user_version', { simple: true }));
      const target = connect(into, key, {});
      try {
        // What was read is checked once more when the station opens it.
        migrate(target, migrations.slice(0, checked(version)), () => {});
        return copyTables(damaged, target);
      } finally {
        target.close();
      }
    } finally {
      damaged.close();
    }
  });
}

function checked(version: number): number {
  if (version > migrations.length) throw new StoreError('store/newer', `the store has schema ${version}`);
  if (version < 1) throw new StoreError('store/foreign', 'the file holds no schema');
  return version;
}

/** The new store's rules are for a station at work: here rows come in any order and without their neighbours. */
function copyTables(from: Database.Database, to: Database.Database): Salvaged[] {
  to.pragma('foreign_keys = OFF');
  const schema = (type: string) =>
    to
      .prepare<[string], { name: string; sql: string }>(
        'SELECT name, sql FROM sqlite_master WHERE type = ? AND sql IS NOT NULL',
      )
      .all(type);
  return to.transaction(() => {
    const triggers = schema('trigger');
    for (const { name } of triggers) to.exec(`DROP TRIGGER ${name}`);
    const salvaged = schema('table').map(({ name }) => copyTable(from, to, name));
    for (const { sql } of triggers) to.exec(sql);
    return salvaged;
  })();
}

function copyTable(from: Database.Database, to: Database.Database, table: string): Salvaged {
  const read = from.prepare<[number], Record<string, unknown>>(`SELECT * FROM ${table} WHERE rowid = ?`);
  const { known, probed } = rowidsOf(from, table);
  let saved = 0;
  let lost = 0;
  for (const rowid of probed) {
    const row = readable(() => read.get(rowid));
    if (row === 'unreadable') lost += known.has(rowid) ? 1 : 0;
    else if (row) saved += insert(to, table, rowid, row);
  }
  return { table, saved, lost };
}

function insert(to: Database.Database, table: string, rowid: number, row: Record<string, unknown>): number {
  const names = Object.keys(row);
  const marks = names.map(() => '?').join(', ');
  return to
    .prepare(`INSERT OR IGNORE INTO ${table} (rowid, ${names.join(', ')}) VALUES (?, ${marks})`)
    .run(rowid, ...Object.values(row)).changes;
}

/** Rows are numbered as they come: whatever an index or the table itself still tells from either end, and all between. */
function rowidsOf(from: Database.Database, table: string): { known: Set<number>; probed: number[] } {
  const indexes = from.prepare<[string], string>(`SELECT name FROM pragma_index_list(?)`).pluck().all(table);
  const ways = ['NOT INDEXED', ...indexes.map((name) => `INDEXED BY ${name}`)];
  const known = new Set<number>();
  for (const way of ways)
    for (const order of ['ASC', 'DESC'])
      readable(() => {
        const by = way === 'NOT INDEXED' ? ` ORDER BY rowid ${order}` : '';
        for (const rowid of from
          .prepare<[], number>(`SELECT rowid FROM ${table} ${way}${by}`)
          .pluck()
          .iterate())
          known.add(rowid);
      });
  const last = Math.max(0, ...known) + probedBeyond;
  return { known, probed: Array.from({ length: last }, (_, index) => index + 1) };
}

/** A page that cannot be read costs its rows, and no more. */
function readable<T>(read: () => T): T | 'unreadable' {
  try {
    return read();
  } catch {
    return 'unreadable';
  }
}
