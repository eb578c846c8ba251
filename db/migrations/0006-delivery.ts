import type { Migration } from '../migrate.ts';

/**
 * What people and the station have said about entries of the outbox, what happened to them, and what the centre holds against them.
 *
 * Tables of their own, most rows of which are never written: a column added to the outbox would stand behind the packet, and
 * reading it would walk through the packet. Both texts of a conflict are under the application's payload key: they hold the centre's data.
 */
export const delivery: Migration = {
  version: 6,
  name: 'delivery',
  sql: `
    CREATE TABLE handling (
      application_id TEXT PRIMARY KEY REFERENCES applications (id),
      is_urgent INTEGER NOT NULL DEFAULT 0 CHECK (is_urgent IN (0, 1)),
      hold TEXT CHECK (hold IN ('paused', 'isolated', 'conflict')),
      handled_at_ms INTEGER
    ) STRICT;
    CREATE INDEX handling_held ON handling (hold) WHERE hold IS NOT NULL;
    CREATE INDEX handling_urgent ON handling (application_id) WHERE is_urgent = 1;

    CREATE TABLE delivery_events (
      seq INTEGER PRIMARY KEY,
      application_id TEXT NOT NULL REFERENCES applications (id),
      kind TEXT NOT NULL,
      code TEXT,
      detail TEXT,
      actor TEXT NOT NULL,
      times INTEGER NOT NULL,
      first_at_ms INTEGER NOT NULL,
      last_at_ms INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX delivery_events_of_application ON delivery_events (application_id, seq);

    CREATE TABLE conflicts (
      application_id TEXT PRIMARY KEY REFERENCES applications (id),
      statement BLOB NOT NULL,
      received_at_ms INTEGER NOT NULL,
      choice TEXT CHECK (choice IN ('keep-ours', 'supplement-theirs', 'withdraw')),
      decision BLOB
    ) STRICT;

    CREATE INDEX outbox_states ON outbox (state, created_at_ms, id, application_id);
    CREATE INDEX outbox_listed ON outbox (state = 'accepted', created_at_ms, id, application_id);
    CREATE INDEX centre_statuses_wanting ON centre_statuses (application_id) WHERE status IN ('supplement-wanted', 'rejected');
    CREATE INDEX applications_searched ON applications (fold_key, personal_id, receipt_no, id);
  `,
};
