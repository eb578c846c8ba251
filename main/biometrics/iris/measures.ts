import type { GrayPicture } from '../picture.ts';
import type { FittedCircle } from './circle.ts';
import { outside, pixel, type SeenEye, seen } from './regions.ts';

/** Measures of an iris picture under the names of ISO/IEC 29794-6:2015 section 6; formulas are the standard's where they are known to us. */

/** Share of the iris that is seen, per cent. */
export function usableArea({ regions }: SeenEye): number {
  let [all, free] = [0, 0];
  for (const region of regions) {
    if (region !== outside) all += 1;
    if (region === seen) free += 1;
  }
  return all > 0 ? (100 * free) / all : 0;
}

/** Of the medians of both, with the pupil as black. */
export function irisScleraContrast({ levels: { pupil, iris, sclera } }: SeenEye): number {
  const sum = sclera + iris - 2 * pupil;
  return sum > 0 ? (100 * Math.abs(sclera - iris)) / sum : 0;
}

/** A Weber fraction, bent so that 100 is never reached. */
export function irisPupilContrast({ levels: { pupil, iris } }: SeenEye): number {
  const weber = Math.abs(iris - pupil) / (20 + pupil);
  return (100 * weber) / (0.75 + weber);
}

/** How near the pupil's edge is to a circle: 100 on it, 0 when it is off by a quarter of the radius on average. Our own formula. */
export function pupilCircularity({ spread, radius }: FittedCircle): number {
  return Math.max(0, 100 * (1 - (4 * spread) / radius));
}

/** Entropy of the gray levels around the iris, bits. */
export function grayScaleUtilisation({ picture, iris }: SeenEye): number {
  const counts = new Uint32Array(256);
  let all = 0;
  eachNear(picture, iris, 1.3, (value) => {
    counts[value] = (counts[value] ?? 0) + 1;
    all += 1;
  });
  let bits = 0;
  for (const count of counts) if (count > 0) bits -= (count / all) * Math.log2(count / all);
  return bits;
}

/** Of the radii, per cent. */
export function pupilRatio({ pupil, iris }: SeenEye): number {
  return (100 * pupil.radius) / iris.radius;
}

/** How far the middles of pupil and iris are apart, per cent of the iris' radius: an eye that looks aside shows more. */
export function concentricityOffset({ pupil, iris }: SeenEye): number {
  return (100 * Math.hypot(pupil.x - iris.x, pupil.y - iris.y)) / iris.radius;
}

/** The narrowest of the four margins as a share of what it should be, per cent: 0.6 radii left and right, 0.2 above and below. */
export function margin({ width, height }: GrayPicture, { iris }: SeenEye): number {
  const sides = Math.min(iris.x, width - 1 - iris.x) - iris.radius;
  const ends = Math.min(iris.y, height - 1 - iris.y) - iris.radius;
  return (100 * Math.min(sides / 0.6, ends / 0.2)) / iris.radius;
}

/** Rays on which the pupil's edge is looked at. */
const edgeRays = 96;
/** Pixels on either side of it, of a picture 640 wide, but not across the pupil. */
const edgeReach = 16;
/** An edge that rises within so many pixels is as sharp as a scanner makes it. */
const sharpEdge = 4;

/**
 * How steep the pupil's edge is, 100 when it rises within four pixels of a picture 640 wide, 50 within eight. The standard measures the energy of
 * fine detail; with it a blurred picture with a noisy sensor passed for a sharp one. At its strongest edge noise does not count.
 */
export function sharpness({ width, height, pixels }: GrayPicture, { pupil, levels }: SeenEye): number {
  const scale = width / 640;
  const reach = Math.round(Math.min(edgeReach * scale, 0.8 * pupil.radius));
  const middle = (levels.pupil + levels.iris) / 2;
  const cap = levels.iris + 10;
  const sums = new Float64Array(2 * reach + 1);
  let count = 0;
  for (let ray = 0; ray < edgeRays; ray += 1) {
    const angle = (2 * Math.PI * ray) / edgeRays;
    const [across, down] = [Math.cos(angle), Math.sin(angle)];
    const at = (distance: number): number => {
      const column = Math.round(pupil.x + distance * across);
      const row = Math.round(pupil.y + distance * down);
      if (column < 0 || row < 0 || column >= width || row >= height) return cap;
      return Math.min(cap, pixels[row * width + column] ?? cap);
    };
    const edge = crossing(at, pupil.radius, reach, middle);
    if (edge === undefined) continue;
    count += 1;
    for (let apart = -reach; apart <= reach; apart += 1)
      sums[apart + reach] = (sums[apart + reach] ?? 0) + at(edge + apart);
  }
  if (count === 0) return 0;
  let steepest = 0;
  for (let index = 1; index < sums.length - 1; index += 1)
    steepest = Math.max(steepest, ((sums[index + 1] ?? 0) - (sums[index - 1] ?? 0)) / (2 * count));
  const rise = (levels.iris - levels.pupil) / Math.max(0.01, steepest);
  return Math.min(100, (100 * sharpEdge * scale) / rise);
}

/** Where a ray leaves the pupil: the first time, near its radius, that three pixels are brighter than the middle gray. */
function crossing(
  at: (distance: number) => number,
  radius: number,
  reach: number,
  middle: number,
): number | undefined {
  for (let distance = radius - reach / 2; distance <= radius + reach / 2; distance += 1)
    if (at(distance - 1) + at(distance) + at(distance + 1) > 3 * middle) return distance;
  return undefined;
}

/** Where the white ends sooner, at the inner corner, is the nose; beyond these shares of the radius it has ended there and not yet elsewhere. */
const cornerBand = { from: 1.4, to: 1.95, high: 0.28 } as const;
/** Of the band's pixels. */
const clearDifference = 0.15;

/**
 * Which eye it is, by the side of the inner corner.
 *
 * @returns `unknown` unless both corners are seen and clearly differ. Tried on synthetic eyes only.
 */
export function sideOf({ picture, iris, levels }: SeenEye): 'right' | 'left' | 'unknown' {
  const limit = (levels.iris + levels.sclera) / 2;
  const darkShare = (side: 1 | -1): number | undefined => {
    let [dark, all] = [0, 0];
    for (let across = cornerBand.from; across <= cornerBand.to; across += 0.03)
      for (let down = -cornerBand.high; down <= cornerBand.high; down += 0.03) {
        const value = pixel(
          picture,
          (iris.x + side * across * iris.radius) / 2,
          (iris.y + down * iris.radius) / 2,
        );
        if (value === undefined) return undefined;
        all += 1;
        if (value < limit) dark += 1;
      }
    return dark / all;
  };
  const [right, left] = [darkShare(1), darkShare(-1)];
  if (right === undefined || left === undefined || Math.abs(right - left) < clearDifference) return 'unknown';
  return right > left ? 'right' : 'left';
}

function eachNear(
  { width, height, pixels }: GrayPicture,
  { x, y, radius }: FittedCircle,
  times: number,
  use: (value: number) => void,
): void {
  const reach = (times * radius) / 2;
  for (let row = Math.max(0, Math.floor(y / 2 - reach)); row < Math.min(height, y / 2 + reach); row += 1)
    for (
      let column = Math.max(0, Math.floor(x / 2 - reach));
      column < Math.min(width, x / 2 + reach);
      column += 1
    )
      use(pixels[row * width + column] ?? 0);
}
