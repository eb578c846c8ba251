import type { LeaningBox } from './finger-box.ts';

/** What lies on the glass. */
export type SlapKind = 'right' | 'left' | 'thumbs';

/** Positions (1 right thumb … 10 left little; ISO/IEC 19794-4) from the left of the picture, palms down. */
const positions: Readonly<Record<SlapKind, readonly number[]>> = {
  right: [2, 3, 4, 5],
  left: [10, 9, 8, 7],
  thumbs: [6, 1],
};

/** The positions to be seen from the left, without those the person has not. */
export function expectedPositions(kind: SlapKind, missing: readonly number[]): number[] {
  return positions[kind].filter((position) => !missing.includes(position));
}

/** One outer finger's tip lies lower than the other's by this share of the distance between them, at least. */
const leastSlope = 0.05;
/** And is no wider than the other by this factor: it should be the little finger. */
const mostWidthRatio = 1.08;

/**
 * Which hand four fingers are of: the little finger's tip lies lowest, and it is the thinnest. 'unknown' unless both agree.
 *
 * @param fingers from left to right
 * @param angle how far the hand leans clockwise, radians
 */
export function handOf(fingers: readonly LeaningBox[], angle: number): 'right' | 'left' | 'unknown' {
  const [first, , , last] = fingers;
  if (fingers.length !== 4 || first === undefined || last === undefined) return 'unknown';
  const [leftTip, rightTip] = [tipOf(first, angle), tipOf(last, angle)];
  const slope = (rightTip.v - leftTip.v) / Math.max(1, rightTip.u - leftTip.u);
  if (slope > leastSlope && last.width < mostWidthRatio * first.width) return 'right';
  if (slope < -leastSlope && first.width < mostWidthRatio * last.width) return 'left';
  return 'unknown';
}

/** Across the hand and along it. */
function tipOf(
  { x, y, height, angle }: LeaningBox,
  hand: number,
): { readonly u: number; readonly v: number } {
  const [tipX, tipY] = [x + (height / 2) * Math.sin(angle), y - (height / 2) * Math.cos(angle)];
  const [cos, sin] = [Math.cos(hand), Math.sin(hand)];
  return { u: tipX * cos + tipY * sin, v: tipY * cos - tipX * sin };
}
