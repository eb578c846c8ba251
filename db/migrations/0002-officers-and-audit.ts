import type { Migration } from '../migrate.ts';

/**
 * Officers' accounts, and the audit log: rows are only ever added at the end, each holding the hash of the one before.
 *
 * The third trigger closes the back door: `INSERT OR REPLACE` removes a row without asking the first one.
 */
export const officersAndAudit: Migration = {
  version: 2,
  name: 'officers-and-audit',
  sql: `
    CREATE TABLE officers (
      id TEXT PRIMARY KEY,
      name TEXT NOT NULL,
      role TEXT NOT NULL CHECK (role IN ('officer', 'supervisor', 'administrator')),
      password_hash TEXT NOT NULL,
      failed_tries INTEGER NOT NULL DEFAULT 0,
      locked_until_ms INTEGER NOT NULL DEFAULT 0
    ) STRICT;

    CREATE TABLE audit (
      seq INTEGER PRIMARY KEY,
      at_ms INTEGER NOT NULL,
      actor TEXT NOT NULL,
      event TEXT NOT NULL,
      subject TEXT NOT NULL,
      details TEXT NOT NULL,
      hash TEXT NOT NULL
    ) STRICT;
    CREATE TRIGGER audit_keeps_rows BEFORE DELETE ON audit
      BEGIN SELECT RAISE(ABORT, 'audit rows are never deleted'); END;
    CREATE TRIGGER audit_keeps_words BEFORE UPDATE ON audit
      BEGIN SELECT RAISE(ABORT, 'audit rows are never changed'); END;
    CREATE TRIGGER audit_grows_at_the_end BEFORE INSERT ON audit
      WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM audit)
      BEGIN SELECT RAISE(ABORT, 'audit rows are only added at the end'); END;
  `,
};
