import { type GrayPicture, resizeGray } from '../picture.ts';
import { cropFinger } from './segment/crop-finger.ts';
import type { LeaningBox } from './segment/finger-box.ts';
import { expectedPositions, type SlapKind } from './segment/name-fingers.ts';
import { type Slap, segmentSlap } from './segment/segment-slap.ts';

/** A picture of fingers, and what it should show. */
export interface Placement {
  readonly picture: GrayPicture;
  readonly resolutionPpi: number;
  /** 13 right four, 14 left four, 15 both thumbs, 1 … 10 a single finger (ANSI/NIST-ITL table 8). */
  readonly position: number;
  /** Fingers of it that the person has not, or that cannot be printed. */
  readonly missing: readonly number[];
  /** Where each finger lies in the picture, when that is known: the scanner parted them, or they were found before. */
  readonly parted?: readonly PartedFinger[];
}

/** A finger's place in a picture. */
export interface PartedFinger {
  /** 1 … 10. */
  readonly position: number;
  readonly box: LeaningBox;
}

/** One finger of a placement. */
export interface PlacedFinger extends PartedFinger {
  /** The finger alone, upright, at 500 ppi. */
  readonly picture: GrayPicture;
  readonly isCutOff: boolean;
}

/** What lies on the glass. Without the right number of fingers nobody can say which is which: then there are none. */
export interface PlacedFingers {
  readonly fingers: readonly PlacedFinger[];
  readonly seen: number;
  readonly expected: number;
  readonly isOtherHand: boolean;
}

/** What is measured is measured at this resolution. */
export const standardPpi = 500;
/** Within this share resolutions are the same. */
const tolerance = 0.01;

const slapKinds: ReadonlyMap<number, SlapKind> = new Map([
  [13, 'right'],
  [14, 'left'],
  [15, 'thumbs'],
]);

/** Which fingers lie side by side on the glass; nothing for a single finger. */
export function slapKindOf(position: number): SlapKind | undefined {
  return slapKinds.get(position);
}

/** Finds the fingers of a placement. */
export async function placedFingers(placement: Placement): Promise<PlacedFingers> {
  const scale = standardPpi / placement.resolutionPpi;
  const isStandard = Math.abs(scale - 1) <= tolerance;
  const picture = isStandard ? placement.picture : await resizeGray(placement.picture, scale);
  const kind = slapKindOf(placement.position);
  if (kind === undefined) return singleFinger(placement, picture);
  if (placement.parted) return partedFingers(placement, placement.parted, kind, picture);
  const slap = segmentSlap(picture, kind, { missing: placement.missing });
  return {
    fingers: slap.fingers.flatMap((finger) => placedFinger(finger, picture, isStandard ? 1 : scale)),
    seen: slap.count,
    expected: slap.expectedCount,
    isOtherHand: slap.hand !== 'unknown' && slap.hand !== kind,
  };
}

function placedFinger(finger: Slap['fingers'][number], picture: GrayPicture, scale: number): PlacedFinger[] {
  const { position, x, y, width, height, angle, isCutOff } = finger;
  if (position === undefined) return [];
  const box = { x: x / scale, y: y / scale, width: width / scale, height: height / scale, angle };
  return [{ position, box, picture: cropFinger(picture, finger), isCutOff }];
}

/** A picture that was put together says nothing of the hand, and nothing is cut off. */
function partedFingers(
  { missing, picture: { width: ownWidth } }: Placement,
  parted: readonly PartedFinger[],
  kind: SlapKind,
  picture: GrayPicture,
): PlacedFingers {
  const scale = picture.width / ownWidth;
  const expected = expectedPositions(kind, missing);
  const isNamed = expected.every((position) => parted.some((finger) => finger.position === position));
  const isCounted = isNamed && parted.length === expected.length;
  const fingers = parted.map(({ position, box }) => {
    const { x, y, width, height, angle } = box;
    const inPicture = { x: x * scale, y: y * scale, width: width * scale, height: height * scale, angle };
    return { position, box, picture: cropFinger(picture, inPicture), isCutOff: false };
  });
  return {
    fingers: isCounted ? fingers : [],
    seen: parted.length,
    expected: expected.length,
    isOtherHand: false,
  };
}

/** The whole picture is the finger's. */
function singleFinger(placement: Placement, picture: GrayPicture): PlacedFingers {
  const { width, height } = placement.picture;
  const box = { x: width / 2, y: height / 2, width, height, angle: 0 };
  const finger = { position: placement.position, box, picture, isCutOff: false };
  return { fingers: [finger], seen: 1, expected: 1, isOtherHand: false };
}
