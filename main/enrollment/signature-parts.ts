import { retireCaptures, type StoredCapture } from '../../db/captures.ts';
import { recordEvent } from '../audit/events.ts';
import { StationError } from '../contract/errors.ts';
import type { Desk } from './desk.ts';
import type { EnrollmentState } from './state.ts';

/** Whether a stored capture goes with the application. Of signatures only what was captured of the one that holds. */
export function isSentSignature({ review }: EnrollmentState, { id, kind }: StoredCapture): boolean {
  return kind !== 'signature' || (review.signed?.captureIds.some((captureId) => captureId === id) ?? false);
}

/** What `application.json` says of the signature; its pictures are files of the packet. */
export function signatureContent({ review }: EnrollmentState): object | undefined {
  if (!review.signed) return undefined;
  const { captureIds: _captures, pictureId: _picture, ...content } = review.signed;
  return content;
}

/**
 * What is sealed must be what was signed: the very sheet, and all that was captured of the signature.
 *
 * @throws StationError `application/incomplete`
 */
export function requireSignedSheet({ review }: EnrollmentState, captures: readonly StoredCapture[]): void {
  const { signed } = review;
  const hasSheet = captures.some(
    ({ kind, sha256 }) => kind === 'printed-form' && sha256 === signed?.sheetSha256,
  );
  const hasCaptures = signed?.captureIds.every((captureId) => captures.some(({ id }) => id === captureId));
  if (!signed || signed.revision !== review.revision || !hasSheet || !hasCaptures)
    throw new StationError('application/incomplete', 'the stored sheet is not the one that was signed');
}

/**
 * A signature that holds no longer is written down, and what was captured of it counts no longer; it stays in the store. Runs in the
 * transaction that voids it, before anything new is captured.
 */
export function retireVoided(desk: Desk, before: EnrollmentState, after: EnrollmentState): void {
  if (before.review.revision !== after.review.revision)
    retireCaptures(desk.store, before.applicationId, 'signature');
  const { signed } = before.review;
  if (!signed || after.review.signed) return;
  recordEvent(desk.store, {
    atMs: desk.now(),
    actor: before.officerId,
    event: 'signature-voided',
    subject: before.applicationId,
    details: { revision: signed.revision, by: after.review.voided?.by ?? 'picture' },
  });
}
