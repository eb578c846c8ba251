import { addDeliveryEvent } from './delivery-events.ts';
import type { Store } from './open.ts';
import { readSetting, writeSetting } from './settings.ts';

/** What the centre last said about an application it has taken. Times are UTC epoch milliseconds. */
export interface CentreStatusRecord {
  readonly applicationId: string;
  readonly status: 'accepted' | 'supplement-wanted' | 'rejected' | 'in-production' | 'at-office';
  readonly reason: string | null;
  readonly atMs: number;
}

const cursorName = 'centre-statuses.cursor';

/** What to ask the centre with next; empty at first. */
export function readStatusCursor(store: Store): string {
  return readSetting(store, cursorName) ?? '';
}

/**
 * Keeps one page and its cursor, in one transaction. The last status of an application replaces those before; what is said
 * about applications of no station here is passed over.
 *
 * @returns the applications whose status is another now
 */
export function keepStatuses(
  store: Store,
  statuses: readonly CentreStatusRecord[],
  cursor: string,
): string[] {
  return store.transaction(() => {
    const changed = statuses
      .filter((status) => keep(store, status))
      .map(({ applicationId }) => applicationId);
    writeSetting(store, cursorName, cursor);
    return [...new Set(changed)];
  });
}

function keep(store: Store, { applicationId, status, reason, atMs }: CentreStatusRecord): boolean {
  const isNews =
    store
      .statement(
        `INSERT INTO centre_statuses (application_id, status, reason, at_ms)
         SELECT id, ?, ?, ? FROM applications WHERE id = ?
         ON CONFLICT (application_id) DO UPDATE SET status = excluded.status, reason = excluded.reason, at_ms = excluded.at_ms
         WHERE (status, reason, at_ms) IS NOT (excluded.status, excluded.reason, excluded.at_ms)`,
      )
      .run(status, reason, atMs, applicationId).changes > 0;
  if (isNews)
    addDeliveryEvent(store, {
      applicationId,
      kind: 'told',
      code: status,
      detail: reason,
      actor: 'centre',
      atMs,
    });
  return isNews;
}

/** Undefined until the centre has said anything. */
export function readCentreStatus(store: Store, applicationId: string): CentreStatusRecord | undefined {
  return store
    .statement<CentreStatusRecord>(
      `SELECT application_id AS applicationId, status, reason, at_ms AS atMs FROM centre_statuses WHERE application_id = ?`,
    )
    .get(applicationId);
}
