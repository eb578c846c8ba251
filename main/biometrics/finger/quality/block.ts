import type { GrayPicture } from '../../picture.ts';

/** Side of a block in pixels at 500 ppi: about three ridges (ISO/IEC 29794-4). */
export const blockPixels = 32;

/** Difference to gradient: by the pixels between. */
const perPixel = [0, 1, 0.5] as const;

/** What is measured of a rectangle of pixels. */
export interface Block {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  /** Mean gray, 0 to 255. */
  readonly mean: number;
  /** Standard deviation of gray, divided by n. */
  readonly deviation: number;
  /** Covariance of the gradients: means of gx², gy² and gx·gy. Axes point right and down. */
  readonly xx: number;
  readonly yy: number;
  readonly xy: number;
}

/**
 * Measures a rectangle that lies inside the picture. Gradients are central differences, at the rectangle's edges one-sided: nothing
 * outside is looked at (ISO/IEC 29794-4, orientation certainty).
 */
export function measureBlock(
  { width: stride, pixels }: GrayPicture,
  left: number,
  top: number,
  width = blockPixels,
  height = blockPixels,
): Block {
  let [xx, yy, xy, sum, squares] = [0, 0, 0, 0, 0];
  for (let y = 0; y < height; y += 1) {
    const row = (top + y) * stride + left;
    const above = row - Math.min(y, 1) * stride;
    const below = row + Math.min(height - 1 - y, 1) * stride;
    const perY = perPixel[(below - above) / stride] as number;
    for (let x = 0; x < width; x += 1) {
      const before = Math.max(x - 1, 0);
      const after = Math.min(x + 1, width - 1);
      const perX = perPixel[after - before] as number;
      const gx = ((pixels[row + after] as number) - (pixels[row + before] as number)) * perX;
      const gy = ((pixels[below + x] as number) - (pixels[above + x] as number)) * perY;
      const value = pixels[row + x] as number;
      xx += gx * gx;
      yy += gy * gy;
      xy += gx * gy;
      sum += value;
      squares += value * value;
    }
  }
  const n = width * height;
  const mean = sum / n;
  const deviation = Math.sqrt(Math.max(0, squares / n - mean * mean));
  return { left, top, width, height, mean, deviation, xx: xx / n, yy: yy / n, xy: xy / n };
}

/** 1 − λmin / λmax of the gradients' covariance: 0 no direction … 1 one direction. Undefined without any gradient. */
export function certaintyOf({ xx, yy, xy }: Block): number | undefined {
  const root = Math.sqrt((xx - yy) ** 2 + 4 * xy * xy);
  const most = (xx + yy + root) / 2;
  return most === 0 ? undefined : 1 - (xx + yy - root) / 2 / most;
}

/** Length of the summed doubled gradients by the sum of their lengths, 0 … 1: (λmax − λmin) / (λmax + λmin). */
export function coherenceOf({ xx, yy, xy }: Block): number {
  return xx + yy === 0 ? 0 : Math.hypot(xx - yy, 2 * xy) / (xx + yy);
}

/** The blocks of a picture, row by row. Those at the right and bottom may be smaller. */
export interface BlockGrid {
  readonly columns: number;
  readonly rows: number;
  readonly blocks: readonly Block[];
}

/** Cuts a picture into blocks of 32 × 32 that do not overlap. */
export function blockGrid(picture: GrayPicture): BlockGrid {
  const columns = Math.ceil(picture.width / blockPixels);
  const rows = Math.ceil(picture.height / blockPixels);
  const blocks: Block[] = [];
  for (let top = 0; top < picture.height; top += blockPixels) {
    for (let left = 0; left < picture.width; left += blockPixels) {
      const width = Math.min(blockPixels, picture.width - left);
      const height = Math.min(blockPixels, picture.height - top);
      blocks.push(measureBlock(picture, left, top, width, height));
    }
  }
  return { columns, rows, blocks };
}

export function isWhole({ width, height }: Block): boolean {
  return width === blockPixels && height === blockPixels;
}
