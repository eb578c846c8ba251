import type { EnrollmentState, SignatureVoidedBy } from './state.ts';

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

/** The citizen has signed the sheet of this revision; a signature under any other does not count. */
export function sign(state: EnrollmentState, revision: number, atMs: number): EnrollmentState {
  const { review } = state;
  if (revision !== review.revision || review.printedRevision !== revision) return state;
  return { ...state, review: { revision, printedRevision: revision, signed: { revision, atMs } } };
}
