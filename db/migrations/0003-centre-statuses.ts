import type { Migration } from '../migrate.ts';

/** What the centre says about applications after their receipt. Beside the state: that one is the station's own, and ends with the receipt. */
export const centreStatuses: Migration = {
  version: 3,
  name: 'centre-statuses',
  sql: `
    CREATE TABLE centre_statuses (
      application_id TEXT PRIMARY KEY REFERENCES applications (id),
      status TEXT NOT NULL CHECK (status IN ('accepted', 'supplement-wanted', 'rejected', 'in-production', 'at-office')),
      reason TEXT,
      at_ms INTEGER NOT NULL
    ) STRICT;
  `,
};
