import type { Point, Quadrilateral } from './quadrilateral.ts';

/** A plane seen in perspective: nine numbers of a 3 × 3 matrix, row by row, the last one 1. */
export type Homography = readonly number[];

/** A point of a plane and where it is seen. */
export interface Sighting {
  readonly from: Point;
  readonly to: Point;
}

/**
 * The homography that takes a rectangle of this size, from its top left clockwise, to four points.
 *
 * @throws Error when three of them lie on one line
 */
export function rectangleTo(width: number, height: number, corners: Quadrilateral): Homography {
  const [a, b, c, d] = corners;
  const h = homographyOf([
    { from: { x: 0, y: 0 }, to: a },
    { from: { x: width, y: 0 }, to: b },
    { from: { x: width, y: height }, to: c },
    { from: { x: 0, y: height }, to: d },
  ]);
  if (!h) throw new Error('these corners are no sheet');
  return h;
}

/**
 * The homography that fits at least four sightings best, by least squares on the linear equations (Hartley and Zisserman, Multiple View
 * Geometry, section 4.1, with h33 = 1).
 *
 * @returns undefined when the points do not determine one
 */
export function homographyOf(sightings: readonly Sighting[]): Homography | undefined {
  return bestFit(sightings, (x, y, u, v) => [
    [x, y, 1, 0, 0, 0, -u * x, -u * y, u],
    [0, 0, 0, x, y, 1, -v * x, -v * y, v],
  ]);
}

/** The same without perspective (affine), of at least three: of a few points close together it leads farther away from them. */
export function affineOf(sightings: readonly Sighting[]): Homography | undefined {
  return bestFit(sightings, (x, y, u, v) => [
    [x, y, 1, 0, 0, 0, u],
    [0, 0, 0, x, y, 1, v],
  ]);
}

/** Where a point comes to lie. */
export function applied(h: Homography, { x, y }: Point): Point {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, k = 0, l = 1] = h;
  const w = g * x + k * y + l;
  return { x: (a * x + b * y + c) / w, y: (d * x + e * y + f) / w };
}

function bestFit(
  sightings: readonly Sighting[],
  equations: (x: number, y: number, u: number, v: number) => number[][],
): Homography | undefined {
  const from = normalization(sightings.map((sighting) => sighting.from));
  const to = normalization(sightings.map((sighting) => sighting.to));
  const rows = sightings.flatMap((sighting) => {
    const [{ x, y }, { x: u, y: v }] = [applied(from.matrix, sighting.from), applied(to.matrix, sighting.to)];
    return equations(x, y, u, v);
  });
  const solution = solveLeastSquares(rows);
  if (!solution) return undefined;
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, k = 0] = solution;
  const h = product(to.inverse, product([a, b, c, d, e, f, g, k, 1], from.matrix));
  const last = h[8] ?? 1;
  return Math.abs(last) < Number.EPSILON ? undefined : h.map((value) => value / last);
}

/** Moves points around the origin and to a size of one: the equations are then well conditioned. */
function normalization(points: readonly Point[]) {
  const mean = (axis: 'x' | 'y'): number =>
    points.reduce((sum, point) => sum + point[axis], 0) / points.length;
  const [x, y] = [mean('x'), mean('y')];
  const size =
    points.reduce((sum, point) => sum + Math.hypot(point.x - x, point.y - y), 0) / points.length || 1;
  return {
    matrix: [1 / size, 0, -x / size, 0, 1 / size, -y / size, 0, 0, 1],
    inverse: [size, 0, x, 0, size, y, 0, 0, 1],
  };
}

/** Of two 3 × 3 matrices. */
function product(a: readonly number[], b: readonly number[]): number[] {
  return Array.from({ length: 9 }, (_, index) => {
    const [row, column] = [3 * Math.floor(index / 3), index % 3];
    return [0, 1, 2].reduce((sum, i) => sum + (a[row + i] ?? 0) * (b[3 * i + column] ?? 0), 0);
  });
}

/** By the normal equations; each row is its coefficients and what they come to. */
function solveLeastSquares(rows: readonly (readonly number[])[]): number[] | undefined {
  const unknowns = (rows[0]?.length ?? 1) - 1;
  const columnsProduct = (i: number, j: number): number =>
    rows.reduce((sum, row) => sum + (row[i] ?? 0) * (row[j] ?? 0), 0);
  const system = Array.from({ length: unknowns }, (_, i) =>
    Array.from({ length: unknowns + 1 }, (_unused, j) => columnsProduct(i, j)),
  );
  for (let column = 0; column < unknowns; column += 1) if (!eliminate(system, column)) return undefined;
  return system.map((row, index) => (row[unknowns] ?? 0) / (row[index] ?? 1));
}

/** One column of Gauss and Jordan's elimination, with the largest pivot; false when there is none. */
function eliminate(system: number[][], column: number): boolean {
  const pivot = system
    .slice(column)
    .reduce((best, row) => (Math.abs(row[column] ?? 0) > Math.abs(best[column] ?? 0) ? row : best));
  const divisor = pivot[column] ?? 0;
  if (Math.abs(divisor) < 1e-12) return false;
  system[system.indexOf(pivot)] = system[column] ?? pivot;
  system[column] = pivot;
  for (const row of system) {
    if (row === pivot) continue;
    const factor = (row[column] ?? 0) / divisor;
    for (let j = column; j < row.length; j += 1) row[j] = (row[j] ?? 0) - factor * (pivot[j] ?? 0);
  }
  return true;
}
