import type { GrayPicture } from '../picture.ts';

/** Side of a block in pixels at 500 ppi: about three ridges. */
const blockPixels = 32;
/** A row or column brighter than this on average is frame, not finger. */
const frameMean = 250;

/** One block with something in it. */
export interface OclBlock {
  /** 0 no direction … 1 all gradients along one direction. */
  readonly certainty: number;
  /** Mean gray, 0 to 255. */
  readonly mean: number;
  /** Standard deviation of gray. */
  readonly deviation: number;
}

/**
 * Orientation certainty level of each block (ISO/IEC 29794-4): 1 − λmin / λmax of the gradients' covariance. Blocks are 32 × 32, do not
 * overlap, and gradients are taken inside the block only. Blocks without any gradient are left out.
 */
export function orientationCertainty(picture: GrayPicture): OclBlock[] {
  const frame = cropFrame(picture);
  const blocks: OclBlock[] = [];
  for (let top = frame.top; top + blockPixels <= frame.bottom; top += blockPixels) {
    for (let left = frame.left; left + blockPixels <= frame.right; left += blockPixels) {
      const block = blockAt(picture, left, top);
      if (block) blocks.push(block);
    }
  }
  return blocks;
}

/** The picture without its near-white edges: rows and columns, `right` and `bottom` exclusive. */
function cropFrame({ width, height, pixels }: GrayPicture) {
  const rows = new Float64Array(height);
  const columns = new Float64Array(width);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const value = pixels[y * width + x] ?? 0;
      rows[y] = (rows[y] ?? 0) + value / width;
      columns[x] = (columns[x] ?? 0) + value / height;
    }
  }
  const isFinger = (mean: number): boolean => mean <= frameMean;
  const top = rows.findIndex(isFinger);
  if (top < 0) return { top: 0, bottom: 0, left: 0, right: 0 };
  return {
    top,
    bottom: rows.findLastIndex(isFinger) + 1,
    left: columns.findIndex(isFinger),
    right: columns.findLastIndex(isFinger) + 1,
  };
}

function blockAt({ width, pixels }: GrayPicture, left: number, top: number): OclBlock | undefined {
  const at = (x: number, y: number): number => pixels[(top + y) * width + left + x] ?? 0;
  const last = blockPixels - 1;
  let [xx, yy, xy, sum, squares] = [0, 0, 0, 0, 0];
  for (let y = 0; y < blockPixels; y += 1) {
    for (let x = 0; x < blockPixels; x += 1) {
      // Central differences; at the block's edge the one-sided ones.
      const [x0, x1, y0, y1] = [
        Math.max(x - 1, 0),
        Math.min(x + 1, last),
        Math.max(y - 1, 0),
        Math.min(y + 1, last),
      ];
      const gx = (at(x1, y) - at(x0, y)) / (x1 - x0);
      const gy = (at(x, y1) - at(x, y0)) / (y1 - y0);
      xx += gx * gx;
      yy += gy * gy;
      xy += gx * gy;
      const value = at(x, y);
      sum += value;
      squares += value * value;
    }
  }
  const n = blockPixels * blockPixels;
  const [a, b, c] = [xx / n, yy / n, xy / n];
  const root = Math.sqrt((a - b) ** 2 + 4 * c * c);
  const most = (a + b + root) / 2;
  if (most === 0) return undefined;
  const mean = sum / n;
  return {
    certainty: 1 - (a + b - root) / 2 / most,
    mean,
    deviation: Math.sqrt(Math.max(0, squares / n - mean * mean)),
  };
}
