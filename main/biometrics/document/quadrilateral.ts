/** A point of a picture, pixels from its top left. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Four corners clockwise, from the one that is the top left of the sheet. */
export type Quadrilateral = readonly [Point, Point, Point, Point];

/** A straight line `x·nx + y·ny = distance`, its normal of length 1. */
export interface Line {
  readonly nx: number;
  readonly ny: number;
  readonly distance: number;
}

/** Where two lines meet; undefined when they are parallel. */
export function meetingPoint(a: Line, b: Line): Point | undefined {
  const determinant = a.nx * b.ny - a.ny * b.nx;
  if (Math.abs(determinant) < 1e-6) return undefined;
  return {
    x: (a.distance * b.ny - b.distance * a.ny) / determinant,
    y: (a.nx * b.distance - b.nx * a.distance) / determinant,
  };
}

export function distanceOf(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}

/** Square pixels. */
export function areaOf(corners: Quadrilateral): number {
  let twice = 0;
  for (const [a, b] of sidesOf(corners)) twice += a.x * b.y - b.x * a.y;
  return Math.abs(twice) / 2;
}

/** Top, right, bottom, left. */
export function sidesOf([a, b, c, d]: Quadrilateral): readonly (readonly [Point, Point])[] {
  return [
    [a, b],
    [b, c],
    [c, d],
    [d, a],
  ];
}

/** Whether it is convex, and no corner is sharper or flatter than a sheet's can look. Degrees. */
export function hasAnglesWithin(corners: Quadrilateral, least: number, most: number): boolean {
  const [a, b, c, d] = corners;
  return [angleAt(d, a, b), angleAt(a, b, c), angleAt(b, c, d), angleAt(c, d, a)].every(
    (angle) => angle >= least && angle <= most,
  );
}

/** The angle from one side to the next, clockwise, 0 to 360 degrees: over 180 where it is not convex. */
function angleAt(before: Point, corner: Point, after: Point): number {
  const to = Math.atan2(after.y - corner.y, after.x - corner.x);
  const from = Math.atan2(before.y - corner.y, before.x - corner.x);
  return (((((from - to) * 180) / Math.PI) % 360) + 360) % 360;
}

/** The same corners clockwise, from the one that looks like the top left: a sheet that lies turned by less than 45° comes upright. */
export function ordered(corners: Quadrilateral): Quadrilateral {
  const middle = {
    x: corners.reduce((sum, { x }) => sum + x, 0) / 4,
    y: corners.reduce((sum, { y }) => sum + y, 0) / 4,
  };
  const clockwise = [...corners].sort((a, b) => bearing(middle, a) - bearing(middle, b));
  const turns = [0, 1, 2, 3].map((turn) => [...clockwise.slice(turn), ...clockwise.slice(0, turn)]);
  const upright = turns.reduce((best, turn) => (leanOf(turn) < leanOf(best) ? turn : best));
  return upright as unknown as Quadrilateral;
}

function bearing(from: Point, to: Point): number {
  return Math.atan2(to.y - from.y, to.x - from.x);
}

/** How far top and bottom side are from running to the right. */
function leanOf([a, b, c, d]: readonly Point[]): number {
  if (!(a && b && c && d)) return Number.POSITIVE_INFINITY;
  const across = { x: b.x - a.x + c.x - d.x, y: b.y - a.y + c.y - d.y };
  return Math.abs(Math.atan2(across.y, across.x));
}

/** The same corners in a picture of another size. */
export function scaled(corners: Quadrilateral, by: number): Quadrilateral {
  const [a, b, c, d] = corners.map(({ x, y }) => ({ x: (x + 0.5) * by - 0.5, y: (y + 0.5) * by - 0.5 }));
  return [a, b, c, d] as Quadrilateral;
}
