import type { Database } from 'better-sqlite3';
import { StoreError } from './errors.ts';

/** One step of the schema, forward only. A shipped one is never edited. */
export interface Migration {
  readonly version: number;
  readonly name: string;
  readonly sql: string;
  /** What SQL cannot say, in the same transaction. */
  readonly convert?: (database: Database) => void;
  /** What only holds once everything is converted. */
  readonly after?: string;
}

/**
 * Brings the schema to the newest version, each step and its number in one transaction.
 *
 * @param backUp called once before the first step, when there is something to lose; when it throws, nothing is changed
 * @throws StoreError `store/newer` when the file was written by a newer station
 */
export function migrate(database: Database, migrations: readonly Migration[], backUp: () => void): void {
  checkNumbers(migrations);
  const version = Number(database.pragma('user_version', { simple: true }));
  if (version > migrations.length) {
    throw new StoreError(
      'store/newer',
      `the store has schema ${version}, this station knows ${migrations.length}`,
    );
  }
  const missing = migrations.slice(version);
  if (missing.length > 0 && version > 0) backUp();
  for (const migration of missing) {
    database.transaction(() => {
      database.exec(migration.sql);
      migration.convert?.(database);
      if (migration.after !== undefined) database.exec(migration.after);
      database.pragma(`user_version = ${migration.version}`);
    })();
  }
}

function checkNumbers(migrations: readonly Migration[]): void {
  for (const [index, { version, name }] of migrations.entries()) {
    if (version !== index + 1)
      throw new Error(`migration ${name} has number ${version}, expected ${index + 1}`);
  }
}
