import { labelRegions, type Region } from '../quality/regions.ts';
import type { CoarsePicture } from './coarse.ts';
import { type Cells, project, turn } from './turned.ts';

/** Fewer cells than this are dirt: 25 mm². */
const leastCells = 150;
/** And fewer than this share of the largest part are the residue of another finger. */
const leastShare = 0.12;
/** A finger is wider than this, cells: 6 mm. */
const leastWidth = 15;
/** Fingers that touch are parted where fewer cells than this share of the thinner one lie in line. */
const valleyShare = 0.5;
/** Where fingers lie side by side without a gap, their tips are still parted by a notch this deep, cells: 3 mm. */
const leastNotch = 8;
/** What is narrower than this is one finger whatever its outline, cells: 18 mm. */
const leastPair = 44;
/** Nobody lays more on a glass. */
const mostParts = 16;

/** The cells of a mask with skin. */
export function skinOf({ columns, mask, darkness }: CoarsePicture): Cells {
  return cellsWhere(mask.length, columns, darkness, (at) => mask[at] === 1);
}

/**
 * What may be fingers: what hangs together, parted where fingers touch, without what lies below another part (the same finger beyond its
 * crease). From left to right as the hand lies.
 *
 * @param angle how far the hand leans clockwise, radians
 */
export function fingerParts(coarse: CoarsePicture, angle: number): Cells[] {
  const { columns, mask, darkness } = coarse;
  const { labels, regions } = labelRegions(mask, columns);
  const open = regions
    .filter(({ size }) => size >= leastCells)
    .map((region) => regionCells(labels, columns, darkness, region));
  const parts: Cells[] = [];
  while (open.length > 0 && open.length + parts.length <= mostParts) {
    const cells = open.pop();
    if (cells === undefined) break;
    const halves = partAtValley(cells, angle);
    if (halves === undefined) parts.push(cells);
    else open.push(...halves.filter(({ x }) => x.length >= leastCells));
  }
  const largest = Math.max(0, ...parts.map(({ x }) => x.length));
  return topmost(
    parts.filter(({ x }) => x.length >= leastShare * largest),
    angle,
  );
}

function regionCells(labels: Int32Array, columns: number, darkness: Float32Array, { label }: Region): Cells {
  return cellsWhere(labels.length, columns, darkness, (at) => labels[at] === label);
}

function cellsWhere(
  length: number,
  columns: number,
  darkness: Float32Array,
  isIn: (at: number) => boolean,
): Cells {
  const found = new Int32Array(length);
  let count = 0;
  for (let at = 0; at < length; at += 1) {
    if (!isIn(at)) continue;
    found[count] = at;
    count += 1;
  }
  const cells = found.subarray(0, count);
  return {
    x: Float32Array.from(cells, (at) => (at % columns) + 0.5),
    y: Float32Array.from(cells, (at) => Math.floor(at / columns) + 0.5),
    darkness: Float32Array.from(cells, (at) => darkness[at] as number),
  };
}

/** Two parts, when the fingers stand apart along the hand or at least at their tips. */
function partAtValley(cells: Cells, angle: number): [Cells, Cells] | undefined {
  const { u, v } = turn(cells, angle);
  const { first, counts } = project(u);
  const cut =
    valleyOf(counts) ??
    (counts.length > leastPair ? notchOf(outlineOf(u, v, first, counts.length)) : undefined);
  if (cut === undefined) return undefined;
  const isLeft = u.map((place) => (place < first + cut + 0.5 ? 1 : 0));
  return [pick(cells, (at) => isLeft[at] === 1), pick(cells, (at) => isLeft[at] === 0)];
}

/** Where the projection is deepest between two peaks that are a finger's width from its ends. */
function valleyOf(counts: Float32Array): number | undefined {
  const [left, right] = runningBest(counts, Math.max);
  let [cut, deepest] = [-1, valleyShare];
  for (let at = leastWidth; at < counts.length - leastWidth; at += 1) {
    const depth = (counts[at] as number) / Math.min(left[at] as number, right[at] as number);
    if (depth < deepest) [cut, deepest] = [at, depth];
  }
  return cut < 0 ? undefined : cut;
}

/** The highest cell at each place across the hand. */
function outlineOf(u: Float32Array, v: Float32Array, first: number, length: number): Float32Array {
  const outline = new Float32Array(length).fill(Infinity);
  for (let at = 0; at < u.length; at += 1) {
    const place = Math.floor(u[at] as number) - first;
    outline[place] = Math.min(outline[place] as number, v[at] as number);
  }
  return outline;
}

/** Where the outline lies deepest below a tip on either side. */
function notchOf(outline: Float32Array): number | undefined {
  const [left, right] = runningBest(outline, Math.min);
  let [cut, deepest] = [-1, leastNotch];
  for (let at = leastWidth; at < outline.length - leastWidth; at += 1) {
    const depth = (outline[at] as number) - Math.max(left[at] as number, right[at] as number);
    if (depth > deepest) [cut, deepest] = [at, depth];
  }
  return cut < 0 ? undefined : cut;
}

/** The best value up to each place, and from it on. */
function runningBest(
  values: Float32Array,
  better: (a: number, b: number) => number,
): [Float32Array, Float32Array] {
  const run = (list: Float32Array): Float32Array => {
    let best = list[0] ?? 0;
    return list.map((value) => {
      best = better(best, value);
      return best;
    });
  };
  return [run(values), run(values.slice().reverse()).reverse()];
}

export function pick({ x, y, darkness }: Cells, isIn: (at: number) => boolean): Cells {
  const keep = (_: number, at: number): boolean => isIn(at);
  return { x: x.filter(keep), y: y.filter(keep), darkness: darkness.filter(keep) };
}

/** Parts that no other part lies above, from left to right. */
function topmost(parts: readonly Cells[], angle: number): Cells[] {
  const placed = parts.map((cells) => {
    const { u, v } = turn(cells, angle);
    const across = project(u);
    const middle = u.reduce((sum, place) => sum + place, 0) / u.length;
    return {
      cells,
      left: across.first,
      right: across.first + across.counts.length,
      middle,
      tip: project(v).first,
    };
  });
  return placed
    .filter(
      (one) =>
        !placed.some(({ left, right, tip }) => one.middle > left && one.middle < right && one.tip > tip),
    )
    .sort((a, b) => a.middle - b.middle)
    .map(({ cells }) => cells);
}
