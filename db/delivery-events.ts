import type { Store } from './open.ts';

/** What can happen to an entry of the outbox. */
export type DeliveryEventKind =
  | 'failed'
  | 'accepted'
  | 'refused'
  | 'isolated'
  | 'conflict'
  | 'decided'
  | 'paused'
  | 'resumed'
  | 'hurried'
  | 'made-urgent'
  | 'made-ordinary'
  | 'handled'
  | 'told';

/** One line of an entry's history. Times are UTC epoch milliseconds. */
export interface DeliveryEvent {
  readonly kind: DeliveryEventKind;
  /** An error code, a centre's status or a decision. */
  readonly code: string | null;
  /** What the centre or a person gave as reason. */
  readonly detail: string | null;
  /** An officer id, `station` or `centre`. */
  readonly actor: string;
  /** How often the same failure came, one after the other; 1 for everything else. */
  readonly times: number;
  readonly firstAtMs: number;
  readonly lastAtMs: number;
}

type NewDeliveryEvent = Pick<DeliveryEvent, 'kind' | 'actor'> & {
  readonly applicationId: string;
  readonly atMs: number;
  readonly code?: string | null;
  readonly detail?: string | null;
};

const columns = 'kind, code, detail, actor, times, first_at_ms AS firstAtMs, last_at_ms AS lastAtMs';

/**
 * Adds a line to an entry's history. The failure that was the last line already is counted there: a month without a line is one
 * line, not forty thousand.
 *
 * @returns the line as it stands now
 */
export function addDeliveryEvent(store: Store, event: NewDeliveryEvent): DeliveryEvent {
  const { applicationId, kind, code = null, detail = null, actor, atMs } = event;
  const last = store
    .statement<DeliveryEvent & { seq: number }>(
      `SELECT seq, ${columns} FROM delivery_events WHERE application_id = ? ORDER BY seq DESC LIMIT 1`,
    )
    .get(applicationId);
  if (last && kind === 'failed' && last.kind === kind && last.code === code) {
    const { seq, ...line } = last;
    store
      .statement('UPDATE delivery_events SET times = times + 1, last_at_ms = ? WHERE seq = ?')
      .run(atMs, seq);
    return { ...line, times: last.times + 1, lastAtMs: atMs };
  }
  store
    .statement(
      `INSERT INTO delivery_events (application_id, kind, code, detail, actor, times, first_at_ms, last_at_ms)
       VALUES (?, ?, ?, ?, ?, 1, ?, ?)`,
    )
    .run(applicationId, kind, code, detail, actor, atMs, atMs);
  return { kind, code, detail, actor, times: 1, firstAtMs: atMs, lastAtMs: atMs };
}

/** An entry's history, the newest first. */
export function readDeliveryEvents(store: Store, applicationId: string, limit: number): DeliveryEvent[] {
  return store
    .statement<DeliveryEvent>(
      `SELECT ${columns} FROM delivery_events WHERE application_id = ? ORDER BY seq DESC LIMIT ?`,
    )
    .all(applicationId, limit);
}
