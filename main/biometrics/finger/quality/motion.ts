import type { GrayPicture } from '../../picture.ts';

/** Side of the squares whose means are compared, as a share of the picture's height. */
const squares = 40;

/**
 * How much two frames of one size differ, from 0 alike to 1: the mean change of squares of about 1/40 of the height, by the mean darkness of
 * both. Ridges as such do not count, so that noise and a trembling finger are still. 1 when the sizes differ.
 */
export function motionBetween(a: GrayPicture, b: GrayPicture): number {
  if (a.width !== b.width || a.height !== b.height) return 1;
  const side = Math.max(1, Math.floor(a.height / squares));
  let [change, darkness] = [0, 0];
  for (let top = 0; top + side <= a.height; top += side) {
    for (let left = 0; left + side <= a.width; left += side) {
      const [before, after] = [sumOf(a, left, top, side), sumOf(b, left, top, side)];
      change += Math.abs(before - after);
      darkness += 2 * 255 * side * side - before - after;
    }
  }
  return darkness === 0 ? 0 : Math.min(1, change / darkness);
}

function sumOf({ width, pixels }: GrayPicture, left: number, top: number, side: number): number {
  let sum = 0;
  for (let y = top; y < top + side; y += 1) {
    for (let x = left; x < left + side; x += 1) sum += pixels[y * width + x] as number;
  }
  return sum;
}
