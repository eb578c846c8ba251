import type { Migration } from '../migrate.ts';

/**
 * A capture of any kind: which there are is the business of `captures.ts`, so that a new one does not copy every picture there is.
 */
export const kindsOfCaptures: Migration = {
  version: 4,
  name: 'kinds-of-captures',
  sql: `
    CREATE TABLE captures_of_any_kind (
      id TEXT PRIMARY KEY,
      application_id TEXT NOT NULL REFERENCES applications (id),
      kind TEXT NOT NULL,
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
    INSERT INTO captures_of_any_kind SELECT * FROM captures;
    DROP TABLE captures;
    ALTER TABLE captures_of_any_kind RENAME TO captures;
    CREATE INDEX captures_of_application ON captures (application_id);
    CREATE UNIQUE INDEX captures_current ON captures (application_id, kind, label) WHERE is_current = 1;
    CREATE TRIGGER captures_stay BEFORE UPDATE OF application_id, kind, label, mime, sha256, bytes ON captures
      BEGIN SELECT RAISE(ABORT, 'a capture is kept as it came'); END;
    CREATE TRIGGER captures_end_with_the_draft BEFORE INSERT ON captures
      WHEN (SELECT state FROM applications WHERE id = NEW.application_id) <> 'draft'
      BEGIN SELECT RAISE(ABORT, 'nothing is captured for a sealed application'); END;
  `,
};
