import type { Store } from './open.ts';
import { decryptPayload, encryptPayload, requirePayloadKey } from './payload.ts';

/** What the centre holds against an application, and what was decided about it. */
export interface ConflictRecord {
  /** As the centre signed it. It names the citizen's data: it is kept under the application's payload key, and goes with it. */
  readonly statement: string;
  readonly receivedAtMs: number;
  /** Null until somebody has decided. */
  readonly choice: 'keep-ours' | 'supplement-theirs' | 'withdraw' | null;
  /** The choice as the station signed it, with the officer's reason; kept as the statement is. */
  readonly decision: string | null;
}

/**
 * Keeps what the centre stated last. A decision about something else it stated before falls.
 *
 * @throws Error when the application is unknown or erased
 */
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
    .run(applicationId, encryptText(store, applicationId, 'statement', statement), receivedAtMs);
}

/** Keeps what was decided about the conflict that is kept. */
export function keepDecision(
  store: Store,
  applicationId: string,
  { choice, decision }: { readonly choice: ConflictRecord['choice']; readonly decision: string },
): void {
  store
    .statement('UPDATE conflicts SET choice = ?, decision = ? WHERE application_id = ?')
    .run(choice, encryptText(store, applicationId, 'decision', decision), applicationId);
}

/** Forgets it: the packet it was with is exchanged, and what was signed names the one before. */
export function dropConflict(store: Store, applicationId: string): void {
  store.statement('DELETE FROM conflicts WHERE application_id = ?').run(applicationId);
}

export function readConflictRecord(store: Store, applicationId: string): ConflictRecord | undefined {
  const row = store
    .statement<
      Pick<ConflictRecord, 'receivedAtMs' | 'choice'> & { statement: Uint8Array; decision: Uint8Array | null }
    >(
      `SELECT statement, received_at_ms AS receivedAtMs, choice, decision FROM conflicts WHERE application_id = ?`,
    )
    .get(applicationId);
  if (!row) return undefined;
  const { statement, decision } = row;
  return {
    ...row,
    statement: decryptText(store, applicationId, 'statement', statement),
    decision: decision && decryptText(store, applicationId, 'decision', decision),
  };
}

type Text = 'statement' | 'decision';

function encryptText(store: Store, applicationId: string, text: Text, value: string): Uint8Array {
  const key = requirePayloadKey(store, applicationId);
  return encryptPayload(key, placeOf(applicationId, text), Buffer.from(value));
}

function decryptText(store: Store, applicationId: string, text: Text, bytes: Uint8Array): string {
  const key = requirePayloadKey(store, applicationId);
  return new TextDecoder().decode(decryptPayload(key, placeOf(applicationId, text), bytes));
}

function placeOf(applicationId: string, text: Text): string {
  return `conflict/${applicationId}/${text}`;
}
