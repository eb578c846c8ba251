import type { GrayPicture } from '../../picture.ts';
import { type Block, type BlockGrid, blockPixels, measureBlock } from './block.ts';

/** How far the map lies inside the picture: a block turned by any angle still finds its 32 × 16 pixels. */
const border = 2;
/** A block is ridges when it varies at least this much, in units of the whole picture's deviation. */
const ridgeDeviation = 0.1;

/** A block of ridges, and which way they run. */
export interface RidgeBlock {
  readonly left: number;
  readonly top: number;
  /** Across the ridges, radians clockwise from the row, −π/2 … π/2. See `acrossRidges`. */
  readonly angle: number;
}

/** Blocks of 32 × 32, row by row; undefined where the finger does not lie. */
export interface RidgeMap {
  readonly columns: number;
  readonly rows: number;
  readonly blocks: readonly (RidgeBlock | undefined)[];
}

/**
 * Where ridges are and which way they run (ISO/IEC 29794-4 as NFIQ 2 cuts it): blocks that begin two pixels inside the picture, and count
 * only when every block of the grid under them varies enough.
 *
 * @param deviation of the whole picture
 */
export function ridgeMap(picture: GrayPicture, grid: BlockGrid, deviation: number): RidgeMap {
  const columns = Math.max(0, Math.ceil((picture.width - 2 * border - blockPixels + 1) / blockPixels));
  const rows = Math.max(0, Math.ceil((picture.height - 2 * border - blockPixels + 1) / blockPixels));
  const isRidge = (row: number, column: number): boolean =>
    (grid.blocks[row * grid.columns + column]?.deviation ?? 0) > ridgeDeviation * deviation;
  const blocks: (RidgeBlock | undefined)[] = [];
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      const isInside =
        isRidge(row, column) &&
        isRidge(row, column + 1) &&
        isRidge(row + 1, column) &&
        isRidge(row + 1, column + 1);
      blocks.push(isInside ? ridgeBlock(picture, row, column) : undefined);
    }
  }
  return { columns, rows, blocks };
}

function ridgeBlock(picture: GrayPicture, row: number, column: number): RidgeBlock {
  const block = measureBlock(picture, border + column * blockPixels, border + row * blockPixels);
  return { left: block.left, top: block.top, angle: acrossRidges(block) };
}

/**
 * Direction across the ridges as NFIQ 2 takes it: ½ · atan2(c, a − b) of the gradients' covariance, where the literature doubles c. It is
 * exact along rows, columns and diagonals and up to 9.8° off between; the reference values of clarity, frequency and flow need it so.
 */
function acrossRidges({ xx, yy, xy }: Block): number {
  return Math.atan2(xy, xx - yy) / 2;
}
