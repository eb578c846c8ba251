import { applied, type Homography } from '../document/homography.ts';
import type { GrayPicture } from '../picture.ts';
import { grayAt, type Place } from './page-view.ts';

/** What is written in a field. */
export interface Ink {
  /** Dark samples to all samples, 0 to 1. */
  readonly share: number;
  /** How far apart the farthest edges of what is dark are, without stray specks. */
  readonly extentMm: number;
}

/** Samples to the millimetre, near what a camera of 1280 pixels shows of half a page. */
const perMm = 5;
/** The edge of the field is left out: a line of print may reach into it where the page is not found exactly. */
const insetMm = 1;
/** Paper is compared with the paper around it: light falls off across a page. */
const blockMm = 5;
/** Darker than this share of the paper is ink. */
const inkLevel = 0.72;
/** A row or column with less of it has only specks. */
const fewestInLine = 2;

/** @returns undefined when the field is not wholly in the photograph */
export function inkIn(photo: GrayPicture, view: Homography, field: Place): Ink | undefined {
  const width = Math.round((field.width - 2 * insetMm) * perMm);
  const height = Math.round((field.height - 2 * insetMm) * perMm);
  const pixels = new Float32Array(width * height);
  for (let row = 0; row < height; row += 1) {
    for (let column = 0; column < width; column += 1) {
      const gray = grayAt(
        photo,
        applied(view, { x: field.x + insetMm + column / perMm, y: field.y + insetMm + row / perMm }),
      );
      if (gray === undefined) return undefined;
      pixels[row * width + column] = gray;
    }
  }
  const paper = paperOf(pixels, width, height);
  const isInk = (row: number, column: number): boolean =>
    (pixels[row * width + column] ?? 255) < inkLevel * paper(row, column);
  const rows = new Uint32Array(height);
  const columns = new Uint32Array(width);
  let dark = 0;
  for (let row = 0; row < height; row += 1) {
    for (let column = 0; column < width; column += 1) {
      if (!isInk(row, column)) continue;
      dark += 1;
      rows[row] = (rows[row] ?? 0) + 1;
      columns[column] = (columns[column] ?? 0) + 1;
    }
  }
  return { share: dark / pixels.length, extentMm: Math.hypot(spread(rows), spread(columns)) / perMm };
}

function spread(line: Uint32Array): number {
  const isDark = (count: number): boolean => count >= fewestInLine;
  const first = line.findIndex(isDark);
  return first < 0 ? 0 : line.findLastIndex(isDark) - first;
}

/** The paper's own gray near a sample: what is light in the blocks around, since a pen covers little and a fingertip not all of them. */
function paperOf(pixels: Float32Array, width: number, height: number) {
  const side = blockMm * perMm;
  const across = Math.ceil(width / side);
  const down = Math.ceil(height / side);
  const light = Array.from({ length: across * down }, (_, index) => {
    const [top, left] = [Math.floor(index / across) * side, (index % across) * side];
    const values: number[] = [];
    for (let row = top; row < Math.min(top + side, height); row += 1)
      for (let column = left; column < Math.min(left + side, width); column += 1)
        values.push(pixels[row * width + column] ?? 0);
    values.sort((a, b) => a - b);
    return values[Math.floor(values.length * 0.9)] ?? 255;
  });
  return (row: number, column: number): number => {
    const [y, x] = [Math.floor(row / side), Math.floor(column / side)];
    let most = 0;
    for (const yy of [y - 1, y, y + 1])
      for (const xx of [x - 1, x, x + 1])
        if (yy >= 0 && yy < down && xx >= 0 && xx < across)
          most = Math.max(most, light[yy * across + xx] ?? 0);
    return most;
  };
}
