import type { GrayPicture } from '../../picture.ts';
import { blockPixels } from './block.ts';
import type { RidgeBlock } from './ridge-map.ts';

/** Pixels across the ridges and along them (ISO/IEC 29794-4: 32 × 16). */
export const across = 32;
export const along = 16;

/** Which part of the turned block is taken. */
interface Window {
  /** First pixel across and along the ridges, from the block's middle. */
  readonly left: number;
  readonly top: number;
  /** Half side of the square around the block's middle that pixels come from; further out everything is black. */
  readonly reach: number;
}

/** Where the features look. In NFIQ 2 two of them turn about a middle that lies two pixels off; its values need that. */
export const windows = {
  clarity: { left: -16, top: -8, reach: 18 },
  uniformity: { left: -18, top: -10, reach: 20 },
  frequency: { left: -13, top: -10, reach: 20 },
} as const satisfies Readonly<Record<string, Window>>;

/** Positions are rounded to 1/1024 pixel, each summand by itself, before the nearest pixel is taken. */
const fixedPoint = 1024;

/**
 * The pixels of a block turned so that its ridges stand upright, nearest neighbour: 32 columns across the ridges × 16 rows along them.
 *
 * @param into 512 bytes, overwritten
 */
export function takeWindow(picture: GrayPicture, block: RidgeBlock, window: Window, into: Uint8Array): void {
  const { width, height, pixels } = picture;
  const [cos, sin] = [Math.cos(block.angle), Math.sin(block.angle)];
  const half = blockPixels / 2;
  const [middleX, middleY] = [block.left + half, block.top + half];
  for (let row = 0; row < along; row += 1) {
    const v = window.top + row;
    for (let column = 0; column < across; column += 1) {
      const u = window.left + column;
      const dx = nearest(u * cos, -v * sin);
      const dy = nearest(u * sin, v * cos);
      const [x, y] = [middleX + dx, middleY + dy];
      const isInside =
        dx >= -window.reach &&
        dy >= -window.reach &&
        dx < window.reach &&
        dy < window.reach &&
        x >= 0 &&
        y >= 0 &&
        x < width &&
        y < height;
      into[row * across + column] = isInside ? (pixels[y * width + x] as number) : 0;
    }
  }
}

function nearest(a: number, b: number): number {
  return (Math.round(a * fixedPoint) + Math.round(b * fixedPoint) + fixedPoint / 2) >> 10;
}
