import { createHmac, randomBytes } from 'node:crypto';
import type { Store } from './open.ts';
import { readSetting, writeSetting } from './settings.ts';

/** What stays of an erased application, for handing over the card. Times are UTC epoch milliseconds. */
export interface ErasedApplication {
  readonly applicationId: string;
  readonly receiptNo: string;
  readonly receivedAtMs: number;
  readonly erasedAtMs: number;
  /** JSON of the centre's verified receipt. */
  readonly centreReceipt: string | null;
}

/**
 * Erases an application's payload: its key, and with it draft, captures, packet and conflict; the person's name and number beside them; and
 * what the centre and officers gave as reasons, in words that may be about him. The stub stays. Runs in the caller's transaction; `forgetErased` afterwards takes what was erased out of the write-ahead log.
 *
 * @returns how many captures are gone; undefined when it was erased before
 */
export function erasePayload(store: Store, applicationId: string, nowMs: number): number | undefined {
  if (!store.isInTransaction()) throw new Error('a payload is erased whole: in a transaction');
  const person = store
    .statement<{ personalId: string }>(
      `SELECT personal_id AS personalId FROM applications
       WHERE id = ? AND id IN (SELECT application_id FROM payload_keys)`,
    )
    .get(applicationId);
  if (!person) return undefined;
  store
    .statement(
      'INSERT INTO erased_applications (application_id, erased_at_ms, personal_id_hash) VALUES (?, ?, ?)',
    )
    .run(applicationId, nowMs, personalIdHash(store, person.personalId));
  store.statement('DELETE FROM payload_keys WHERE application_id = ?').run(applicationId);
  store.statement('DELETE FROM content_keys WHERE application_id = ?').run(applicationId);
  store.statement('DELETE FROM conflicts WHERE application_id = ?').run(applicationId);
  store.statement('UPDATE delivery_events SET detail = NULL WHERE application_id = ?').run(applicationId);
  store.statement('UPDATE centre_statuses SET reason = NULL WHERE application_id = ?').run(applicationId);
  store.statement("UPDATE outbox SET packet = x'' WHERE application_id = ?").run(applicationId);
  store
    .statement(
      `UPDATE applications SET payload = NULL, full_name = '', personal_id = '', birth_date = '', sex = '', fold_key = '',
         sort_key = '' WHERE id = ?`,
    )
    .run(applicationId);
  return store.statement('DELETE FROM captures WHERE application_id = ?').run(applicationId).changes;
}

/** Folds the write-ahead log into the file and empties it: it still holds the pages as they were before. */
export function forgetErased(store: Store): void {
  store.statement('PRAGMA wal_checkpoint(TRUNCATE)').get();
}

/** What nobody needs any more: accepted by the centre, or cancelled here, before this time. The oldest first. */
export function listErasable(store: Store, beforeMs: number, limit: number): string[] {
  return store
    .statement<{ id: string }>(
      `SELECT a.id FROM applications a JOIN payload_keys k ON k.application_id = a.id
       WHERE (a.state = 'accepted' AND json_extract(a.centre_receipt, '$.acceptedAtMs') < ?)
         OR (a.state = 'cancelled' AND a.saved_at_ms < ?)
       ORDER BY a.received_at_ms LIMIT ?`,
    )
    .all(beforeMs, beforeMs, limit)
    .map(({ id }) => id);
}

/** A draft that nobody has touched for long. */
export interface IdleDraft {
  readonly applicationId: string;
  readonly receiptNo: string;
  readonly officerId: string;
  readonly receivedAtMs: number;
  readonly savedAtMs: number;
  readonly nextStep: string | null;
}

/** Drafts last saved before this time, the oldest first: a supervisor decides what becomes of them. */
export function listIdleDrafts(store: Store, savedBeforeMs: number): IdleDraft[] {
  return store
    .statement<IdleDraft>(
      `SELECT id AS applicationId, receipt_no AS receiptNo, officer_id AS officerId, received_at_ms AS receivedAtMs,
         saved_at_ms AS savedAtMs, next_step AS nextStep
       FROM applications WHERE state = 'draft' AND saved_at_ms < ? ORDER BY saved_at_ms`,
    )
    .all(savedBeforeMs);
}

/** The erased applications of the person with this number. */
export function findErased(store: Store, personalId: string): ErasedApplication[] {
  return store
    .statement<ErasedApplication>(
      `SELECT a.id AS applicationId, a.receipt_no AS receiptNo, a.received_at_ms AS receivedAtMs,
         e.erased_at_ms AS erasedAtMs, a.centre_receipt AS centreReceipt
       FROM erased_applications e JOIN applications a ON a.id = e.application_id
       WHERE e.personal_id_hash = ? ORDER BY a.received_at_ms`,
    )
    .all(personalIdHash(store, personalId));
}

/**
 * Removes stubs that were erased before this time from the index of persons: nobody asks for a card that long.
 *
 * @returns how many
 */
export function dropStubs(store: Store, erasedBeforeMs: number): number {
  return store
    .statement(
      "UPDATE erased_applications SET personal_id_hash = '' WHERE erased_at_ms < ? AND personal_id_hash <> ''",
    )
    .run(erasedBeforeMs).changes;
}

const hashKey = 'stub-hash-key';

/** HMAC-SHA256 under a key of this station: twelve digits alone are soon guessed from a bare hash. */
function personalIdHash(store: Store, personalId: string): string {
  let key = readSetting(store, hashKey);
  if (key === undefined) {
    key = randomBytes(32).toString('base64');
    writeSetting(store, hashKey, key);
  }
  return createHmac('sha256', Buffer.from(key, 'base64')).update(personalId).digest('hex');
}
