import { recordEvent } from '../audit/events.ts';
import type { Intention } from '../contract/enrollment.ts';
import { StationError } from '../contract/errors.ts';
import type { Signature, Signer } from '../contract/signature.ts';
import { parseSheetMark } from '../forms/sheet-mark.ts';
import { signatureField, signaturePlaces } from '../forms/signature-places.ts';
import { newCaptureId, storeCapture } from './desk.ts';
import { renderSignedSheet, showSheet } from './printing.ts';
import type { Work } from './session.ts';
import type { Sheet } from './signature.ts';
import { signatureRulesOf, signersOf } from './signature-rules.ts';
import type { EnrollmentState } from './state.ts';

type Wanted<Kind extends Intention['kind']> = Extract<Intention, { kind: Kind }>;
type Signing = Wanted<'sign-on-pad' | 'photograph-signed-page' | 'keep-signed-page' | 'vouch-for-paper'>;

/**
 * Does it, and resolves when it is stored.
 *
 * @throws StationError `signature/…`; `portrait/unreadable` when a photograph is no picture
 */
export function performSigning(work: Work, intention: Signing | Wanted<'show-sheet'>): Promise<void> | void {
  switch (intention.kind) {
    case 'show-sheet':
      return showSheet(work, intention.revision);
    case 'sign-on-pad':
      return signOnPad(work, intention);
    case 'photograph-signed-page':
      return photographPage(work, intention);
    case 'keep-signed-page':
      return keepPage(work, intention);
    case 'vouch-for-paper':
      return vouchForPaper(work, intention);
  }
}

/** Keeps how the pen moved, the picture that main makes of it, and the sheet with that picture in its place. */
async function signOnPad(work: Work, wanted: Wanted<'sign-on-pad'>): Promise<void> {
  const { desk, signal } = work;
  const { sheet, revision } = requireSheet(work.state(), wanted);
  if (wanted.signer.by === 'fingerprint')
    throw new StationError('signature/signer-unclear', 'a fingerprint is set on paper');
  const { pad } = wanted;
  const { lengthMm, extentMm, png } = await desk.biometrics.run(
    'pad-signature',
    { ...pad, aspect: signatureField.width / signatureField.height },
    signal,
  );
  const { minLengthMm, minExtentMm } = signatureRulesOf(work.state()).pad;
  if (lengthMm < minLengthMm || extentMm < minExtentMm)
    throw new StationError('signature/too-short', 'a dot, or a slip of the pen');
  const pdf = await renderSignedSheet(work, sheet, png);
  // Somebody may have typed meanwhile.
  const state = requireSheet(work.state(), wanted).state;
  const strokes = new TextEncoder().encode(
    JSON.stringify({ schema: 1, ...pad, sheet: { revision, sha256: sheet.sha256 } }),
  );
  const strokesId = newCaptureId();
  const pictureId = newCaptureId();
  const captures = [
    { id: strokesId, label: 'strokes', mime: 'application/json', bytes: strokes },
    { id: pictureId, label: 'pad', mime: 'image/png', bytes: png },
    { id: newCaptureId(), label: 'sheet', mime: 'application/pdf', bytes: pdf },
  ];
  const signature: Signature = {
    ...signatureOf(work, wanted, sheet),
    method: 'pad',
    captureIds: captures.map(({ id }) => id),
    pictureId,
  };
  commitSignature(work, signature, () => {
    for (const capture of captures) storeCapture(desk, state, { ...capture, kind: 'signature' });
  });
}

/**
 * Reads the code of the photographed page and looks for ink. A page of something else is refused and not kept, since it may be another
 * citizen's; one that does not speak for itself is kept, and the officer photographs it again or vouches for it.
 */
async function photographPage(work: Work, wanted: Wanted<'photograph-signed-page'>): Promise<void> {
  const { desk, signal } = work;
  requireSheet(work.state(), wanted);
  const { image, mime, camera } = wanted;
  const seen = await desk.biometrics
    .run('signed-page', { bytes: image, places: signaturePlaces }, signal)
    .catch((cause: unknown) => {
      throw new StationError('portrait/unreadable', 'the photograph cannot be decoded', { cause });
    });
  const { state, sheet, revision } = requireSheet(work.state(), wanted);
  if (seen.code !== undefined) requireSignaturePage(state, seen.code);
  const captureId = newCaptureId();
  const keep = (): void =>
    storeCapture(desk, state, {
      id: captureId,
      kind: 'signature',
      label: 'page',
      mime,
      bytes: image,
      width: seen.width,
      height: seen.height,
      device: JSON.stringify({ model: camera }),
      verdict: JSON.stringify({ ink: seen.ink, code: seen.code !== undefined }),
    });
  const { minShare, minExtentMm } = signatureRulesOf(state).ink;
  const hasInk = seen.ink && seen.ink.share >= minShare && seen.ink.extentMm >= minExtentMm;
  if (hasInk) {
    return commitSignature(
      work,
      { ...signatureOf(work, wanted, sheet), method: 'paper', captureIds: [captureId], pictureId: captureId },
      keep,
    );
  }
  const problem = seen.code === undefined ? 'no-code' : seen.ink ? 'no-ink' : 'no-field';
  work.commit({ kind: 'page-photographed', revision, captureId, problem }, keep);
}

