import type { Point, Quadrilateral } from './quadrilateral.ts';

/** A plane seen in perspective: nine numbers of a 3 × 3 matrix, row by row, the last one 1. */
export type Homography = readonly number[];

/** The homography that takes a rectangle of this size, from its top left clockwise, to four points. */
export function rectangleTo(width: number, height: number, corners: Quadrilateral): Homography {
  const from: Quadrilateral = [
    { x: 0, y: 0 },
    { x: width, y: 0 },
    { x: width, y: height },
    { x: 0, y: height },
  ];
  const rows: number[][] = [];
  for (const [index, { x, y }] of from.entries()) {
    const to = corners[index] ?? { x: 0, y: 0 };
    rows.push([x, y, 1, 0, 0, 0, -x * to.x, -y * to.x, to.x]);
    rows.push([0, 0, 0, x, y, 1, -x * to.y, -y * to.y, to.y]);
  }
  return [...solved(rows), 1];
}

/** Where a point comes to lie. */
export function applied(h: Homography, { x, y }: Point): Point {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, k = 0, l = 1] = h;
  const w = g * x + k * y + l;
  return { x: (a * x + b * y + c) / w, y: (d * x + e * y + f) / w };
}

/** Gauss' and Jordan's elimination with the greatest pivot; the last column is the right side. */
function solved(rows: number[][]): number[] {
  const open = [...rows];
  const done: number[][] = [];
  for (let column = 0; column < rows.length; column += 1) {
    open.sort((a, b) => Math.abs(b[column] ?? 0) - Math.abs(a[column] ?? 0));
    const pivot = open.shift() ?? [];
    const scale = pivot[column] || Number.EPSILON;
    const unit = pivot.map((value) => value / scale);
    for (const row of [...open, ...done]) subtract(row, unit, row[column] ?? 0);
    done.push(unit);
  }
  return done.map((row) => row[rows.length] ?? 0);
}

function subtract(row: number[], unit: readonly number[], times: number): void {
  for (const [column, value] of unit.entries()) row[column] = (row[column] ?? 0) - times * value;
}
