import { pick } from './parts.ts';
import { type Cells, type Projection, project, turn } from './turned.ts';

/** A rectangle that leans with its finger, in the unit of its cells. */
export interface LeaningBox {
  /** Its middle. */
  readonly x: number;
  readonly y: number;
  /** Across the finger and along it. */
  readonly width: number;
  readonly height: number;
  /** How far it leans clockwise, radians. */
  readonly angle: number;
}

/** A part this much longer than wide, in squared deviations, tells its own direction. */
const leastElongation = 1.3;
/** A finger leans no further than this from its hand, radians. */
const mostSpread = (25 * Math.PI) / 180;
/** A print is cut where it begins to be another joint, in widths from the tip. */
const joint = { from: 0.9, to: 2 } as const;
/** Places with less than this share of the fullest one are no finger. */
const sliverShare = 0.15;
/** In the crease is less than this share of the skin above and below it. */
const creaseShare = 0.6;

/**
 * The last joint of a finger: its own direction, its tip, its sides, and at the bottom the first crease, or twice its width.
 *
 * @param hand how far the hand leans clockwise, radians
 */
export function fingerBox(cells: Cells, hand: number): LeaningBox {
  const angle = ownAngle(cells, hand);
  const { v } = turn(cells, angle);
  const end = jointEnd(cells, angle);
  const tip = pick(cells, (at) => (v[at] as number) < end);
  const placed = turn(tip, angle);
  const [across, along] = [bodyOf(project(placed.u)), bodyOf(project(placed.v))];
  const [u, middleV] = [(across.from + across.to) / 2, (along.from + along.to) / 2];
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  return {
    x: u * cos - middleV * sin,
    y: u * sin + middleV * cos,
    width: across.to - across.from,
    height: along.to - along.from,
    angle,
  };
}

/** A projection without slivers at its ends: what a neighbour left when the two were parted. */
function bodyOf({ first, counts }: Projection): { readonly from: number; readonly to: number } {
  const least = sliverShare * counts.reduce((most, count) => Math.max(most, count), 0);
  const isBody = (count: number): boolean => count > least;
  return { from: first + counts.findIndex(isBody), to: first + counts.findLastIndex(isBody) + 1 };
}

/** Along the longer axis of the second moments, unless the part is round or that axis is no finger's. */
function ownAngle({ x, y }: Cells, hand: number): number {
  const n = x.length;
  const [middleX, middleY] = [x.reduce((a, b) => a + b, 0) / n, y.reduce((a, b) => a + b, 0) / n];
  let [xx, yy, xy] = [0, 0, 0];
  for (let at = 0; at < n; at += 1) {
    const [dx, dy] = [(x[at] as number) - middleX, (y[at] as number) - middleY];
    xx += dx * dx;
    yy += dy * dy;
    xy += dx * dy;
  }
  const root = Math.hypot(xx - yy, 2 * xy);
  if (xx + yy + root < leastElongation * (xx + yy - root)) return hand;
  // The long axis as it points up: half the doubled angle, from the vertical.
  const angle = Math.atan2(-2 * xy, yy - xx) / 2;
  return Math.abs(angle - hand) <= mostSpread ? angle : hand;
}

/** Where along the finger its last joint ends; beyond the part when it shows no crease. */
function jointEnd(cells: Cells, angle: number): number {
  const { u, v } = turn(cells, angle);
  const width = project(u).counts.length;
  const { first, counts } = project(v, cells.darkness);
  const from = Math.round(joint.from * width);
  const to = Math.min(counts.length, Math.round(joint.to * width));
  let crease = to;
  for (let at = from; at < to; at += 1)
    if ((counts[at] as number) < (counts[crease] ?? Infinity)) crease = at;
  const depth = counts[crease] ?? Infinity;
  const most = (values: Float32Array): number => values.reduce((a, b) => Math.max(a, b), 0);
  const isCrease =
    depth < creaseShare * most(counts.subarray(0, from)) &&
    depth < creaseShare * most(counts.subarray(crease));
  return first + (isCrease ? crease : to);
}
