import type { GrayPicture } from '../../picture.ts';

/** Side of a cell in millimetres: 8 pixels at 500 ppi, about one ridge. */
const cellMillimetres = 0.4064;
/** Gray levels that a cell is darker than bare glass at least. */
const leastDarkness = 8;
/** Share of the darkness of a finger that its edge has, or the residue of another. */
const edgeShare = 0.35;
/** Half side of the square that darkness is averaged over, cells: the square is wider than two ridges. */
const smoothing = 1;

/** A picture in cells, and which of them skin touches. */
export interface CoarsePicture {
  readonly columns: number;
  readonly rows: number;
  /** Side of a cell, pixels. */
  readonly cell: number;
  /** Gray of the bare glass. */
  readonly glass: number;
  /** How much darker than the glass each cell and its neighbours are, gray levels. */
  readonly darkness: Float32Array;
  /** 1 skin, 0 glass. */
  readonly mask: Uint8Array;
}

/** Finds skin by its darkness against the bare glass, whose gray is that of the brightest twentieth of the picture. */
export function coarsePicture(picture: GrayPicture, resolutionPpi: number): CoarsePicture {
  const cell = Math.max(1, Math.round((cellMillimetres * resolutionPpi) / 25.4));
  const columns = Math.floor(picture.width / cell);
  const rows = Math.floor(picture.height / cell);
  const means = cellMeans(picture, columns, rows, cell);
  const glass = quantile(means, 0.95);
  for (let at = 0; at < means.length; at += 1) means[at] = Math.max(0, glass - (means[at] as number));
  const darkness = smooth(means, columns, rows);
  const dark = darkness.filter((value) => value > leastDarkness);
  const threshold = Math.max(leastDarkness, edgeShare * quantile(dark, 0.5));
  const mask = new Uint8Array(darkness.length);
  for (let at = 0; at < mask.length; at += 1) mask[at] = (darkness[at] as number) > threshold ? 1 : 0;
  return { columns, rows, cell, glass, darkness, mask };
}

function cellMeans(
  { width, pixels }: GrayPicture,
  columns: number,
  rows: number,
  cell: number,
): Float32Array {
  const means = new Float32Array(columns * rows);
  const share = 1 / (cell * cell);
  for (let y = 0; y < rows * cell; y += 1) {
    const row = Math.floor(y / cell) * columns;
    let at = y * width;
    for (let column = 0; column < columns; column += 1) {
      let sum = 0;
      for (let x = 0; x < cell; x += 1) sum += pixels[at + x] as number;
      at += cell;
      means[row + column] = (means[row + column] as number) + sum * share;
    }
  }
  return means;
}

function smooth(values: Float32Array, columns: number, rows: number): Float32Array {
  const across = new Float32Array(values.length);
  const smoothed = new Float32Array(values.length);
  const share = 1 / (2 * smoothing + 1) ** 2;
  for (let y = 0; y < rows; y += 1) {
    for (let x = 0; x < columns; x += 1) {
      const last = Math.min(columns - 1, x + smoothing);
      let sum = 0;
      for (let at = Math.max(0, x - smoothing); at <= last; at += 1)
        sum += values[y * columns + at] as number;
      across[y * columns + x] = sum;
    }
  }
  for (let y = 0; y < rows; y += 1) {
    const [first, last] = [Math.max(0, y - smoothing), Math.min(rows - 1, y + smoothing)];
    for (let x = 0; x < columns; x += 1) {
      let sum = 0;
      for (let at = first; at <= last; at += 1) sum += across[at * columns + x] as number;
      smoothed[y * columns + x] = sum * share;
    }
  }
  return smoothed;
}

/** 0 of no values. */
function quantile(values: Float32Array, share: number): number {
  const sorted = values.slice().sort();
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
}
