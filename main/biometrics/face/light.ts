import type { ColourPicture } from '../picture.ts';
import { areaOf, type Span, squareAround } from './area.ts';
import type { FaceLandmarks, Point } from './landmarks.ts';
import { labOf, linearAt, luminanceAt } from './luminance.ts';

/** How the face is lit, and what colour it has. */
export interface FaceLight {
  /** Linear, 0 … 1. */
  readonly meanLuminance: number;
  readonly luminanceVariance: number;
  /** Shares of the face whose luminance as a byte is at most 25, and at least 247. */
  readonly underExposed: number;
  readonly overExposed: number;
  /** Bits. */
  readonly luminanceEntropy: number;
  /** Intersection of the cheeks' histograms of luminance, 0 … 1. */
  readonly cheekIntersection: number;
  /** Mean luminance of the citizen's right and left cheek, linear. */
  readonly cheeks: readonly [number, number];
  /** Distance of the cheeks' mean colour from what skin has in CIELAB: a 5 … 25, b 5 … 35. */
  readonly skinDistance: number;
}

const skin = { a: [5, 25], b: [5, 35] } as const;
/** Side of a cheek's square, as a share of the distance between the eyes. */
const cheekShare = 0.3;

/** Measures of ISO/IEC 29794-5 clauses on illumination, exposure and colour, over the face inside its outline. */
export function faceLightOf(picture: ColourPicture, landmarks: FaceLandmarks): FaceLight {
  const histogram = histogramOf(picture, areaOf(landmarks.outline, picture));
  const right = cheek(picture, landmarks, landmarks.rightEye);
  const left = cheek(picture, landmarks, landmarks.leftEye);
  const mean = momentOf(histogram, (y) => y);
  return {
    meanLuminance: mean,
    luminanceVariance: momentOf(histogram, (y) => (y - mean) ** 2),
    underExposed: shareOf(histogram, 0, 25),
    overExposed: shareOf(histogram, 247, 255),
    luminanceEntropy: entropyOf(histogram),
    cheekIntersection: intersection(right.histogram, left.histogram),
    cheeks: [right.luminance, left.luminance],
    skinDistance: distanceFromSkin(right.colour, left.colour),
  };
}

/** Luminance as a byte, and how often each is there; they sum to one. */
type Histogram = Float64Array;

function histogramOf({ pixels, width }: ColourPicture, spans: readonly Span[]): Histogram {
  const counts = new Float64Array(256);
  let count = 0;
  for (const { y, from, to } of spans) {
    for (let x = from; x < to; x += 1) {
      const bin = Math.round(luminanceAt(pixels, (y * width + x) * 3) * 255);
      counts[bin] = (counts[bin] ?? 0) + 1;
      count += 1;
    }
  }
  return count === 0 ? counts : counts.map((value) => value / count);
}

function momentOf(histogram: Histogram, of: (luminance: number) => number): number {
  return histogram.reduce((sum, share, bin) => sum + share * of(bin / 255), 0);
}

function shareOf(histogram: Histogram, from: number, to: number): number {
  return histogram.subarray(from, to + 1).reduce((sum, share) => sum + share, 0);
}

function entropyOf(histogram: Histogram): number {
  return -histogram.reduce((sum, share) => (share > 0 ? sum + share * Math.log2(share) : sum), 0);
}

function intersection(a: Histogram, b: Histogram): number {
  return a.reduce((sum, share, bin) => sum + Math.min(share, b[bin] ?? 0), 0);
}

/** A square half-way between an eye and the mouth. */
function cheek(picture: ColourPicture, { mouth, eyeMiddle, interEyePx }: FaceLandmarks, eye: Point) {
  const middle: Point = [eye[0] + (mouth[0] - eyeMiddle[0]) / 2, eye[1] + (mouth[1] - eyeMiddle[1]) / 2];
  const spans = squareAround(middle, cheekShare * interEyePx, picture);
  const sum: [number, number, number] = [0, 0, 0];
  let count = 0;
  for (const { y, from, to } of spans) {
    for (let x = from; x < to; x += 1) {
      const [r, g, b] = linearAt(picture.pixels, (y * picture.width + x) * 3);
      sum[0] += r;
      sum[1] += g;
      sum[2] += b;
      count += 1;
    }
  }
  const of = (value: number): number => value / Math.max(1, count);
  const histogram = histogramOf(picture, spans);
  return {
    colour: [of(sum[0]), of(sum[1]), of(sum[2])] as const,
    luminance: momentOf(histogram, (y) => y),
    histogram,
  };
}

type Linear = readonly [number, number, number];

function distanceFromSkin(right: Linear, left: Linear): number {
  const [, a, b] = labOf([(right[0] + left[0]) / 2, (right[1] + left[1]) / 2, (right[2] + left[2]) / 2]);
  return Math.hypot(outside(a, skin.a), outside(b, skin.b));
}

function outside(value: number, [least, most]: readonly [number, number]): number {
  return Math.max(least - value, 0, value - most);
}
