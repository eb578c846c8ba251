import type { Point } from './landmarks.ts';

/** Pixels of one row: from the first to before the last. */
export interface Span {
  readonly y: number;
  readonly from: number;
  readonly to: number;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/** The pixels whose middle lies inside a closed line, row by row; a line that crosses a row more than twice counts from its first to its last. */
export function areaOf(line: readonly Point[], { width, height }: Size): Span[] {
  const ys = line.map(([, y]) => y);
  const spans: Span[] = [];
  const last = Math.min(height - 1, Math.floor(Math.max(...ys)));
  for (let y = Math.max(0, Math.floor(Math.min(...ys))); y <= last; y += 1) {
    const xs = crossings(line, y + 0.5);
    if (xs.length === 0) continue;
    const from = Math.max(0, Math.ceil(Math.min(...xs) - 0.5));
    const to = Math.min(width, Math.floor(Math.max(...xs) - 0.5) + 1);
    if (to > from) spans.push({ y, from, to });
  }
  return spans;
}

function crossings(line: readonly Point[], y: number): number[] {
  return line.flatMap(([ax, ay], index) => {
    const [bx, by] = line[(index + 1) % line.length] ?? [ax, ay];
    return ay <= y !== by <= y ? [ax + ((y - ay) / (by - ay)) * (bx - ax)] : [];
  });
}

/** An upright square, as far as it lies in the picture. */
export function squareAround([x, y]: Point, side: number, { width, height }: Size): Span[] {
  const from = Math.max(0, Math.round(x - side / 2));
  const to = Math.min(width, Math.round(x + side / 2));
  const spans: Span[] = [];
  const last = Math.min(height, Math.round(y + side / 2));
  for (let row = Math.max(0, Math.round(y - side / 2)); row < last; row += 1)
    if (to > from) spans.push({ y: row, from, to });
  return spans;
}
