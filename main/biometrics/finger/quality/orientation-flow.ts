import type { RidgeBlock, RidgeMap } from './ridge-map.ts';

/** Ridges turn this much from block to block on any finger, degrees (ISO/IEC 29794-4). */
const naturalTurn = 4;

/**
 * Orientation flow (ISO/IEC 29794-4): for each block with ridges all around, the mean difference of its direction from its eight neighbours',
 * beyond 4° and by the 86° that are left. 0 smooth … 1 broken.
 *
 * As NFIQ 2 counts it, directions on both sides of the vertical differ by up to 180°, and blocks that turn no more than 4° are left out.
 */
export function orientationFlow(map: RidgeMap): number[] {
  const flow: number[] = [];
  for (let row = 1; row < map.rows - 1; row += 1) {
    for (let column = 1; column < map.columns - 1; column += 1) {
      const turn = meanTurn(map, row, column);
      if (turn !== undefined && turn > naturalTurn) flow.push((turn - naturalTurn) / (90 - naturalTurn));
    }
  }
  return flow;
}

/** Degrees. Undefined when there are not ridges in all nine blocks. */
function meanTurn({ columns, blocks }: RidgeMap, row: number, column: number): number | undefined {
  const middle = blocks[row * columns + column];
  if (middle === undefined) return undefined;
  let sum = 0;
  for (let dy = -1; dy <= 1; dy += 1) {
    for (let dx = -1; dx <= 1; dx += 1) {
      const other: RidgeBlock | undefined = blocks[(row + dy) * columns + column + dx];
      if (other === undefined) return undefined;
      sum += Math.abs(middle.angle - other.angle);
    }
  }
  return ((sum / 8) * 180) / Math.PI;
}
