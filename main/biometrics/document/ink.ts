import type { GrayPicture } from '../picture.ts';

/** What is written on a page: pixels clearly darker than their surroundings, and the letters they make. */
export interface Ink {
  readonly isInk: Uint8Array;
  /** Heights of what looks like letters, pixels, and how much ink is in each. */
  readonly letters: readonly { readonly height: number; readonly area: number }[];
}

/** Darker than the mean around by this share (adaptive threshold of Bradley and Roth, 2007). */
const darker = 0.14;

/** Finds strokes by their surroundings, so that a shadow over half of a page does not count as ink. */
export function findInk(page: GrayPicture): Ink {
  const { width, height, pixels } = page;
  const sums = integralOf(page);
  const reach = Math.max(6, Math.round(Math.max(width, height) / 40));
  const isInk = new Uint8Array(width * height);
  for (let y = 0; y < height; y += 1) {
    const [top, bottom] = [Math.max(0, y - reach), Math.min(height, y + reach + 1)];
    for (let x = 0; x < width; x += 1) {
      const [left, right] = [Math.max(0, x - reach), Math.min(width, x + reach + 1)];
      const sum =
        (sums[bottom * (width + 1) + right] ?? 0) -
        (sums[top * (width + 1) + right] ?? 0) -
        (sums[bottom * (width + 1) + left] ?? 0) +
        (sums[top * (width + 1) + left] ?? 0);
      const mean = sum / ((bottom - top) * (right - left));
      if ((pixels[y * width + x] ?? 0) < mean * (1 - darker)) isInk[y * width + x] = 1;
    }
  }
  return { isInk, letters: lettersOf(isInk, width, height) };
}

/** Sums of everything above and to the left; a column and a row more than the picture. */
function integralOf({ width, height, pixels }: GrayPicture): Float64Array {
  const sums = new Float64Array((width + 1) * (height + 1));
  for (let y = 0; y < height; y += 1) {
    let row = 0;
    for (let x = 0; x < width; x += 1) {
      row += pixels[y * width + x] ?? 0;
      sums[(y + 1) * (width + 1) + x + 1] = (sums[y * (width + 1) + x + 1] ?? 0) + row;
    }
  }
  return sums;
}

interface Blob {
  left: number;
  right: number;
  top: number;
  bottom: number;
  area: number;
}

/** Connected ink of the size and density of letters; rules, photographs and dust are none. */
function lettersOf(isInk: Uint8Array, width: number, height: number): Ink['letters'] {
  const seen = new Uint8Array(isInk.length);
  const letters: { height: number; area: number }[] = [];
  for (let start = 0; start < isInk.length; start += 1) {
    if (!isInk[start] || seen[start]) continue;
    const blob = blobFrom(start, isInk, seen, width);
    const [across, down] = [blob.right - blob.left + 1, blob.bottom - blob.top + 1];
    const isLetter =
      down >= 4 &&
      down <= height / 8 &&
      across >= 0.15 * down &&
      across <= 6 * down &&
      blob.area >= 0.15 * across * down &&
      blob.area <= 0.85 * across * down;
    if (isLetter) letters.push({ height: down, area: blob.area });
  }
  return letters;
}

function blobFrom(start: number, isInk: Uint8Array, seen: Uint8Array, width: number): Blob {
  const blob: Blob = { left: width, right: 0, top: Number.MAX_SAFE_INTEGER, bottom: 0, area: 0 };
  const open = [start];
  seen[start] = 1;
  for (let i = open.pop(); i !== undefined; i = open.pop()) {
    const [x, y] = [i % width, Math.floor(i / width)];
    blob.left = Math.min(blob.left, x);
    blob.right = Math.max(blob.right, x);
    blob.top = Math.min(blob.top, y);
    blob.bottom = Math.max(blob.bottom, y);
    blob.area += 1;
    const around = [i - width, i + width, x > 0 ? i - 1 : i, x < width - 1 ? i + 1 : i];
    for (const next of around) {
      if (!isInk[next] || seen[next]) continue;
      seen[next] = 1;
      open.push(next);
    }
  }
  return blob;
}
