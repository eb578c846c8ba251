import type { Database } from 'better-sqlite3';
import type { Migration } from '../migrate.ts';
import { encryptPayload, newPayloadKey } from '../payload.ts';

/**
 * Each application's payload – draft, captures, packet – under a key of its own, so that it can be erased by destroying the key. What was
 * stored before is encrypted here; places are named as `applications.ts`, `captures.ts` and `outbox.ts` name them.
 *
 * Officers get keys to sign with, each under its owner's password. An erased application stays as a stub: receipt number, times, the centre's receipt, and a keyed hash of the personal ID number.
 */
export const payloadKeys: Migration = {
  version: 5,
  name: 'payload-keys',
  sql: `
    CREATE TABLE payload_keys (
      application_id TEXT PRIMARY KEY REFERENCES applications (id),
      key BLOB NOT NULL CHECK (length(key) = 32)
    ) STRICT;
    CREATE TABLE erased_applications (
      application_id TEXT PRIMARY KEY REFERENCES applications (id),
      erased_at_ms INTEGER NOT NULL,
      personal_id_hash TEXT NOT NULL
    ) STRICT;
    CREATE INDEX erased_by_personal_id ON erased_applications (personal_id_hash);
    CREATE TABLE content_keys (
      application_id TEXT PRIMARY KEY REFERENCES applications (id),
      key BLOB NOT NULL
    ) STRICT;
    CREATE TABLE exported_packets (
      application_id TEXT PRIMARY KEY REFERENCES applications (id),
      to_station_no TEXT NOT NULL,
      export_id TEXT NOT NULL,
      exported_at_ms INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE officer_keys (
      kid TEXT PRIMARY KEY,
      officer_id TEXT NOT NULL REFERENCES officers (id),
      public_key TEXT NOT NULL,
      private_key BLOB NOT NULL,
      made_at_ms INTEGER NOT NULL,
      replaces TEXT,
      replaced_at_ms INTEGER
    ) STRICT;
    CREATE UNIQUE INDEX officer_keys_current ON officer_keys (officer_id) WHERE replaced_at_ms IS NULL;
    ALTER TABLE applications ADD COLUMN payload BLOB;
    DROP TRIGGER captures_stay;
  `,
  convert: encryptEverything,
  after: `
    ALTER TABLE applications DROP COLUMN draft;
    CREATE TRIGGER captures_stay BEFORE UPDATE OF application_id, kind, label, mime, sha256, bytes ON captures
      BEGIN SELECT RAISE(ABORT, 'a capture is kept as it came'); END;
  `,
};

function encryptEverything(database: Database): void {
  const ids = database.prepare<[], string>('SELECT id FROM applications').pluck().all();
  const keep = database.prepare('INSERT INTO payload_keys (application_id, key) VALUES (?, ?)');
  for (const id of ids) {
    const key = newPayloadKey();
    keep.run(id, key);
    const pieces = [
      { from: 'draft', into: 'payload', table: 'applications', place: 'draft', of: 'id' },
      { from: 'bytes', into: 'bytes', table: 'captures', place: 'capture', of: 'application_id' },
      { from: 'packet', into: 'packet', table: 'outbox', place: 'packet', of: 'application_id' },
    ];
    for (const { from, into, table, place, of } of pieces) {
      const rowids = database
        .prepare<[string], number>(`SELECT rowid FROM ${table} WHERE ${of} = ?`)
        .pluck()
        .all(id);
      for (const rowid of rowids) {
        const row = database
          .prepare<[number], { id: string; bytes: Uint8Array }>(
            `SELECT id, CAST(${from} AS BLOB) AS bytes FROM ${table} WHERE rowid = ?`,
          )
          .get(rowid);
        if (!row) continue;
        const encrypted = encryptPayload(key, `${place}/${row.id}`, row.bytes);
        database.prepare(`UPDATE ${table} SET ${into} = ? WHERE rowid = ?`).run(encrypted, rowid);
      }
    }
  }
}
