import { bilinear } from '../bilinear.ts';
import type { ColourPicture } from '../picture.ts';
import {
  distanceOf,
  type Line,
  meetingPoint,
  type Point,
  type Quadrilateral,
  sidesOf,
} from './quadrilateral.ts';

/** So many places of a side are looked at; near its ends a card is round. */
const places = 48;
const ends = 0.06;

/**
 * Corners found in a small copy, put right in the picture itself: each side is laid through the strongest change across it.
 *
 * @param reach pixels that a side may be off
 */
export function refineCorners(picture: ColourPicture, corners: Quadrilateral, reach: number): Quadrilateral {
  const lines = sidesOf(corners).map(([a, b]) => refineSide(picture, a, b, reach));
  const refined = corners.map((corner, index) => {
    const [before, after] = [lines[(index + 3) % 4], lines[index]];
    const met = before && after && meetingPoint(before, after);
    return met && distanceOf(met, corner) <= 3 * reach ? met : corner;
  });
  return refined as unknown as Quadrilateral;
}

function refineSide(picture: ColourPicture, a: Point, b: Point, reach: number): Line {
  const length = Math.max(1, distanceOf(a, b));
  const across = { x: -(b.y - a.y) / length, y: (b.x - a.x) / length };
  const points: Point[] = [];
  for (let place = 0; place < places; place += 1) {
    const t = ends + ((1 - 2 * ends) * place) / (places - 1);
    const from = { x: a.x + t * (b.x - a.x), y: a.y + t * (b.y - a.y) };
    const step = strongestChange(picture, from, across, reach);
    if (step !== undefined) points.push({ x: from.x + step * across.x, y: from.y + step * across.y });
  }
  const unchanged = { nx: across.x, ny: across.y, distance: a.x * across.x + a.y * across.y };
  return robustLine(points, across) ?? unchanged;
}

/** How many pixels along a direction the picture changes most; undefined where it hardly does, or outside. */
function strongestChange(
  picture: ColourPicture,
  from: Point,
  along: Point,
  reach: number,
): number | undefined {
  let [best, strongest] = [0, 5];
  for (let step = -reach; step <= reach; step += 0.5) {
    const change = changeAt(picture, from, along, step);
    if (change > strongest) [best, strongest] = [step, change];
  }
  if (strongest === 5) return undefined;
  const [before, after] = [best - 0.5, best + 0.5].map((step) => changeAt(picture, from, along, step));
  const curve = (before ?? 0) + (after ?? 0) - 2 * strongest;
  return curve < 0 ? best + (0.25 * ((before ?? 0) - (after ?? 0))) / curve : best;
}

/** Difference of the three pixels before and after a place, of the colour that differs most. */
function changeAt(picture: ColourPicture, from: Point, along: Point, step: number): number {
  const valueAt = (step: number, channel: number): number =>
    bilinear(picture, from.x + step * along.x, from.y + step * along.y, 3, channel);
  let most = 0;
  for (let channel = 0; channel < 3; channel += 1) {
    let sum = 0;
    for (const [offset, weight] of [
      [0.5, 2],
      [1.5, 1.5],
      [2.5, 0.5],
    ] as const)
      sum += weight * (valueAt(step + offset, channel) - valueAt(step - offset, channel));
    most = Math.max(most, Math.abs(sum) / 4);
  }
  return most;
}

/** A line through most of the points: those far off the middle of all are left out, twice. */
function robustLine(points: readonly Point[], across: Point): Line | undefined {
  let kept = points;
  let line: Line | undefined;
  for (let round = 0; round < 3; round += 1) {
    if (kept.length < places / 3) return undefined;
    line = leastSquares(kept, across);
    const { nx, ny, distance } = line;
    const offs = kept.map(({ x, y }) => Math.abs(x * nx + y * ny - distance));
    const limit = Math.max(0.6, 2.5 * ([...offs].sort((p, q) => p - q)[offs.length >> 1] ?? 0));
    kept = kept.filter((_, index) => (offs[index] ?? 0) <= limit);
  }
  return line;
}

/** The line that fits points best, its normal to the side of `across`. */
function leastSquares(points: readonly Point[], across: Point): Line {
  const n = points.length;
  const mx = points.reduce((sum, { x }) => sum + x, 0) / n;
  const my = points.reduce((sum, { y }) => sum + y, 0) / n;
  let [xx, xy, yy] = [0, 0, 0];
  for (const { x, y } of points) {
    xx += (x - mx) ** 2;
    xy += (x - mx) * (y - my);
    yy += (y - my) ** 2;
  }
  const along = 0.5 * Math.atan2(2 * xy, xx - yy);
  const [nx, ny] = [-Math.sin(along), Math.cos(along)];
  const sign = nx * across.x + ny * across.y < 0 ? -1 : 1;
  return { nx: sign * nx, ny: sign * ny, distance: sign * (mx * nx + my * ny) };
}
