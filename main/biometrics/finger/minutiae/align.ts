import { type Minutia, turnBetween } from './template.ts';

/** Lays one finger on the other: turn counterclockwise about the origin, then move. y runs down. */
export interface Alignment {
  readonly turn: number;
  readonly dx: number;
  readonly dy: number;
}

/** A minutia of each finger, by index. */
export interface Pair {
  readonly a: number;
  readonly b: number;
}

/** How far apart two minutiae may lie once the fingers are laid on each other; skin gives way the more the further out. */
const placeTolerance = { least: 9, perPixel: 0.035, most: 20 };
const turnTolerance = (24 * Math.PI) / 180;

/** Moves a place of `a` onto `b`. */
export function moved({ turn, dx, dy }: Alignment, x: number, y: number): { x: number; y: number } {
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
  return { x: x * cos + y * sin + dx, y: y * cos - x * sin + dy };
}

/** The alignment that lays minutia `a` right on `b`. */
export function alignmentOf(a: Minutia, b: Minutia): Alignment {
  const turn = turnBetween(a.angle, b.angle);
  const there = moved({ turn, dx: 0, dy: 0 }, a.x, a.y);
  return { turn, dx: b.x - there.x, dy: b.y - there.y };
}

/**
 * Minutiae that lie on each other, each used once.
 *
 * @param origin where the alignment is exact, in `b`: tolerance grows from there
 */
export function pairsUnder(
  alignment: Alignment,
  a: readonly Minutia[],
  b: readonly Minutia[],
  origin: { readonly x: number; readonly y: number },
): Pair[] {
  const taken = new Uint8Array(b.length);
  const pairs: Pair[] = [];
  for (const [index, minutia] of a.entries()) {
    const { x, y } = moved(alignment, minutia.x, minutia.y);
    const tolerance = Math.min(
      placeTolerance.most,
      placeTolerance.least + placeTolerance.perPixel * Math.hypot(x - origin.x, y - origin.y),
    );
    const partner = nearest(b, taken, { x, y, angle: minutia.angle + alignment.turn }, tolerance);
    if (partner < 0) continue;
    taken[partner] = 1;
    pairs.push({ a: index, b: partner });
  }
  return pairs;
}

function nearest(
  minutiae: readonly Minutia[],
  taken: Uint8Array,
  { x, y, angle }: { readonly x: number; readonly y: number; readonly angle: number },
  tolerance: number,
): number {
  let best = -1;
  let least = tolerance * tolerance;
  for (let index = 0; index < minutiae.length; index += 1) {
    if (taken[index] === 1) continue;
    const other = minutiae[index] as Minutia;
    const [dx, dy] = [other.x - x, other.y - y];
    const distance = dx * dx + dy * dy;
    if (distance > least || Math.abs(turnBetween(angle, other.angle)) > turnTolerance) continue;
    [best, least] = [index, distance];
  }
  return best;
}

/** The rigid alignment with the least squared distance between the pairs (Procrustes without scale), and their middle in `b`. */
export function fitAlignment(
  pairs: readonly Pair[],
  a: readonly Minutia[],
  b: readonly Minutia[],
): { readonly alignment: Alignment; readonly origin: { readonly x: number; readonly y: number } } {
  const from = middle(pairs.map((pair) => a[pair.a] as Minutia));
  const to = middle(pairs.map((pair) => b[pair.b] as Minutia));
  let [dot, cross] = [0, 0];
  for (const pair of pairs) {
    const [p, q] = [a[pair.a] as Minutia, b[pair.b] as Minutia];
    const [px, py, qx, qy] = [p.x - from.x, p.y - from.y, q.x - to.x, q.y - to.y];
    dot += px * qx + py * qy;
    cross += py * qx - px * qy;
  }
  const turn = Math.atan2(cross, dot);
  const there = moved({ turn, dx: 0, dy: 0 }, from.x, from.y);
  return { alignment: { turn, dx: to.x - there.x, dy: to.y - there.y }, origin: to };
}

function middle(places: readonly { readonly x: number; readonly y: number }[]): { x: number; y: number } {
  let [x, y] = [0, 0];
  for (const place of places) [x, y] = [x + place.x, y + place.y];
  return { x: x / places.length, y: y / places.length };
}
