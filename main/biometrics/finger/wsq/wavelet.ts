import type { Split } from './subbands.ts';

/** Half of a symmetric filter of at most nine taps: the middle one and those to its right. */
export type HalfFilter = readonly [number, number, number, number, number];

/** The two filters that part a line in a low and a high band. */
export interface AnalysisFilters {
  readonly low: HalfFilter;
  readonly high: HalfFilter;
}

/** The 9/7 filters of every WSQ encoder (IAFIS-IC-0110 (V3) part 3, table of filter coefficients). */
export const filters97: AnalysisFilters = {
  low: [
    0.85269867900940344, 0.3774028556126538, -0.11062440441842342, -0.02384946501938, 0.03782845550699546,
  ],
  high: [0.78848561640566439, -0.41809227322221221, -0.04068941760955844, 0.06453888262893845, 0],
};

/** One filter for the samples at even places of a line, one for those at odd places. */
interface Taps {
  readonly even: HalfFilter;
  readonly odd: HalfFilter;
}

/** A line of one sample has no high band, and stays as it is. */
const single: Taps = { even: [1, 0, 0, 0, 0], odd: [0, 0, 0, 0, 0] };

/** Samples that a filter sees to either side. */
const reach = 4;

/**
 * Parts a plane in its bands, in place. This is the whole cost of the transform: a bench row can be a ratio to it.
 *
 * @param plane row by row, `width` samples each
 */
export function analyse(
  plane: Float32Array,
  width: number,
  splits: readonly Split[],
  { low, high }: AnalysisFilters = filters97,
): void {
  const taps = { even: low, odd: high };
  const between = new Float32Array(plane.length);
  for (const split of splits) {
    const { x, y } = bandPlaces(split);
    filterRows(plane, between, width, split, taps, inOrder(split.width), x);
    filterColumns(between, plane, width, split, taps, inOrder(split.height), y);
  }
}

/** Puts a plane together from its bands, in place: undoes `analyse` with the same filters. */
export function synthesize(
  plane: Float32Array,
  width: number,
  splits: readonly Split[],
  filters: AnalysisFilters = filters97,
): void {
  const taps = synthesisTaps(filters);
  const between = new Float32Array(plane.length);
  for (const split of splits.toReversed()) {
    const { x, y } = bandPlaces(split);
    filterColumns(plane, between, width, split, taps, y, inOrder(split.height));
    filterRows(between, plane, width, split, taps, x, inOrder(split.width));
  }
}

/**
 * The synthesis filters are the other band's with every second sign changed. With both bands laid back into one line, low at even and
 * high at odd places, each sample takes its taps from both in turn.
 */
function synthesisTaps({ low, high }: AnalysisFilters): Taps {
  return {
    even: [high[0], -low[1], high[2], -low[3], high[4]],
    odd: [low[0], -high[1], low[2], -high[3], low[4]],
  };
}

function bandPlaces({ width, height, highFirstX, highFirstY }: Split): { x: Int32Array; y: Int32Array } {
  return { x: placesApart(width, highFirstX), y: placesApart(height, highFirstY) };
}

/** Where each sample of a line goes when its even places become the low and its odd places the high band. */
function placesApart(length: number, highFirst: boolean): Int32Array {
  const lowStart = highFirst ? length >> 1 : 0;
  const highStart = highFirst ? 0 : (length + 1) >> 1;
  return Int32Array.from({ length }, (_, i) => (i >> 1) + (i % 2 === 0 ? lowStart : highStart));
}

function inOrder(length: number): Int32Array {
  return Int32Array.from({ length }, (_, i) => i);
}

/** The line goes on as in a mirror at its first and last sample, which are not repeated; short lines more than once. */
function mirrored(i: number, length: number): number {
  const period = Math.max(1, 2 * (length - 1));
  const at = ((i % period) + period) % period;
  return at < length ? at : period - at;
}

/** Filters each row of an area. Samples are taken from `readAt` and put to `writeAt` of their row. */
function filterRows(
  from: Float32Array,
  to: Float32Array,
  stride: number,
  { x, y, width, height }: Split,
  taps: Taps,
  readAt: Int32Array,
  writeAt: Int32Array,
): void {
  const { even, odd } = width === 1 ? single : taps;
  const line = new Float64Array(width + 2 * reach);
  const edges = Array.from({ length: reach }, (_, j) => [-1 - j, width + j])
    .flat()
    .map((i) => [reach + i, reach + mirrored(i, width)] as const);
  for (let row = 0; row < height; row += 1) {
    const start = (y + row) * stride + x;
    for (let i = 0; i < width; i += 1) line[reach + i] = from[start + (readAt[i] ?? 0)] ?? 0;
    for (const [edge, inner] of edges) line[edge] = line[inner] ?? 0;
    filterLine(line, 0, even, to, start, writeAt);
    filterLine(line, 1, odd, to, start, writeAt);
  }
}

function filterLine(
  line: Float64Array,
  first: number,
  [t0, t1, t2, t3, t4]: HalfFilter,
  to: Float32Array,
  start: number,
  writeAt: Int32Array,
): void {
  for (let i = first; i < writeAt.length; i += 2) {
    to[start + (writeAt[i] ?? 0)] =
      t0 * (line[i + 4] ?? 0) +
      t1 * ((line[i + 3] ?? 0) + (line[i + 5] ?? 0)) +
      t2 * ((line[i + 2] ?? 0) + (line[i + 6] ?? 0)) +
      t3 * ((line[i + 1] ?? 0) + (line[i + 7] ?? 0)) +
      t4 * ((line[i] ?? 0) + (line[i + 8] ?? 0));
  }
}

/** Filters each column of an area, a row of results at a time, which keeps to the order of memory. */
function filterColumns(
  from: Float32Array,
  to: Float32Array,
  stride: number,
  { x, y, width, height }: Split,
  taps: Taps,
  readAt: Int32Array,
  writeAt: Int32Array,
): void {
  const { even, odd } = height === 1 ? single : taps;
  const rowAt = (i: number): number => (y + (readAt[mirrored(i, height)] ?? 0)) * stride + x;
  for (let i = 0; i < height; i += 1) {
    const target = (y + (writeAt[i] ?? 0)) * stride + x;
    const filter = i % 2 === 0 ? even : odd;
    filterAcross(from, to, (distance) => rowAt(i + distance), target, width, filter);
  }
}

/** One row of results from the nine rows around it; `rowAt` tells where a row starts by its distance. */
function filterAcross(
  from: Float32Array,
  to: Float32Array,
  rowAt: (distance: number) => number,
  target: number,
  width: number,
  [t0, t1, t2, t3, t4]: HalfFilter,
): void {
  const middle = rowAt(0);
  const [above1, above2, above3, above4] = [rowAt(-1), rowAt(-2), rowAt(-3), rowAt(-4)];
  const [below1, below2, below3, below4] = [rowAt(1), rowAt(2), rowAt(3), rowAt(4)];
  for (let column = 0; column < width; column += 1) {
    to[target + column] =
      t0 * (from[middle + column] ?? 0) +
      t1 * ((from[above1 + column] ?? 0) + (from[below1 + column] ?? 0)) +
      t2 * ((from[above2 + column] ?? 0) + (from[below2 + column] ?? 0)) +
      t3 * ((from[above3 + column] ?? 0) + (from[below3 + column] ?? 0)) +
      t4 * ((from[above4 + column] ?? 0) + (from[below4 + column] ?? 0));
  }
}
