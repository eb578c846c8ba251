import type { EnrollmentSnapshot } from '../../../main/contract/enrollment.ts';
import type {
  FingerException,
  FingerExceptionCode,
  FingerSnapshot,
  JudgedFinger,
} from '../../../main/contract/fingers.ts';
import type { VerdictReason } from '../../../main/contract/verdict.ts';

/** The fingers of a hand from the thumb, by position. */
export const hands = { right: [1, 2, 3, 4, 5], left: [6, 7, 8, 9, 10] } as const;

export type Hand = keyof typeof hands;

const slaps: Readonly<Record<number, readonly number[]>> = {
  13: [2, 3, 4, 5],
  14: [7, 8, 9, 10],
  15: [1, 6],
};

/** With these codes nothing of the finger is captured. */
const absent: ReadonlySet<FingerExceptionCode> = new Set(['amputated', 'bandaged']);

/** The fingers of a placement. */
export function fingersOf(position: number): readonly number[] {
  return slaps[position] ?? [position];
}

/** Which hand a placement is of; both thumbs are of both. */
export function handOf(position: number): Hand | 'both' {
  if (position === 15) return 'both';
  return position === 13 || position <= 5 ? 'right' : 'left';
}

/** The fingers of a placement that can lie on the glass. */
export function wantedIn(position: number, exceptions: readonly FingerException[]): number[] {
  return fingersOf(position).filter(
    (finger) => !exceptions.some((one) => one.position === finger && absent.has(one.code)),
  );
}

/** The exceptions among the fingers of a placement. */
export function exceptionsIn<E extends FingerException>(position: number, exceptions: readonly E[]): E[] {
  return exceptions.filter((one) => fingersOf(position).includes(one.position));
}

/** Nothing is left to do at a placement: good, kept with a reason, or nothing of it can be captured. */
export function isOpen({ gaps }: Pick<EnrollmentSnapshot, 'gaps'>, position: number): boolean {
  return gaps.some((gap) => gap.step === 'fingers' && gap.position === position);
}

/** The next placement with something left to do: after this one, then from the beginning. */
export function nextOpen(
  snapshot: Pick<EnrollmentSnapshot, 'gaps' | 'fingers'>,
  position: number,
): number | undefined {
  const at = snapshot.fingers.findIndex((finger) => finger.position === position);
  const inOrder = [...snapshot.fingers.slice(at + 1), ...snapshot.fingers.slice(0, at + 1)];
  return inOrder.find((finger) => isOpen(snapshot, finger.position))?.position;
}

/** How a placement stands. `weak` and `finding` are open, `kept` is not. */
export type StepState = 'todo' | 'capturing' | 'failed' | 'good' | 'weak' | 'kept' | 'finding' | 'skipped';

export function stepState(finger: FingerSnapshot): StepState {
  const { state, captureId, verdict, findings, kept } = finger;
  if (state === 'capturing' || state === 'skipped') return state;
  // What was taken before a failure still stands.
  if (captureId === undefined) return state === 'failed' ? 'failed' : 'todo';
  if (kept) return 'kept';
  if (findings.length > 0) return 'finding';
  return verdict?.kind === 'accept' ? 'good' : 'weak';
}

/** Told, and good all the same. */
const harmless: VerdictReason = 'off-centre';

/** Why a finger of a picture is to be taken again; nothing of a picture that is good, and of fingers that are not to blame. */
export function weaknessOf(
  { verdict }: Pick<FingerSnapshot, 'verdict'>,
  { hint, score }: JudgedFinger,
): VerdictReason | undefined {
  if (verdict?.kind !== 'retry' || verdict.reason === 'wrong-hand') return undefined;
  if (hint !== undefined && hint !== harmless) return hint;
  // A picture is as good as its weakest finger.
  return score <= verdict.score ? verdict.reason : undefined;
}
