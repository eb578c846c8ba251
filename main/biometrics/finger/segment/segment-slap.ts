import type { GrayPicture } from '../../picture.ts';
import { blockPixels, certaintyOf, measureBlock } from '../quality/block.ts';
import { type CoarsePicture, coarsePicture } from './coarse.ts';
import { fingerBox, type LeaningBox } from './finger-box.ts';
import { handAngle } from './hand-angle.ts';
import { expectedPositions, handOf, type SlapKind } from './name-fingers.ts';
import { fingerParts, skinOf } from './parts.ts';

/** An upright rectangle in whole pixels, inside the picture. */
export interface PixelBox {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** One finger of a slap. What `cropFinger` cuts out is the leaning box; lengths in pixels. */
export interface SlapFinger extends LeaningBox {
  /** 1 right thumb … 10 left little; undefined when there are not as many fingers as there should be. */
  readonly position: number | undefined;
  /** The upright rectangle around the leaning box. */
  readonly box: PixelBox;
  /** The finger reaches the picture's edge at a side or the tip: some of it is missing. */
  readonly isCutOff: boolean;
}

/** What lies on the glass. */
export interface Slap {
  /** From left to right as the hand lies. */
  readonly fingers: readonly SlapFinger[];
  /** How far the hand leans clockwise, radians, −40° to 40°. */
  readonly handAngle: number;
  readonly count: number;
  readonly expectedCount: number;
  /** Every finger that should be there is, whole. */
  readonly isComplete: boolean;
  /** Evidence from the shape of four fingers alone; 'unknown' unless clear, and always for thumbs and when fingers are missing. */
  readonly hand: 'right' | 'left' | 'unknown';
}

export interface SegmentOptions {
  /** Positions the person has not, or that cannot be taken. */
  readonly missing?: readonly number[];
  readonly resolutionPpi?: number;
}

/** How wide a print can be, millimetres. */
const width = { least: 5, most: 30 } as const;
/** Mean orientation certainty of a finger's blocks, at least: noise has 0.1 to 0.2, dry fingers 0.45. */
const leastCertainty = 0.3;
const millimetresPerInch = 25.4;

/**
 * Finds the fingers of a slap, 8-bit gray, ridges dark: skin against the bare glass, the hand's angle, what may be fingers, each one's last
 * joint, and whether it shows ridges. Any picture is taken; in one without fingers there are none.
 */
export function segmentSlap(picture: GrayPicture, kind: SlapKind, options: SegmentOptions = {}): Slap {
  const resolutionPpi = options.resolutionPpi ?? 500;
  const coarse = coarsePicture(picture, resolutionPpi);
  const leaning = handAngle(skinOf(coarse));
  const found = fingerParts(coarse, leaning)
    .map((cells) => scaled(fingerBox(cells, leaning), coarse))
    .filter((box) => hasFingerSize(box, resolutionPpi) && hasRidges(picture, box));
  const angle = meanAngle(found, leaning);
  const expected = expectedPositions(kind, options.missing ?? []);
  const areNamed = found.length === expected.length;
  const fingers = found.map((box, index) => ({
    ...box,
    position: areNamed ? expected[index] : undefined,
    box: uprightBox(box, picture),
    isCutOff: isCutOff(box, picture, coarse.cell),
  }));
  return {
    fingers,
    handAngle: angle,
    count: fingers.length,
    expectedCount: expected.length,
    isComplete: areNamed && fingers.every((finger) => !finger.isCutOff),
    hand: kind === 'thumbs' || expected.length < 4 ? 'unknown' : handOf(found, angle),
  };
}

function scaled({ x, y, width, height, angle }: LeaningBox, { cell }: CoarsePicture): LeaningBox {
  return { x: x * cell, y: y * cell, width: width * cell, height: height * cell, angle };
}

function hasFingerSize(box: LeaningBox, resolutionPpi: number): boolean {
  const millimetres = (box.width * millimetresPerInch) / resolutionPpi;
  return millimetres >= width.least && millimetres <= width.most && box.height >= box.width / 2;
}

/** Mean certainty of the blocks in the middle of the finger. A picture of low resolution is too small to tell. */
function hasRidges(picture: GrayPicture, box: LeaningBox): boolean {
  const reach = Math.min(box.width, box.height) / 3;
  const [left, top] = [Math.max(0, Math.floor(box.x - reach)), Math.max(0, Math.floor(box.y - reach))];
  const right = Math.min(picture.width, box.x + reach);
  const bottom = Math.min(picture.height, box.y + reach);
  let [sum, count] = [0, 0];
  for (let y = top; y + blockPixels <= bottom; y += blockPixels) {
    for (let x = left; x + blockPixels <= right; x += blockPixels) {
      sum += certaintyOf(measureBlock(picture, x, y)) ?? 0;
      count += 1;
    }
  }
  return count === 0 || sum / count >= leastCertainty;
}

/** Of the fingers, or what the whole of the skin says when there are none. */
function meanAngle(boxes: readonly LeaningBox[], otherwise: number): number {
  return boxes.length === 0 ? otherwise : boxes.reduce((sum, { angle }) => sum + angle, 0) / boxes.length;
}

function uprightBox({ x, y, width, height, angle }: LeaningBox, picture: GrayPicture): PixelBox {
  const { reachX, reachY } = reachOf(width, height, angle);
  const within = (value: number, most: number): number => Math.max(0, Math.min(most, Math.round(value)));
  const [left, top] = [within(x - reachX, picture.width), within(y - reachY, picture.height)];
  return {
    left,
    top,
    width: within(x + reachX, picture.width) - left,
    height: within(y + reachY, picture.height) - top,
  };
}

/** Half the sides of the upright rectangle around an ellipse: a print has no corners. */
function reachOf(width: number, height: number, angle: number): { reachX: number; reachY: number } {
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  return {
    reachX: Math.hypot(width * cos, height * sin) / 2,
    reachY: Math.hypot(width * sin, height * cos) / 2,
  };
}

/** The lower end may leave the picture: a finger goes on there. */
function isCutOff({ x, y, width, height, angle }: LeaningBox, picture: GrayPicture, margin: number): boolean {
  const { reachX, reachY } = reachOf(width, height, angle);
  return x - reachX < margin || x + reachX > picture.width - margin || y - reachY < margin;
}
