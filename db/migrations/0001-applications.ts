import type { Migration } from '../migrate.ts';

/**
 * Applications, what was captured for them, and the outbox. Times are UTC epoch milliseconds.
 *
 * The large column is the last of its table: SQLite then reads the others without walking through it.
 */
export const applications: Migration = {
  version: 1,
  name: 'applications',
  sql: `
    CREATE TABLE applications (
      id TEXT PRIMARY KEY,
      receipt_no TEXT NOT NULL UNIQUE,
      type TEXT NOT NULL,
      reason TEXT NOT NULL,
      state TEXT NOT NULL CHECK (state IN ('draft', 'sealed', 'sending', 'accepted', 'rejected', 'cancelled')),
      officer_id TEXT NOT NULL,
      received_at_ms INTEGER NOT NULL,
      saved_at_ms INTEGER NOT NULL,
      revision INTEGER NOT NULL,
      full_name TEXT NOT NULL,
      personal_id TEXT NOT NULL,
      birth_date TEXT NOT NULL,
      sex TEXT NOT NULL,
      fold_key TEXT NOT NULL,
      sort_key TEXT NOT NULL,
      next_step TEXT,
      centre_receipt TEXT,
      draft TEXT NOT NULL
    ) STRICT;
    CREATE INDEX applications_received ON applications (received_at_ms);

    CREATE TABLE captures (
      id TEXT PRIMARY KEY,
      application_id TEXT NOT NULL REFERENCES applications (id),
      kind TEXT NOT NULL CHECK (kind IN ('chip-file', 'chip-face', 'finger', 'portrait', 'printed-form')),
      label TEXT NOT NULL,
      mime TEXT NOT NULL,
      sha256 TEXT NOT NULL,
      width INTEGER,
      height INTEGER,
      device TEXT,
      verdict TEXT,
      captured_at_ms INTEGER NOT NULL,
      is_current INTEGER NOT NULL CHECK (is_current IN (0, 1)),
      bytes BLOB NOT NULL
    ) STRICT;
    CREATE INDEX captures_of_application ON captures (application_id);
    CREATE UNIQUE INDEX captures_current ON captures (application_id, kind, label) WHERE is_current = 1;
    CREATE TRIGGER captures_stay BEFORE UPDATE OF application_id, kind, label, mime, sha256, bytes ON captures
      BEGIN SELECT RAISE(ABORT, 'a capture is kept as it came'); END;
    CREATE TRIGGER captures_end_with_the_draft BEFORE INSERT ON captures
      WHEN (SELECT state FROM applications WHERE id = NEW.application_id) <> 'draft'
      BEGIN SELECT RAISE(ABORT, 'nothing is captured for a sealed application'); END;

    CREATE TABLE outbox (
      id TEXT PRIMARY KEY,
      application_id TEXT NOT NULL UNIQUE REFERENCES applications (id),
      packet_sha256 TEXT NOT NULL,
      state TEXT NOT NULL CHECK (state IN ('waiting', 'sending', 'accepted', 'refused')),
      attempts INTEGER NOT NULL,
      not_before_ms INTEGER NOT NULL,
      last_code TEXT,
      receipt TEXT,
      created_at_ms INTEGER NOT NULL,
      packet BLOB NOT NULL
    ) STRICT;
    CREATE INDEX outbox_waiting ON outbox (created_at_ms, id) WHERE state = 'waiting';

    CREATE TABLE counters (
      name TEXT PRIMARY KEY,
      value INTEGER NOT NULL
    ) STRICT;

    CREATE TABLE settings (
      name TEXT PRIMARY KEY,
      value TEXT NOT NULL
    ) STRICT;
  `,
};