/** The page of this application, of this revision, and the one with the signature: the last. */
function requireSignaturePage({ receiptNo, review }: EnrollmentState, code: string): void {
  const mark = parseSheetMark(code);
  if (!mark || mark.receiptNo !== receiptNo)
    throw new StationError('signature/other-application', 'the page carries another mark');
  if (mark.revision !== review.revision)
    throw new StationError('signature/older-revision', `the page is of revision ${mark.revision}`);
  if (mark.page !== mark.pageCount)
    throw new StationError('signature/other-page', `page ${mark.page} of ${mark.pageCount}`);
}

/** The officer vouches for a page that does not speak for itself, and says why. */
function keepPage(work: Work, wanted: Wanted<'keep-signed-page'>): void {
  const { sheet, state } = requireSheet(work.state(), wanted);
  const { page } = state.review;
  if (!page) throw new StationError('signature/nothing-to-keep', 'no page was photographed');
  const signature: Signature = {
    ...signatureOf(work, wanted, sheet),
    method: 'paper',
    captureIds: [page.captureId],
    pictureId: page.captureId,
    kept: { problem: page.problem, reason: wanted.reason },
  };
  commitSignature(work, signature, () =>
    recordEvent(work.desk.store, {
      atMs: work.desk.now(),
      actor: state.officerId,
      event: 'override',
      subject: state.applicationId,
      details: { rule: page.problem, reason: wanted.reason },
    }),
  );
}

/** Only the paper is signed: where the rules take the officer's word. */
function vouchForPaper(work: Work, wanted: Wanted<'vouch-for-paper'>): void {
  const { sheet, state } = requireSheet(work.state(), wanted);
  if (!signatureRulesOf(state).vouchForPaper)
    throw new StationError('signature/page-needed', 'the rules ask for the signed page');
  commitSignature(
    work,
    { ...signatureOf(work, wanted, sheet), method: 'paper', captureIds: [] },
    () => undefined,
  );
}

/** The sheet that the page showed when it was signed: no other may be. */
function requireSheet(state: EnrollmentState, { kind, revision, signer }: Signing) {
  const { sheet } = state.review;
  const hasIt = sheet && (kind === 'sign-on-pad' || sheet.copies > 0);
  if (!hasIt || state.review.revision !== revision)
    throw new StationError('signature/no-sheet', 'there is no sheet of this revision to sign');
  requireSigner(state, signer);
  return { sheet, revision, state };
}

function requireSigner(state: EnrollmentState, { by, note }: { by: Signer; note: string }): void {
  if (!signersOf(state).includes(by))
    throw new StationError('signature/signer-unclear', `${by} may not sign`);
  if (by !== 'citizen' && note.trim() === '')
    throw new StationError(
      'signature/signer-unclear',
      'who signs for the citizen, or why there is a fingerprint',
    );
}

function signatureOf(
  { desk }: Work,
  { revision, signer }: Pick<Signing, 'revision' | 'signer'>,
  sheet: Sheet,
) {
  const { by, note } = signer;
  return {
    revision,
    atMs: desk.now(),
    signedBy: by,
    note: by === 'citizen' ? '' : note.normalize('NFC').trim(),
    sheetSha256: sheet.sha256,
  };
}

function commitSignature(work: Work, signature: Signature, store: () => void): void {
  const { desk } = work;
  const { officerId, applicationId } = work.state();
  work.commit({ kind: 'signed', signature }, () => {
    store();
    recordEvent(desk.store, {
      atMs: signature.atMs,
      actor: officerId,
      event: 'sign',
      subject: applicationId,
      details: {
        method: signature.method,
        signedBy: signature.signedBy,
        revision: signature.revision,
        sheetSha256: signature.sheetSha256,
      },
    });
  });
}
