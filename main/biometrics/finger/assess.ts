import type { GrayPicture } from '../picture.ts';
import type { PictureVerdict } from '../verdict.ts';
import { type OclBlock, orientationCertainty } from './ocl.ts';

/** A block with ridges: clear direction, and dark next to light. Own values, tuned on the synthetic fingers. */
const ridge = { certainty: 0.5, deviation: 22 };

/** What fills a good placement: about 15 × 20 mm of one finger, in blocks at 500 ppi. */
const blocksPerFinger = 90;

/** Below this a placement is better taken again. */
const acceptedScore = 40;

/**
 * Judges a placement by its ridges: how clear they run (orientation certainty, ISO/IEC 29794-4) and how much of the fingers shows any.
 * A ridge clarity of our own, not NFIQ 2.
 *
 * @param fingers how many fingers lie on the glass: 4, 2 or 1
 */
export function assessFingers(picture: GrayPicture, fingers: number): PictureVerdict {
  const blocks = orientationCertainty(picture);
  const ridges = blocks.filter(isRidge);
  const coverage = Math.min(1, ridges.length / (fingers * blocksPerFinger));
  const clarity = meanCertainty(ridges);
  const score = Math.round(100 * coverage * clarity);
  if (score >= acceptedScore) return { kind: 'accept', score };
  const isFaint = blocks.filter(({ certainty }) => certainty >= ridge.certainty).length > 2 * ridges.length;
  return { kind: 'retry', score, reason: isFaint ? 'low-contrast' : 'too-little-ridge' };
}

function isRidge({ certainty, deviation }: OclBlock): boolean {
  return certainty >= ridge.certainty && deviation >= ridge.deviation;
}

function meanCertainty(blocks: readonly OclBlock[]): number {
  return blocks.length === 0 ? 0 : blocks.reduce((sum, { certainty }) => sum + certainty, 0) / blocks.length;
}
