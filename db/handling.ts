import type { Store } from './open.ts';

/** Why an entry of the outbox that waits is not tried: somebody wished so, it holds up others, or the centre's data contradict it. */
export type Hold = 'paused' | 'isolated' | 'conflict';

/** Holds an entry, or lets it go. Until it is let go it is not tried, and holds nobody up. */
export function setHold(store: Store, applicationId: string, hold: Hold | null): void {
  store
    .statement(
      `INSERT INTO handling (application_id, hold) VALUES (?, ?)
       ON CONFLICT (application_id) DO UPDATE SET hold = excluded.hold`,
    )
    .run(applicationId, hold);
}

/** Null when the entry is not held. */
export function readHold(store: Store, applicationId: string): Hold | null {
  return (
    store
      .statement<{ hold: Hold | null }>('SELECT hold FROM handling WHERE application_id = ?')
      .get(applicationId)?.hold ?? null
  );
}

/** An urgent entry is tried before all others. */
export function setUrgent(store: Store, applicationId: string, isUrgent: boolean): void {
  store
    .statement(
      `INSERT INTO handling (application_id, is_urgent) VALUES (?, ?)
       ON CONFLICT (application_id) DO UPDATE SET is_urgent = excluded.is_urgent`,
    )
    .run(applicationId, Number(isUrgent));
}

/** A person has seen to what the centre has said until now: it asks for nobody until the centre says more. */
export function setHandled(store: Store, applicationId: string, atMs: number): void {
  store
    .statement(
      `INSERT INTO handling (application_id, handled_at_ms)
       VALUES (?, max(?, coalesce((SELECT at_ms FROM centre_statuses WHERE application_id = ?), 0)))
       ON CONFLICT (application_id) DO UPDATE SET handled_at_ms = excluded.handled_at_ms`,
    )
    .run(applicationId, atMs, applicationId);
}
