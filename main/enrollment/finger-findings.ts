import type { FingerStep } from '../applications/rules.ts';
import type { DuplicateFinding, SwapFinding } from '../biometrics/finger/minutiae/session.ts';
import type { FingerFinding } from '../contract/fingers.ts';
import { fingersOf, isSlap } from './finger-placements.ts';
import type { ComparedFindings, FingerTry } from './finger-state.ts';

/** A placement and the picture of it that counts. */
export interface CapturedPlacement {
  readonly position: FingerStep;
  readonly chosen: FingerTry;
}

/** What the comparisons of all fingers of a session gave: slaps among each other, singles among each other, slaps with singles. */
export interface Comparisons {
  readonly slaps: readonly DuplicateFinding[];
  readonly singles: readonly DuplicateFinding[];
  readonly swaps: readonly SwapFinding[];
}

type PairFinding = Extract<FingerFinding, { kind: 'same-finger' | 'other-finger' }>;

/** So many fingers of a slap must be the other hand's before the hand is said to be wrong. */
const leastOfOtherHand = 2;

/**
 * Says of each placement what is to be said of its fingers. Two placements that contradict each other are told at the one that was captured
 * later: it is what the officer has just done.
 */
export function comparedFindings(
  captured: readonly CapturedPlacement[],
  { slaps, singles, swaps }: Comparisons,
): ComparedFindings {
  const found = new Map<FingerStep, PairFinding[]>();
  const tell = (placement: CapturedPlacement, finding: PairFinding): void => {
    found.set(placement.position, [...(found.get(placement.position) ?? []), finding]);
  };
  const slapOf = placementFinder(captured.filter(({ position }) => isSlap(position)));
  const singleOf = placementFinder(captured.filter(({ position }) => !isSlap(position)));
  for (const duplicate of slaps) tellDuplicate(duplicate, slapOf, tell);
  for (const duplicate of singles) tellDuplicate(duplicate, singleOf, tell);
  for (const swap of swaps) tellSwap(swap, slapOf, singleOf, tell);
  return new Map([...found].map(([position, findings]) => [position, summaryOf(position, findings)]));
}

type PlacementFinder = (finger: number) => CapturedPlacement | undefined;
type Tell = (placement: CapturedPlacement, finding: PairFinding) => void;

function placementFinder(captured: readonly CapturedPlacement[]): PlacementFinder {
  return (finger) =>
    captured.find(({ position }) => fingersOf(position).some((candidate) => candidate === finger));
}

function tellDuplicate(duplicate: DuplicateFinding, placementOf: PlacementFinder, tell: Tell): void {
  if (duplicate.kind !== 'same-finger') return;
  const [a, b] = duplicate.positions;
  const [placementOfA, placementOfB] = [placementOf(a), placementOf(b)];
  if (!placementOfA || !placementOfB) return;
  if (isLater(placementOfA, placementOfB)) tell(placementOfA, { kind: 'same-finger', position: a, as: b });
  else tell(placementOfB, { kind: 'same-finger', position: b, as: a });
}

function tellSwap(swap: SwapFinding, slapOf: PlacementFinder, singleOf: PlacementFinder, tell: Tell): void {
  if (swap.kind === 'confirmed' || swap.kind === 'not-compared') return;
  const { position } = swap;
  const like = swap.kind === 'unlike-any' ? undefined : swap.found;
  const [slap, single] = [slapOf(position), singleOf(like ?? position)];
  if (!slap || !single) return;
  if (like === undefined) {
    // A print that is hard to read is like none; that says nothing of whose it is.
    if (!isClear(slap, position) || !isClear(single, position)) return;
    tell(isLater(slap, single) ? slap : single, { kind: 'other-finger', position });
  } else if (isLater(slap, single)) tell(slap, { kind: 'other-finger', position, like });
  else tell(single, { kind: 'other-finger', position: like, like: position });
}

/** Capture ids grow with time. */
function isLater(a: CapturedPlacement, b: CapturedPlacement): boolean {
  return a.chosen.captureId > b.chosen.captureId;
}

function isClear({ chosen }: CapturedPlacement, finger: number): boolean {
  return chosen.fingers.some(
    ({ position, hint }) => position === finger && (hint === undefined || hint === 'off-centre'),
  );
}

/** One finding for each finger, the one that says most; and one for a whole hand. */
function summaryOf(position: FingerStep, findings: readonly PairFinding[]): FingerFinding[] {
  const telling = fingersOf(position).flatMap((finger) => {
    const about = findings.filter((finding) => finding.position === finger);
    return (
      about.find(({ kind }) => kind === 'same-finger') ??
      about.find((finding) => partnerOf(finding) !== undefined) ??
      about[0] ??
      []
    );
  });
  if (position !== 13 && position !== 14) return telling;
  const ofOtherHand = telling.filter((finding) => isOfOtherHand(finding));
  if (ofOtherHand.length < leastOfOtherHand) return telling;
  return [{ kind: 'wrong-hand' }, ...telling.filter((finding) => !ofOtherHand.includes(finding))];
}

function partnerOf(finding: PairFinding): number | undefined {
  return finding.kind === 'same-finger' ? finding.as : finding.like;
}

/** Positions 1 to 5 are the right hand, 6 to 10 the left. */
function isOfOtherHand(finding: PairFinding): boolean {
  const partner = partnerOf(finding);
  return partner !== undefined && partner <= 5 !== finding.position <= 5;
}
