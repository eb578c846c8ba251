import { flowAt, type RidgeFlow } from './ridge-flow.ts';
import { branchesFrom, crossingAt, erase, placesWith, type Skeleton, walk } from './skeleton.ts';

/** Lines shorter than a ridge is wide are no ridges, pixels at 500 ppi. */
const shortestSpur = 10;
const shortestPiece = 14;
const longestBridge = 14;
/** A bridge runs across the ridges: at least so far from their direction. */
const bridgeTurn = (50 * Math.PI) / 180;

/**
 * Takes off what thinning and dirt add to the ridges: spurs at their sides, loose specks, bridges from one to the next, and the second
 * side of a pore. In place.
 */
export function repairSkeleton(skeleton: Skeleton, flow: RidgeFlow): void {
  removeSpurs(skeleton);
  removeBridges(skeleton, flow);
  removeSpurs(skeleton);
}

function removeSpurs(skeleton: Skeleton): void {
  for (const ending of placesWith(skeleton, (crossing) => crossing === 1)) {
    const [first] = branchesFrom(skeleton, ending);
    if (first === undefined) continue;
    const { path, stop } = walk(skeleton, ending, first, shortestPiece);
    if (stop === 'fork' && path.length <= shortestSpur) erase(skeleton, [ending, ...path.slice(0, -1)]);
    else if (stop === 'ending') erase(skeleton, [ending, ...path]);
  }
}

function removeBridges(skeleton: Skeleton, flow: RidgeFlow): void {
  for (const fork of placesWith(skeleton, (crossing) => crossing >= 3)) {
    const reached = new Set<number>();
    for (const first of branchesFrom(skeleton, fork)) {
      // An earlier removal may have opened this fork.
      if (crossingAt(skeleton, fork) < 3) break;
      const { path, stop } = walk(skeleton, fork, first, longestBridge);
      const end = path.at(-1) ?? first;
      if (stop !== 'fork') continue;
      const isSecondSide = reached.has(end);
      if (isSecondSide || isAcross(skeleton, flow, fork, end)) erase(skeleton, path.slice(0, -1));
      reached.add(end);
    }
  }
}

function isAcross({ width }: Skeleton, flow: RidgeFlow, from: number, to: number): boolean {
  const [x0, y0, x1, y1] = [from % width, Math.floor(from / width), to % width, Math.floor(to / width)];
  const { angle } = flowAt(flow, (x0 + x1) / 2, (y0 + y1) / 2);
  const turn = Math.abs(Math.atan2(y1 - y0, x1 - x0) - angle) % Math.PI;
  return Math.min(turn, Math.PI - turn) > bridgeTurn;
}
