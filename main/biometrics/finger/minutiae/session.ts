import {
  compareFingers,
  leastMinutiae,
  type PreparedFinger,
  prepareFinger,
  sameFingerScore,
} from './compare.ts';
import type { FingerTemplate } from './template.ts';

/** A finger of this session: where it is said to belong, positions 1 to 10, and its minutiae. */
export interface SessionFinger {
  readonly position: number;
  readonly template: FingerTemplate;
}

/** One finding about fingers that should all differ. No finding: all differ as far as can be told. */
export type DuplicateFinding =
  | { readonly kind: 'same-finger'; readonly positions: readonly [number, number]; readonly score: number }
  | { readonly kind: 'too-few-minutiae'; readonly position: number };

/** What the singles say about one finger of a slap. */
export type SwapFinding =
  | { readonly kind: 'confirmed'; readonly position: number; readonly score: number }
  /** It is the single of another position of the same hand, or of the other hand. */
  | WrongPlace<'wrong-finger'>
  | WrongPlace<'wrong-hand'>
  /** Like none of the singles, although both pictures show enough: perhaps somebody else's finger. */
  | { readonly kind: 'unlike-any'; readonly position: number; readonly score: number }
  | {
      readonly kind: 'not-compared';
      readonly position: number;
      readonly reason: 'no-single' | 'too-few-minutiae';
    };

interface WrongPlace<Kind> {
  readonly kind: Kind;
  readonly position: number;
  /** The position whose single it is. */
  readonly found: number;
  readonly score: number;
}

/** Whether a citizen's finger is one of the officer's own. */
export type OfficerFinding =
  | { readonly kind: 'officer'; readonly position: number; readonly score: number }
  | { readonly kind: 'not-officer'; readonly score: number }
  | { readonly kind: 'too-few-minutiae' };

/** Fingers of different positions that are one and the same: 45 comparisons for ten fingers. */
export function findDuplicates(fingers: readonly SessionFinger[]): DuplicateFinding[] {
  const prepared = fingers.map(prepare);
  const findings: DuplicateFinding[] = prepared
    .filter((finger) => !isTelling(finger))
    .map(({ position }) => ({ kind: 'too-few-minutiae', position }));
  const telling = prepared.filter(isTelling);
  for (const [index, one] of telling.entries()) {
    for (const other of telling.slice(index + 1)) {
      const { score } = compareFingers(one.finger, other.finger);
      if (score >= sameFingerScore)
        findings.push({ kind: 'same-finger', positions: [one.position, other.position], score });
    }
  }
  return findings;
}

/** Compares each finger of the slaps with all singles: is it the one it should be, another, or of the other hand? */
export function findSwaps(slaps: readonly SessionFinger[], singles: readonly SessionFinger[]): SwapFinding[] {
  const preparedSingles = singles.map(prepare);
  return slaps.map((slap) => judgeSlapFinger(prepare(slap), preparedSingles));
}

/** Guards against a finger that the officer lends. */
export function belongsToOfficer(
  finger: FingerTemplate,
  officerTemplates: readonly SessionFinger[],
): OfficerFinding {
  const candidate = prepare({ position: 0, template: finger });
  if (!isTelling(candidate)) return { kind: 'too-few-minutiae' };
  const best = bestMatch(candidate, officerTemplates.map(prepare));
  if (best && best.score >= sameFingerScore)
    return { kind: 'officer', position: best.position, score: best.score };
  return { kind: 'not-officer', score: best?.score ?? 0 };
}

interface Prepared {
  readonly position: number;
  readonly finger: PreparedFinger;
}

function prepare({ position, template }: SessionFinger): Prepared {
  return { position, finger: prepareFinger(template) };
}

function isTelling({ finger }: Prepared): boolean {
  return finger.minutiae.length >= leastMinutiae;
}

function judgeSlapFinger(slap: Prepared, singles: readonly Prepared[]): SwapFinding {
  const { position } = slap;
  const own = singles.find((single) => single.position === position);
  if (!isTelling(slap)) return { kind: 'not-compared', position, reason: 'too-few-minutiae' };
  const best = bestMatch(slap, singles);
  if (best && best.score >= sameFingerScore) {
    const { position: found, score } = best;
    if (found === position) return { kind: 'confirmed', position, score };
    return { kind: isSameHand(found, position) ? 'wrong-finger' : 'wrong-hand', position, found, score };
  }
  if (!own) return { kind: 'not-compared', position, reason: 'no-single' };
  if (!isTelling(own)) return { kind: 'not-compared', position, reason: 'too-few-minutiae' };
  return { kind: 'unlike-any', position, score: best?.score ?? 0 };
}

function bestMatch(
  finger: Prepared,
  candidates: readonly Prepared[],
): { position: number; score: number } | undefined {
  let best: { position: number; score: number } | undefined;
  for (const candidate of candidates) {
    const { score } = compareFingers(finger.finger, candidate.finger);
    if (!best || score > best.score) best = { position: candidate.position, score };
  }
  return best;
}

/** Positions 1 to 5 are the right hand, 6 to 10 the left. */
function isSameHand(a: number, b: number): boolean {
  return a <= 5 === b <= 5;
}
