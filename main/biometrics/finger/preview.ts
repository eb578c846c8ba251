import { decodeGray, type GrayPicture, grayToPng } from '../picture.ts';
import type { RetryReason } from '../verdict.ts';
import { hintReasons } from './hint-reasons.ts';
import { slapKindOf } from './placement.ts';
import { judgePreview } from './quality/preview.ts';
import { segmentSlap } from './segment/segment-slap.ts';

/** A live picture as the scanner sent it: pixels, or a JPEG of unknown resolution. */
export type LivePicture =
  | (GrayPicture & { readonly kind: 'gray'; readonly resolutionPpi: number })
  | { readonly kind: 'jpeg'; readonly bytes: Uint8Array };

/** What the officer sees of a live picture. */
export interface ShownPreview {
  readonly width: number;
  readonly height: number;
  readonly png: Uint8Array;
  /** A closed line around each finger, from the left, in pixels; 64 points at most together. */
  readonly outlines: [number, number][][];
  readonly hint?: RetryReason;
  readonly fingerCount: number;
  readonly hand: 'right' | 'left' | 'unknown';
}

/** How wide the glass is that a JPEG shows, inches: its resolution follows from its width. Own values, of common scanners. */
const glassInches = { slap: 3.2, single: 1 } as const;

/**
 * Judges a live picture while the fingers are on the glass.
 *
 * @param previous the picture before, to see whether anything moves
 * @throws Error when a JPEG cannot be decoded
 */
export async function showPreview(
  live: LivePicture,
  previous: LivePicture | undefined,
  position: number,
  missing: readonly number[],
): Promise<ShownPreview> {
  const kind = slapKindOf(position);
  const picture = await pictureOf(live);
  const inches = kind === undefined ? glassInches.single : glassInches.slap;
  const resolutionPpi = live.kind === 'gray' ? live.resolutionPpi : picture.width / inches;
  const judged = judgePreview(picture, previous && (await pictureOf(previous)), {
    kind: kind ?? 'finger',
    missing,
    resolutionPpi,
  });
  const hand = kind === undefined ? 'unknown' : segmentSlap(picture, kind, { missing, resolutionPpi }).hand;
  const isOtherHand = hand !== 'unknown' && hand !== kind;
  const hint = isOtherHand ? 'wrong-hand' : judged.hint && hintReasons[judged.hint];
  return {
    width: picture.width,
    height: picture.height,
    png: await grayToPng(picture),
    outlines: judged.outlines.map((line) => line.map(({ x, y }) => [x, y])),
    ...(hint ? { hint } : {}),
    fingerCount: judged.outlines.length,
    hand,
  };
}

async function pictureOf(live: LivePicture): Promise<GrayPicture> {
  return live.kind === 'gray' ? live : decodeGray(live.bytes);
}
