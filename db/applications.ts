import { foldVietnamese, personSortKey } from './fold.ts';
import type { Store } from './open.ts';
import {
  decryptPayload,
  encryptPayload,
  insertPayloadKey,
  readPayloadKey,
  requirePayloadKey,
} from './payload.ts';

export type ApplicationRowState = 'draft' | 'sealed' | 'sending' | 'accepted' | 'rejected' | 'cancelled';

/** One application as stored. Times are UTC epoch milliseconds. */
export interface ApplicationRecord {
  readonly id: string;
  readonly receiptNo: string;
  readonly type: string;
  readonly reason: string;
  readonly state: ApplicationRowState;
  readonly officerId: string;
  readonly receivedAtMs: number;
  readonly savedAtMs: number;
  readonly revision: number;
  readonly fullName: string;
  readonly personalId: string;
  readonly birthDate: string;
  readonly sex: string;
  /** The first step that lacks something; null when none does. */
  readonly nextStep: string | null;
  /** JSON of the enrollment, opaque to the store; null once it is erased. */
  readonly draft: string | null;
  /** JSON of the centre's verified receipt. */
  readonly centreReceipt: string | null;
}

export type NewApplication = Pick<
  ApplicationRecord,
  'id' | 'receiptNo' | 'type' | 'reason' | 'officerId' | 'receivedAtMs' | 'nextStep'
> & { readonly draft: string };

/** What a saved draft changes. */
export type DraftChange = Pick<
  ApplicationRecord,
  'savedAtMs' | 'revision' | 'fullName' | 'personalId' | 'birthDate' | 'sex' | 'nextStep'
> & { readonly draft: string };

/** A row of the list: everything but the draft itself. */
export type ApplicationListing = Omit<ApplicationRecord, 'draft'>;

const listed = `
  id, receipt_no AS receiptNo, type, reason, state, officer_id AS officerId, received_at_ms AS receivedAtMs,
  saved_at_ms AS savedAtMs, revision, full_name AS fullName, personal_id AS personalId, birth_date AS birthDate, sex,
  next_step AS nextStep, centre_receipt AS centreReceipt`;

/** Stores a new draft, with the key that all of its payload is encrypted with. Runs in the caller's transaction. */
export function insertApplication(store: Store, application: NewApplication): void {
  const { id, receiptNo, type, reason, officerId, receivedAtMs, draft, nextStep } = application;
  store
    .statement(
      `INSERT INTO applications (id, receipt_no, type, reason, state, officer_id, received_at_ms, saved_at_ms, revision,
         full_name, personal_id, birth_date, sex, fold_key, sort_key, next_step)
       VALUES (?, ?, ?, ?, 'draft', ?, ?, ?, 1, '', '', '', '', '', '', ?)`,
    )
    .run(id, receiptNo, type, reason, officerId, receivedAtMs, receivedAtMs, nextStep);
  const payload = encryptDraft(insertPayloadKey(store, id), id, draft);
  store.statement('UPDATE applications SET payload = ? WHERE id = ?').run(payload, id);
}

/**
 * Stores a draft again. What is sealed cannot be changed.
 *
 * @throws Error when there is no such draft
 */
export function saveDraft(store: Store, id: string, change: DraftChange): void {
  const { savedAtMs, revision, fullName, personalId, birthDate, sex, nextStep, draft } = change;
  const { changes } = store
    .statement(
      `UPDATE applications SET saved_at_ms = ?, revision = ?, full_name = ?, personal_id = ?, birth_date = ?, sex = ?,
         fold_key = ?, sort_key = ?, next_step = ?, payload = ? WHERE id = ? AND state = 'draft'`,
    )
    .run(
      ...[savedAtMs, revision, fullName, personalId, birthDate, sex],
      ...[foldVietnamese(fullName), personSortKey(fullName), nextStep],
      ...[encryptDraft(requirePayloadKey(store, id), id, draft), id],
    );
  if (changes !== 1) throw new Error('only a draft can be saved');
}

/**
 * Moves an application on, with the centre's receipt when it has come. Nothing becomes a draft again.
 *
 * @throws Error when there is no such application
 */
export function changeState(
  store: Store,
  id: string,
  state: Exclude<ApplicationRowState, 'draft'>,
  { centreReceipt = null }: { readonly centreReceipt?: string | null } = {},
): void {
  const { changes } = store
    .statement('UPDATE applications SET state = ?, centre_receipt = coalesce(?, centre_receipt) WHERE id = ?')
    .run(state, centreReceipt, id);
  if (changes !== 1) throw new Error('no such application');
}

/** One application with its draft; undefined when this station has none of that id. */
export function readApplication(store: Store, id: string): ApplicationRecord | undefined {
  const row = store
    .statement<ApplicationListing & { readonly payload: Uint8Array | null }>(
      `SELECT ${listed}, payload FROM applications WHERE id = ?`,
    )
    .get(id);
  if (!row) return undefined;
  const { payload, ...listing } = row;
  const key = readPayloadKey(store, id);
  return { ...listing, draft: payload && key ? decryptDraft(key, id, payload) : null };
}

function encryptDraft(key: Uint8Array, id: string, draft: string): Uint8Array {
  return encryptPayload(key, `draft/${id}`, Buffer.from(draft));
}

function decryptDraft(key: Uint8Array, id: string, payload: Uint8Array): string {
  return Buffer.from(decryptPayload(key, `draft/${id}`, payload)).toString('utf8');
}

/** What to list: everything received since, and all unfinished drafts; or what a search finds. */
export type ApplicationFilter = { readonly sinceMs: number } | { readonly search: string };

/**
 * The day's list comes newest first. A search finds a part of the name in any accents, or of the personal or receipt number, and
 * comes in the order of names.
 */
export function listApplications(
  store: Store,
  filter: ApplicationFilter,
  limit: number,
): ApplicationListing[] {
  if ('sinceMs' in filter) {
    return store
      .statement<ApplicationListing>(
        `SELECT ${listed} FROM applications WHERE received_at_ms >= ? OR state = 'draft'
         ORDER BY received_at_ms DESC LIMIT ?`,
      )
      .all(filter.sinceMs, limit);
  }
  const folded = foldVietnamese(filter.search);
  return store
    .statement<ApplicationListing>(
      `SELECT ${listed} FROM applications
       WHERE instr(fold_key, ?) > 0 OR instr(personal_id, ?) > 0 OR instr(lower(receipt_no), ?) > 0
       ORDER BY sort_key, received_at_ms DESC LIMIT ?`,
    )
    .all(folded, folded.replaceAll(' ', ''), folded, limit);
}

/** How many were received since, how many of them are drafts, and how many are sealed or further. */
export function countSince(store: Store, sinceMs: number): { all: number; drafts: number; sealed: number } {
  return (
    store
      .statement<{ all: number; drafts: number; sealed: number }>(
        `SELECT count(*) AS "all", count(*) FILTER (WHERE state = 'draft') AS drafts,
           count(*) FILTER (WHERE state IN ('sealed', 'sending', 'accepted', 'rejected')) AS sealed
         FROM applications WHERE received_at_ms >= ?`,
      )
      .get(sinceMs) ?? { all: 0, drafts: 0, sealed: 0 }
  );
}
