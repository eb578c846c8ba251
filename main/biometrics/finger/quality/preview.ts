import type { GrayPicture } from '../../picture.ts';
import { type CoarsePicture, coarsePicture } from '../segment/coarse.ts';
import { handAngle } from '../segment/hand-angle.ts';
import { expectedPositions, type SlapKind } from '../segment/name-fingers.ts';
import { outlineOf, type Point } from '../segment/outline.ts';
import { fingerParts, skinOf } from '../segment/parts.ts';
import type { Cells } from '../segment/turned.ts';
import { defaultFingerThresholds, type FingerThresholds, type Hint, isOffCentre } from './hints.ts';
import { motionBetween } from './motion.ts';

/** What the officer sees of a live frame. */
export interface PreviewJudgement {
  readonly state: 'absent' | 'moving' | 'still';
  /** The most important thing to say, if any. */
  readonly hint: Hint | undefined;
  /** A line around each finger in pixels of the frame, from the left; 64 points at most together. */
  readonly outlines: readonly (readonly Point[])[];
}

export interface PreviewOptions {
  /** What is to be laid on the glass. A single finger unless said otherwise. */
  readonly kind?: SlapKind | 'finger';
  /** Positions the person has not. */
  readonly missing?: readonly number[];
  /** Of the frame; 125 (every fourth pixel of 500) unless said otherwise. */
  readonly resolutionPpi?: number;
  readonly thresholds?: FingerThresholds;
}

const mostPoints = 64;
/** Pixels at 500 ppi, in which the least area is given, of a cell. */
const cellArea = 64;

/**
 * Judges a live frame, 8-bit gray, by what a small picture still shows: where skin is, how dark, whether it rests. What only ridges tell is
 * left to `judgeFinger` on the full picture; `faint` stands for dry skin here as well.
 *
 * @param previous the frame before, of the same size; without it nothing moves
 */
export function judgePreview(
  picture: GrayPicture,
  previous?: GrayPicture,
  options: PreviewOptions = {},
): PreviewJudgement {
  const thresholds = options.thresholds ?? defaultFingerThresholds;
  const coarse = coarsePicture(picture, options.resolutionPpi ?? 125);
  const parts = fingerParts(coarse, handAngle(skinOf(coarse)));
  if (parts.length === 0) return { state: 'absent', hint: 'no-finger', outlines: [] };
  const isMoving = previous !== undefined && motionBetween(previous, picture) > thresholds.mostMotion;
  const { kind = 'finger', missing = [] } = options;
  const expected = kind === 'finger' ? 1 : expectedPositions(kind, missing).length;
  return {
    state: isMoving ? 'moving' : 'still',
    hint: isMoving ? 'moving' : hintOf(parts, coarse, expected, thresholds),
    outlines: parts.map((part) =>
      outlineOf(part, Math.floor(mostPoints / parts.length)).map(({ x, y }) => ({
        x: x * coarse.cell,
        y: y * coarse.cell,
      })),
    ),
  };
}

function hintOf(
  parts: readonly Cells[],
  coarse: CoarsePicture,
  expected: number,
  thresholds: FingerThresholds,
): Hint | undefined {
  if (parts.length < expected) return 'too-few-fingers';
  if (parts.length > expected) return 'too-many-fingers';
  const leastCells = thresholds.leastArea / cellArea;
  if (parts.some(({ x }) => x.length < leastCells)) return 'small-area';
  const means = parts.map(({ darkness }) => coarse.glass - meanOf(darkness));
  if (means.some((mean) => mean < thresholds.darkMean)) return 'wet';
  if (means.some((mean) => mean > thresholds.brightMean)) return 'faint';
  return isOffCentre(middleOf(parts, coarse), thresholds) ? 'off-centre' : undefined;
}

/** Of all fingers, as shares of the frame's width and height. */
function middleOf(parts: readonly Cells[], { columns, rows }: CoarsePicture): { x: number; y: number } {
  const mean = (axis: 'x' | 'y'): number =>
    parts.reduce((sum, part) => sum + meanOf(part[axis]), 0) / parts.length;
  return { x: mean('x') / columns, y: mean('y') / rows };
}

function meanOf(values: Float32Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
