import { ageOn } from '../applications/age.ts';
import { receptionDay } from '../applications/reception-day.ts';
import { rulesOn, type SignatureRules } from '../applications/rules.ts';
import { type ReviewSnapshot, type Signer, signers } from '../contract/signature.ts';
import type { EnrollmentState } from './state.ts';

/** What counts as a signature: the rules of the day the application was received. */
export function signatureRulesOf({ receivedAtMs }: EnrollmentState): SignatureRules {
  return rulesOn(receptionDay(receivedAtMs)).signatures;
}

/** Who may sign: for the young, others do. */
export function signersOf(state: EnrollmentState): Signer[] {
  const { receivedAtMs, fields } = state;
  const age = ageOn(fields.birthDate?.value ?? '', receptionDay(receivedAtMs));
  const isTooYoung = age !== undefined && age < signatureRulesOf(state).ownFromAge;
  return signers.filter((signer) => signer !== 'citizen' || !isTooYoung);
}

/** What the page shows of sheet and signature. */
export function reviewSnapshotOf(state: EnrollmentState): ReviewSnapshot {
  const { sheet, ...review } = state.review;
  return {
    ...review,
    copies: sheet?.copies ?? 0,
    signers: signersOf(state),
    mayVouchForPaper: signatureRulesOf(state).vouchForPaper,
  };
}
