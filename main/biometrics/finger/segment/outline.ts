import type { Cells } from './turned.ts';

export interface Point {
  readonly x: number;
  readonly y: number;
}

/**
 * A convex line around cells, clockwise as seen, in the unit of the cells.
 *
 * @param cells row by row from the top left, at least one
 * @param most how many points the line may have, at least 3
 */
export function outlineOf({ x, y }: Cells, most: number): Point[] {
  const points = Array.from(x, (value, at) => ({ x: value, y: y[at] as number }));
  const hull = [...halfHull(points), ...halfHull(points.reverse())];
  while (hull.length > most) hull.splice(flattest(hull), 1);
  return hull;
}

/** One side of the convex hull of points sorted by rows (Andrew's monotone chain), without its last point. */
function halfHull(points: readonly Point[]): Point[] {
  const side: Point[] = [];
  for (const point of points) {
    while (
      side.length >= 2 &&
      turnOf(side[side.length - 2] as Point, side[side.length - 1] as Point, point) <= 0
    )
      side.pop();
    side.push(point);
  }
  if (side.length > 1) side.pop();
  return side;
}

/** Twice the area of the triangle; positive when the way turns clockwise as seen. */
function turnOf(a: Point, b: Point, c: Point): number {
  return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
}

/** The corner that adds least. */
function flattest(hull: readonly Point[]): number {
  let [best, least] = [0, Infinity];
  hull.forEach((corner, at) => {
    const before = hull[(at + hull.length - 1) % hull.length] as Point;
    const after = hull[(at + 1) % hull.length] as Point;
    const area = Math.abs(turnOf(before, corner, after));
    if (area < least) [best, least] = [at, area];
  });
  return best;
}
