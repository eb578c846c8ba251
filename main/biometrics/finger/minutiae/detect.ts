import { flowAt, isInside, type RidgeFlow } from './ridge-flow.ts';
import { branchesFrom, crossingAt, placesWith, type Skeleton, walk } from './skeleton.ts';
import { type Minutia, turnBetween, wholeTurn } from './template.ts';

/** How far a line is followed for its direction, pixels. */
const followed = 14;
/** Cells that the finger must reach beyond a minutia: at the border every ridge ends. */
const borderCells = 2;
const leastCoherence = 0.4;

/** Two endings that face each other across so many pixels are one ridge, broken. */
const breakPixels = 14;
const breakTurn = (40 * Math.PI) / 180;
/** Minutiae nearer to each other than ridges are come from dirt. */
const leastApart = 6;
/** More than so many within this distance is a torn patch, not ridges. */
const crowd = { pixels: 26, count: 5 };

/** A torn or made-up picture can have any number: more than this, the clearest first, are not looked at. */
const mostCandidates = 2000;

/** Endings and forks of the lines, less those that are none in the skin; clearest first. */
export function detectMinutiae(skeleton: Skeleton, flow: RidgeFlow): Minutia[] {
  const found = placesWith(skeleton, (crossing) => crossing === 1 || crossing === 3).flatMap(
    (at) => minutiaAt(skeleton, flow, at) ?? [],
  );
  return withoutFalse(found.sort((a, b) => b.quality - a.quality).slice(0, mostCandidates));
}

function minutiaAt(skeleton: Skeleton, flow: RidgeFlow, at: number): Minutia | undefined {
  const [x, y] = [at % skeleton.width, Math.floor(at / skeleton.width)];
  if (!isInside(flow, x, y, borderCells)) return undefined;
  const { angle, coherence } = flowAt(flow, x, y);
  if (coherence < leastCoherence) return undefined;
  const kind = crossingAt(skeleton, at) === 1 ? 'ending' : 'bifurcation';
  const sense = kind === 'ending' ? senseOfEnding(skeleton, at) : senseOfFork(skeleton, at);
  // The flow is steadier than one line; the line tells which of its two ways. The picture's y runs down, the standard's angle up.
  const isForward = sense.x * Math.cos(angle) + sense.y * Math.sin(angle) >= 0;
  return {
    x,
    y,
    angle: wholeTurn(-(isForward ? angle : angle + Math.PI)),
    kind,
    quality: Math.round(100 * Math.min(1, coherence)),
  };
}

interface Vector {
  readonly x: number;
  readonly y: number;
}

function towards({ width }: Skeleton, from: number, to: number): Vector {
  const [dx, dy] = [(to % width) - (from % width), Math.floor(to / width) - Math.floor(from / width)];
  const length = Math.max(1, Math.hypot(dx, dy));
  return { x: dx / length, y: dy / length };
}

function branchVectors(skeleton: Skeleton, at: number): Vector[] {
  return branchesFrom(skeleton, at).map((first) =>
    towards(skeleton, at, walk(skeleton, at, first, followed).path.at(-1) ?? first),
  );
}

/** Back along the ridge. */
function senseOfEnding(skeleton: Skeleton, at: number): Vector {
  return branchVectors(skeleton, at)[0] ?? { x: 0, y: 0 };
}

/** Between the two branches that lie closest; the third is the stem. */
function senseOfFork(skeleton: Skeleton, at: number): Vector {
  const [a, b, c] = branchVectors(skeleton, at);
  if (!(a && b && c)) return { x: 0, y: 0 };
  const pairs = [
    { left: a, right: b, stem: c },
    { left: b, right: c, stem: a },
    { left: a, right: c, stem: b },
  ];
  const closeness = ({ left, right }: { left: Vector; right: Vector }): number =>
    left.x * right.x + left.y * right.y;
  const { left, right, stem } = pairs.reduce((best, pair) =>
    closeness(pair) > closeness(best) ? pair : best,
  );
  return { x: left.x + right.x - stem.x, y: left.y + right.y - stem.y };
}

function withoutFalse(found: readonly Minutia[]): Minutia[] {
  return found.filter((minutia) => {
    let near = 0;
    for (const other of found) {
      if (other === minutia) continue;
      const distance = Math.hypot(other.x - minutia.x, other.y - minutia.y);
      if (distance < leastApart || isBreak(minutia, other, distance)) return false;
      if (distance < crowd.pixels) near += 1;
    }
    return near <= crowd.count;
  });
}

/** Whether two endings look at each other over a small gap. */
function isBreak(a: Minutia, b: Minutia, distance: number): boolean {
  if (a.kind !== 'ending' || b.kind !== 'ending' || distance > breakPixels) return false;
  const gap = Math.atan2(-(b.y - a.y), b.x - a.x);
  return (
    Math.abs(turnBetween(a.angle, gap + Math.PI)) < breakTurn &&
    Math.abs(turnBetween(b.angle, gap)) < breakTurn
  );
}
