import type { GrayPicture } from '../picture.ts';

/** A point of a page in millimetres, or of a photograph in pixels. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A rectangle of the page in millimetres. */
export interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A point of the page and where the photograph shows it. */
export interface Sighting {
  readonly page: Point;
  readonly photo: Point;
}

/** Where a photograph shows a point of the page. */
export type PageView = (page: Point) => Point;

/**
 * How the page lies in the photograph: the projective map (homography) that fits at least four sightings best, by least squares on the
 * linear equations (Hartley and Zisserman, Multiple View Geometry, section 4.1, with h33 = 1).
 *
 * @returns undefined when the points do not determine one
 */
export function pageView(sightings: readonly Sighting[]): PageView | undefined {
  return bestView(sightings, (x, y, u, v) => [
    [x, y, 1, 0, 0, 0, -u * x, -u * y, u],
    [0, 0, 0, x, y, 1, -v * x, -v * y, v],
  ]);
}

/** The same without perspective (affine): of a few points close together it leads farther away from them. */
export function flatView(sightings: readonly Sighting[]): PageView | undefined {
  return bestView(sightings, (x, y, u, v) => [
    [x, y, 1, 0, 0, 0, u],
    [0, 0, 0, x, y, 1, v],
  ]);
}

function bestView(
  sightings: readonly Sighting[],
  equations: (x: number, y: number, u: number, v: number) => number[][],
): PageView | undefined {
  const page = normalizer(sightings.map((sighting) => sighting.page));
  const photo = normalizer(sightings.map((sighting) => sighting.photo));
  const rows = sightings.flatMap((sighting) => {
    const { x, y } = page.apply(sighting.page);
    const { x: u, y: v } = photo.apply(sighting.photo);
    return equations(x, y, u, v);
  });
  const h = solveLeastSquares(rows);
  if (!h) return undefined;
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, i = 0] = h;
  return (point) => {
    const { x, y } = page.apply(point);
    const w = g * x + i * y + 1;
    return photo.invert({ x: (a * x + b * y + c) / w, y: (d * x + e * y + f) / w });
  };
}

/** Moves points around the origin and to a size of one: the equations are then well conditioned. */
function normalizer(points: readonly Point[]) {
  const mean = (axis: 'x' | 'y'): number =>
    points.reduce((sum, point) => sum + point[axis], 0) / points.length;
  const [x, y] = [mean('x'), mean('y')];
  const size =
    points.reduce((sum, point) => sum + Math.hypot(point.x - x, point.y - y), 0) / points.length || 1;
  return {
    apply: (point: Point): Point => ({ x: (point.x - x) / size, y: (point.y - y) / size }),
    invert: (point: Point): Point => ({ x: point.x * size + x, y: point.y * size + y }),
  };
}

/** By the normal equations; each row is its coefficients and what they come to. */
function solveLeastSquares(rows: readonly (readonly number[])[]): number[] | undefined {
  const unknowns = (rows[0]?.length ?? 1) - 1;
  const product = (i: number, j: number): number =>
    rows.reduce((sum, row) => sum + (row[i] ?? 0) * (row[j] ?? 0), 0);
  const system = Array.from({ length: unknowns }, (_, i) =>
    Array.from({ length: unknowns + 1 }, (_unused, j) => product(i, j)),
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

/** Between four pixels; undefined outside of the photograph. */
export function grayAt({ pixels, width, height }: GrayPicture, { x, y }: Point): number | undefined {
  const [left, top] = [Math.floor(x), Math.floor(y)];
  if (!(left >= 0 && top >= 0 && left < width - 1 && top < height - 1)) return undefined;
  const [right, down] = [x - left, y - top];
  const at = (row: number, column: number): number => pixels[(top + row) * width + left + column] ?? 0;
  return (
    (at(0, 0) * (1 - right) + at(0, 1) * right) * (1 - down) +
    (at(1, 0) * (1 - right) + at(1, 1) * right) * down
  );
}
