import type { FieldName } from '../contract/form.ts';
import type { CaptureId } from '../contract/ids.ts';
import type { PageProblem, Signature } from '../contract/signature.ts';
import { contentChange } from './sheet-content.ts';
import type { EnrollmentState } from './state.ts';

/** What voided a signature: a field, or a picture taken again. */
export type SignatureVoidedBy = FieldName | 'picture';

/** The sheet of one revision, as it was made once. Every copy of it is of the same bytes. */
export interface Sheet {
  readonly sha256: string;
  /** The day it shows. */
  readonly madeAtMs: number;
}

export interface ReviewState {
  /** The revision a sheet printed now would carry. It grows with the first change after a sheet was made. */
  readonly revision: number;
  /** The last revision of which there is a sheet, printed or shown. */
  readonly printedRevision?: number;
  /** Of the current revision. */
  readonly sheet?: Sheet & { readonly copies: number };
  /** A photographed page of the current revision that does not speak for itself. */
  readonly page?: { readonly captureId: CaptureId; readonly problem: PageProblem };
  readonly signed?: Signature;
  readonly voided?: { readonly revision: number; readonly by: SignatureVoidedBy };
}

export type SignatureEvent =
  | {
      /** There is a sheet: printed, or shown to the citizen on the screen. */
      readonly kind: 'printed';
      readonly revision: number;
      readonly sheet: Sheet;
      readonly medium: 'paper' | 'screen';
    }
  | {
      readonly kind: 'page-photographed';
      readonly revision: number;
      readonly captureId: CaptureId;
      readonly problem: PageProblem;
    }
  | { readonly kind: 'signed'; readonly signature: Signature };

/** Whatever changes the sheet voids what was signed under it: no event can forget to. */
export function voidIfChanged(before: EnrollmentState, after: EnrollmentState): EnrollmentState {
  const by = contentChange(before, after);
  return by ? touch(after, by) : after;
}

/** A signed or printed value has changed: the sheet gets a new revision and the signature no longer holds (V-SIGN). */
export function touch(state: EnrollmentState, by: SignatureVoidedBy): EnrollmentState {
  const { revision, printedRevision, signed } = state.review;
  if (printedRevision !== revision) return state;
  return {
    ...state,
    review: {
      revision: revision + 1,
      printedRevision,
      ...(signed
        ? { voided: { revision: signed.revision, by } }
        : state.review.voided
          ? { voided: state.review.voided }
          : {}),
    },
  };
}

/** What becomes of sheet and signature. What is said of another revision than the current one changes nothing. */
export function advanceSignature(state: EnrollmentState, event: SignatureEvent): EnrollmentState {
  const { review } = state;
  switch (event.kind) {
    case 'printed':
      return event.revision === review.revision ? { ...state, review: withSheet(review, event) } : state;
    case 'page-photographed': {
      const { revision, captureId, problem } = event;
      if (revision !== review.revision || !review.sheet) return state;
      const { signed: _outdated, ...rest } = review;
      return { ...state, review: { ...rest, page: { captureId, problem } } };
    }
    case 'signed':
      return mayStandUnder(event.signature, review) ? withSignature(state, event.signature) : state;
  }
}

function withSheet(
  review: ReviewState,
  { revision, sheet, medium }: Extract<SignatureEvent, { kind: 'printed' }>,
): ReviewState {
  const isKnown = review.sheet?.sha256 === sheet.sha256;
  // A signature is under the sheet that there was.
  if (review.sheet && !isKnown && review.signed) return review;
  const copies = (isKnown ? (review.sheet?.copies ?? 0) : 0) + (medium === 'paper' ? 1 : 0);
  return { ...review, printedRevision: revision, sheet: { ...sheet, copies } };
}

/** Under this sheet and no other; and a paper can only be signed when there is one. */
function mayStandUnder(signature: Signature, { revision, sheet }: ReviewState): boolean {
  if (signature.revision !== revision || signature.sheetSha256 !== sheet?.sha256) return false;
  return signature.method === 'pad' || sheet.copies > 0;
}

function withSignature(state: EnrollmentState, signature: Signature): EnrollmentState {
  const { revision, sheet } = state.review;
  return {
    ...state,
    review: { revision, printedRevision: revision, ...(sheet ? { sheet } : {}), signed: signature },
  };
}
