import type { PictureVerdict, RetryReason } from '../verdict.ts';
import { hintReasons } from './hint-reasons.ts';
import { type PlacedFinger, type Placement, placedFingers } from './placement.ts';
import { judgeFinger } from './quality/judge.ts';
import type { LeaningBox } from './segment/finger-box.ts';

/** What is asked of a placement. */
export interface PlacementDemands {
  /** 0–100, of the NFIQ2-like estimate. */
  readonly minScore: { readonly thumbIndexMiddle: number; readonly ringLittle: number };
  /** Fingers that need not be good, because the officer has said what is wrong with them. */
  readonly excused: readonly number[];
}

/** One finger as the placement shows it. */
export interface FingerOfPlacement {
  readonly position: number;
  /** 0–100, a whole number. */
  readonly score: number;
  readonly hint?: RetryReason;
  readonly box: LeaningBox;
}

/** What is wrong with a placement as such. */
export type PlacementFinding =
  | { readonly kind: 'wrong-hand' }
  | { readonly kind: 'wrong-count'; readonly seen: number; readonly expected: number };

export interface JudgedPlacement {
  /** As good as its weakest finger. */
  readonly verdict: PictureVerdict;
  readonly fingers: readonly FingerOfPlacement[];
  readonly findings: readonly PlacementFinding[];
}

/** A finger off the middle is told, and is good all the same. */
const harmless: ReadonlySet<RetryReason> = new Set(['off-centre']);

const ringsAndLittles: readonly number[] = [4, 5, 9, 10];

interface Judged extends FingerOfPlacement {
  /** Why it should be taken again. */
  readonly reason?: RetryReason;
}

/** Judges a placement: the number of fingers, the hand, and each finger by its ridges. */
export async function judgePlacement(
  placement: Placement,
  demands: PlacementDemands,
): Promise<JudgedPlacement> {
  const { fingers, seen, expected, isOtherHand } = await placedFingers(placement);
  if (seen !== expected) return miscounted(seen, expected);
  const judged = fingers.map((finger) => judge(finger, demands));
  return {
    verdict: verdictOf(judged, isOtherHand),
    fingers: judged.map(({ reason: _reason, ...finger }) => finger),
    findings: isOtherHand ? [{ kind: 'wrong-hand' }] : [],
  };
}

function miscounted(seen: number, expected: number): JudgedPlacement {
  const reason = seen === 0 ? 'no-finger' : 'wrong-count';
  return {
    verdict: { kind: 'retry', score: 0, reason },
    fingers: [],
    findings: seen === 0 ? [] : [{ kind: 'wrong-count', seen, expected }],
  };
}

function judge({ position, box, picture, isCutOff }: PlacedFinger, demands: PlacementDemands): Judged {
  const { estimate, hints } = judgeFinger(picture);
  const score = Math.round(estimate.score);
  const told = hints.map((hint) => hintReasons[hint]);
  const hint = isCutOff ? 'off-centre' : told[0];
  const { thumbIndexMiddle, ringLittle } = demands.minScore;
  const least = ringsAndLittles.includes(position) ? ringLittle : thumbIndexMiddle;
  const isExcused = demands.excused.includes(position) && hint !== 'no-finger';
  const bad = isCutOff ? 'off-centre' : told.find((reason) => !harmless.has(reason));
  const reason = isExcused ? undefined : (bad ?? (score < least ? 'low-quality' : undefined));
  // A finger that fails for its quality alone says so, too.
  const shown = hint ?? reason;
  return {
    position,
    score: hint === 'no-finger' ? 0 : score,
    box,
    ...(shown ? { hint: shown } : {}),
    ...(reason ? { reason } : {}),
  };
}

function verdictOf(fingers: readonly Judged[], isOtherHand: boolean): PictureVerdict {
  const score = Math.min(...fingers.map((finger) => finger.score));
  if (isOtherHand) return { kind: 'retry', score, reason: 'wrong-hand' };
  const [worst] = fingers.filter(({ reason }) => reason !== undefined).sort((a, b) => a.score - b.score);
  return worst?.reason === undefined
    ? { kind: 'accept', score }
    : { kind: 'retry', score, reason: worst.reason };
}
