import { type Cells, project, turn } from './turned.ts';

const degree = Math.PI / 180;
/** How far a hand may lie turned on the glass. */
const most = 40 * degree;
const coarseStep = 4 * degree;
const fineStep = degree;

/**
 * How far the hand leans clockwise, radians, −40° to 40°: seen along the fingers, their edges are steepest. 0 without any skin.
 *
 * @param cells all cells with skin
 */
export function handAngle(cells: Cells): number {
  const coarse = steepest(cells, -most, most, coarseStep);
  return steepest(cells, Math.max(-most, coarse - coarseStep), Math.min(most, coarse + coarseStep), fineStep);
}

function steepest(cells: Cells, from: number, to: number, step: number): number {
  let [best, bestSteepness] = [0, 0];
  for (let angle = from; angle <= to + step / 2; angle += step) {
    const steepness = steepnessAt(cells, angle);
    if (steepness > bestSteepness) [best, bestSteepness] = [angle, steepness];
  }
  return best;
}

/** Sum of the squared steps of the projection, over three places each: a single place is as wide as the rounding. */
function steepnessAt(cells: Cells, angle: number): number {
  const { counts } = project(turn(cells, angle).u);
  let sum = 0;
  for (let at = 0; at < counts.length + 3; at += 1) sum += ((counts[at] ?? 0) - (counts[at - 3] ?? 0)) ** 2;
  return sum;
}
