import type { GrayPicture } from '../../picture.ts';

/** A row or column brighter than this on average is frame, not finger. */
const frameMean = 250;

/** Where the finger is: `right` and `bottom` exclusive. */
export interface Frame {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Cuts a frame out of a picture. */
export function cutOut(picture: GrayPicture, { left, top, right, bottom }: Frame): GrayPicture {
  const { width: stride, pixels } = picture;
  const [width, height] = [right - left, bottom - top];
  if (width === stride && height === picture.height) return picture;
  const cut = new Uint8Array(width * height);
  for (let y = 0; y < height; y += 1) {
    const from = (top + y) * stride + left;
    cut.set(pixels.subarray(from, from + width), y * width);
  }
  return { width, height, pixels: cut };
}

/**
 * The frame without near-white edges: rows and columns with a mean above 250 at the top, bottom, left and right (as NFIQ 2 does before it
 * measures anything). Empty when all of the picture is near white.
 */
export function frameOf({ width, height, pixels }: GrayPicture): Frame {
  const rows = new Float64Array(height);
  const columns = new Float64Array(width);
  for (let y = 0; y < height; y += 1) {
    let sum = 0;
    for (let x = 0; x < width; x += 1) {
      const value = pixels[y * width + x] as number;
      sum += value;
      columns[x] = (columns[x] as number) + value;
    }
    rows[y] = sum;
  }
  const isRow = (sum: number): boolean => sum <= frameMean * width;
  const isColumn = (sum: number): boolean => sum <= frameMean * height;
  const [top, left] = [rows.findIndex(isRow), columns.findIndex(isColumn)];
  if (top < 0 || left < 0) return { top: 0, bottom: 0, left: 0, right: 0 };
  return { top, left, bottom: rows.findLastIndex(isRow) + 1, right: columns.findLastIndex(isColumn) + 1 };
}
