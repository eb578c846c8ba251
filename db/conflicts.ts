import type { Store } from './open.ts';

/** What the centre holds against an application, and what was decided about it. */
export interface ConflictRecord {
  /** As the centre signed it. */
  readonly statement: string;
  readonly receivedAtMs: number;
  /** Null until somebody has decided. */
  readonly choice: 'keep-ours' | 'supplement-theirs' | 'withdraw' | null;
  /** The choice as the station signed it. */
  readonly decision: string | null;
}

/** Keeps what the centre stated last. A decision about something else it stated before falls. */
export function keepConflict(
  store: Store,
  applicationId: string,
  { statement, receivedAtMs }: Pick<ConflictRecord, 'statement' | 'receivedAtMs'>,
): void {
  store
    .statement(
      `INSERT INTO conflicts (application_id, statement, received_at_ms) VALUES (?, ?, ?)
       ON CONFLICT (application_id) DO UPDATE
       SET statement = excluded.statement, received_at_ms = excluded.received_at_ms, choice = NULL, decision = NULL`,
    )
    .run(applicationId, statement, receivedAtMs);
}

/** Keeps what was decided about the conflict that is kept. */
export function keepDecision(
  store: Store,
  applicationId: string,
  { choice, decision }: { readonly choice: ConflictRecord['choice']; readonly decision: string },
): void {
  store
    .statement('UPDATE conflicts SET choice = ?, decision = ? WHERE application_id = ?')
    .run(choice, decision, applicationId);
}

export function readConflictRecord(store: Store, applicationId: string): ConflictRecord | undefined {
  return store
    .statement<ConflictRecord>(
      `SELECT statement, received_at_ms AS receivedAtMs, choice, decision FROM conflicts WHERE application_id = ?`,
    )
    .get(applicationId);
}
