import { type Alignment, alignmentOf, fitAlignment, moved, type Pair, pairsUnder } from './align.ts';
import { likeness, type Surroundings, surroundingsOf } from './surroundings.ts';
import { type FingerTemplate, type Minutia, turnBetween } from './template.ts';

/** What a comparison found. */
export interface FingerComparison {
  /** 0 nothing alike. Fingers with {@link sameFingerScore} or more are taken for the same. */
  readonly score: number;
  /** Minutiae that lie on each other. */
  readonly matched: number;
}

/** A finger with its minutiae's surroundings worked out, for many comparisons. */
export interface PreparedFinger {
  readonly minutiae: readonly Minutia[];
  readonly surroundings: Surroundings;
}

/**
 * From this score on two pictures show the same finger. Own value, from the project's synthetic fingers: no two different ones reached it
 * (README.md beside this file). It tells ten fingers of one session apart and claims no more.
 */
export const sameFingerScore = 4;
/** A finger with fewer minutiae cannot reach a score that says anything. */
export const leastMinutiae = 10;

/** Fingers are laid within so much of upright to each other. */
const mostTurn = (45 * Math.PI) / 180 + 0.1;
/** Below this surroundings are no hint. */
const leastLikeness = 0.3;
/** Alignments tried, best hints first. */
const tries = 16;
const refinements = 2;
/** Minutiae used of each finger, clearest first: a torn picture with hundreds costs no more. */
const mostCompared = 120;
/** How far minutiae that are the same lie and point apart, pixels and radians. */
const placeSpread = 8;
const turnSpread = 0.2;

export function prepareFinger({ minutiae }: FingerTemplate): PreparedFinger {
  const used = minutiae.slice(0, mostCompared);
  return { minutiae: used, surroundings: surroundingsOf(used) };
}

/**
 * Compares two fingers: minutiae with like surroundings give alignments, and the one under which most lie on each other counts. Free of
 * translation and of rotation up to 45°. With the fingers swapped the score may differ a little.
 */
export function compareFingers(a: PreparedFinger, b: PreparedFinger): FingerComparison {
  let best: FingerComparison = { score: 0, matched: 0 };
  for (const { pair } of hints(a, b)) {
    const comparison = consolidate(a, b, pair);
    if (comparison.score > best.score) best = comparison;
  }
  return best;
}

interface Hint {
  readonly pair: Pair;
  readonly likeness: number;
}

/** The pairs with the most alike surroundings. */
function hints(a: PreparedFinger, b: PreparedFinger): Hint[] {
  const found: Hint[] = [];
  for (let indexA = 0; indexA < a.minutiae.length; indexA += 1) {
    const { angle } = a.minutiae[indexA] as Minutia;
    for (let indexB = 0; indexB < b.minutiae.length; indexB += 1) {
      if (Math.abs(turnBetween(angle, (b.minutiae[indexB] as Minutia).angle)) > mostTurn) continue;
      const alike = likeness(a.surroundings, indexA, b.surroundings, indexB);
      if (alike >= leastLikeness) found.push({ pair: { a: indexA, b: indexB }, likeness: alike });
    }
  }
  return found.sort((one, other) => other.likeness - one.likeness).slice(0, tries);
}

/** Lays the fingers on each other at a pair, lets all pairs pull the alignment straight, and scores it. */
function consolidate(a: PreparedFinger, b: PreparedFinger, seed: Pair): FingerComparison {
  const start = b.minutiae[seed.b] as Minutia;
  let alignment = alignmentOf(a.minutiae[seed.a] as Minutia, start);
  let pairs = pairsUnder(alignment, a.minutiae, b.minutiae, start);
  for (let count = 0; count < refinements && pairs.length >= 3; count += 1) {
    const fitted = fitAlignment(pairs, a.minutiae, b.minutiae);
    alignment = fitted.alignment;
    pairs = pairsUnder(alignment, a.minutiae, b.minutiae, fitted.origin);
  }
  if (Math.abs(alignment.turn) > mostTurn) return { score: 0, matched: 0 };
  return { score: scoreOf(a, b, alignment, pairs), matched: pairs.length };
}

/**
 * The pairs, each worth less the further its minutiae lie and point apart, times the squared share of the minutiae in the common part that
 * found a partner: strangers' fingers of one pattern pair up by chance, but leave many without.
 */
function scoreOf(a: PreparedFinger, b: PreparedFinger, alignment: Alignment, pairs: readonly Pair[]): number {
  const placed = a.minutiae.map(({ x, y }) => moved(alignment, x, y));
  let close = 0;
  for (const pair of pairs) {
    const [from, to] = [a.minutiae[pair.a] as Minutia, b.minutiae[pair.b] as Minutia];
    const { x, y } = placed[pair.a] as Place;
    const turn = turnBetween(from.angle + alignment.turn, to.angle);
    const distance = (to.x - x) ** 2 + (to.y - y) ** 2;
    close += Math.exp(-distance / (2 * placeSpread ** 2) - turn ** 2 / (2 * turnSpread ** 2));
  }
  const common = Math.sqrt(countCommon(placed, b.minutiae) * countCommon(b.minutiae, placed));
  return close * Math.min(1, pairs.length / Math.max(1, common)) ** 2;
}

interface Place {
  readonly x: number;
  readonly y: number;
}

/** Minutiae of both fingers within so many pixels are in the common part. */
const commonReach = 40;

/** Places with one of the other finger near: in the part that both pictures show. */
function countCommon(places: readonly Place[], others: readonly Place[]): number {
  return places.filter((place) =>
    others.some((other) => (other.x - place.x) ** 2 + (other.y - place.y) ** 2 < commonReach ** 2),
  ).length;
}
