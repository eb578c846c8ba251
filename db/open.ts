import { accessSync, constants, existsSync, linkSync, mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type Database from 'better-sqlite3';
import { backUp } from './backup.ts';
import { connect, examine, isAfterCrash, quickCheck, unfinishedName, unlock } from './connect.ts';
import { StoreError } from './errors.ts';
import { guarded } from './failures.ts';
import { migrate } from './migrate.ts';
import { migrations } from './migrations/index.ts';
import { finishReplacement } from './replace.ts';

export interface StoreOptions {
  /** The database file; made when it is not there. */
  readonly file: string;
  /** 32 bytes. */
  readonly key: Uint8Array;
  /** Where a copy goes before the schema changes; `backups` beside the file unless told. */
  readonly backupDir?: string;
}

/** A prepared statement whose failures are `StoreError`s. */
interface Statement<Row> {
  run(...values: readonly unknown[]): { readonly changes: number };
  get(...values: readonly unknown[]): Row | undefined;
  all(...values: readonly unknown[]): Row[];
}

/** The station's open store. One process at a time holds it. */
export interface Store {
  /** Prepares a statement; the same text gives the same one. */
  statement<Row = never>(sql: string): Statement<Row>;
  /** Runs `work` whole or not at all, and is on the disk when it returns. Inside another transaction it is a part of that one. */
  transaction<T>(work: () => T): T;
  isInTransaction(): boolean;
  /**
   * Copies the whole store into `dir`, encrypted with the same key, and keeps the newest `kept` copies. The copy has been read back
   * when this returns its name.
   */
  backUp(dir: string, kept?: number): string;
  /**
   * Reads every page.
   *
   * @throws StoreError `store/damaged`
   */
  examine(): void;
  close(): void;
}

/**
 * Opens the encrypted store, brings its schema up to date, and holds it until `close`.
 *
 * Every commit is on the disk when it returns. Every page is authenticated when it is read; after a crash all of them are read.
 *
 * @throws StoreError `store/wrong-key`, `store/foreign` (an unencrypted database, or no database), `store/damaged`, `store/newer`,
 * `store/busy`, `store/full`, `store/read-only`. A file that is refused is left as it was.
 */
export function openStore({ file, key, backupDir }: StoreOptions): Store {
  checkRuntime();
  if (key.length !== 32) throw new StoreError('store/no-key', `a store key has 32 bytes, not ${key.length}`);
  return guarded(() => {
    finishReplacement(file);
    if (!existsSync(file)) create(file, key);
    accessSync(file, constants.R_OK | constants.W_OK);
    accessSync(dirname(file), constants.W_OK);
    if (isAfterCrash(file)) examine(file, key);
    const database = unlock(file, key);
    try {
      // The look after a crash leaves an index, a killed first start a second name. From here on the file is ours alone.
      for (const left of [`${file}-shm`, unfinishedName(file)]) rmSync(left, { force: true });
      applySettings(database);
      migrate(database, migrations, () =>
        backUp(database, backupDir ?? join(dirname(file), 'backups'), (copy) => examine(copy, key)),
      );
    } catch (error) {
      database.close();
      throw error;
    }
    return storeOf(database, (copy) => examine(copy, key));
  });
}

/** Node-API below 10 does not refuse the native part: it crashes in it. */
function checkRuntime(): void {
  const { napi, node } = process.versions;
  if (Number(napi) < 10)
    throw new Error(`the store needs Node-API 10 (Node 22.14 or newer), this is Node ${node}`);
}

/** Makes the store under another name and links it when it is whole: half a store never has the store's name. */
function create(file: string, key: Uint8Array): void {
  if (existsSync(`${file}-wal`))
    throw new StoreError('store/damaged', 'the store is gone and its write-ahead log is still there');
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const unfinished = unfinishedName(file);
  for (const left of [unfinished, `${unfinished}-wal`]) rmSync(left, { force: true });
  const database = connect(unfinished, key, {});
  try {
    applySettings(database);
    migrate(database, migrations, () => {});
  } finally {
    database.close();
  }
  // Unlike a rename, a link never takes the place of a store that somebody else has made meanwhile.
  linkSync(unfinished, file);
}

function applySettings(database: Database.Database): void {
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  database.pragma('foreign_keys = ON');
  database.pragma('trusted_schema = OFF');
  database.pragma('secure_delete = ON');
  // Temporary files would not be encrypted.
  database.pragma('temp_store = MEMORY');
}

function storeOf(database: Database.Database, check: (copy: string) => void): Store {
  const prepared = new Map<string, Database.Statement<unknown[]>>();
  const prepare = (sql: string): Database.Statement<unknown[]> => {
    const known = prepared.get(sql);
    if (known) return known;
    const statement = guarded(() => database.prepare<unknown[]>(sql));
    prepared.set(sql, statement);
    return statement;
  };
  return {
    statement: <Row>(sql: string): Statement<Row> => {
      const statement = prepare(sql);
      return {
        run: (...values) => guarded(() => statement.run(...values)),
        get: (...values) => guarded(() => statement.get(...values) as Row | undefined),
        all: (...values) => guarded(() => statement.all(...values) as Row[]),
      };
    },
    transaction: (work) => guarded(() => database.transaction(work).immediate()),
    isInTransaction: () => database.inTransaction,
    backUp: (dir, kept) => guarded(() => backUp(database, dir, check, kept)),
    examine: () => guarded(() => quickCheck(database)),
    close: () => guarded(() => database.close()),
  };
}
