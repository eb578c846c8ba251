import { foldVietnamese, personSortKey } from './fold.ts';
import type { Store } from './open.ts';

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
  /** JSON of the enrollment, opaque to the store. */
  readonly draft: string;
  /** JSON of the centre's verified receipt. */
  readonly centreReceipt: string | null;
}

export type NewApplication = Pick<
  ApplicationRecord,
  'id' | 'receiptNo' | 'type' | 'reason' | 'officerId' | 'receivedAtMs' | 'draft' | 'nextStep'
>;

/** What a saved draft changes. */
export type DraftChange = Pick<
  ApplicationRecord,
  'savedAtMs' | 'revision' | 'fullName' | 'personalId' | 'birthDate' | 'sex' | 'nextStep' | 'draft'
>;

/** A row of the list: everything but the draft itself. */
export type ApplicationListing = Omit<ApplicationRecord, 'draft'>;

const listed = `
  id, receipt_no AS receiptNo, type, reason, state, officer_id AS officerId, received_at_ms AS receivedAtMs,
  saved_at_ms AS savedAtMs, revision, full_name AS fullName, personal_id AS personalId, birth_date AS birthDate, sex,
  next_step AS nextStep, centre_receipt AS centreReceipt`;

/** Stores a new draft. */
export function insertApplication(store: Store, application: NewApplication): void {
  const { id, receiptNo, type, reason, officerId, receivedAtMs, draft, nextStep } = application;
  store
    .statement(
      `INSERT INTO applications (id, receipt_no, type, reason, state, officer_id, received_at_ms, saved_at_ms, revision,
         full_name, personal_id, birth_date, sex, fold_key, sort_key, next_step, draft)
       VALUES (?, ?, ?, ?, 'draft', ?, ?, ?, 1, '', '', '', '', '', '', ?, ?)`,
    )
    .run(id, receiptNo, type, reason, officerId, receivedAtMs, receivedAtMs, nextStep, draft);
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
         fold_key = ?, sort_key = ?, next_step = ?, draft = ? WHERE id = ? AND state = 'draft'`,
    )
    .run(
      ...[savedAtMs, revision, fullName, personalId, birthDate, sex],
      ...[foldVietnamese(fullName), personSortKey(fullName), nextStep, draft, id],
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
  return store.statement<ApplicationRecord>(`SELECT ${listed}, draft FROM applications WHERE id = ?`).get(id);
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
