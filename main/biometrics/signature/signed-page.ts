import { affineOf, applied, type Homography, homographyOf, type Sighting } from '../document/homography.ts';
import type { Point, Quadrilateral } from '../document/quadrilateral.ts';
import { readQr } from '../document/read-qr.ts';
import { decodeColour, type GrayPicture, grayOf } from '../picture.ts';
import { type Ink, inkIn } from './ink.ts';
import { grayAt, type Place } from './page-view.ts';

/** What is printed where on the page. */
export interface PagePlaces {
  /** The square of the QR code, without its quiet zone. */
  readonly code: Place;
  /** Black squares beside the field, which say exactly where it is. */
  readonly guides: readonly Place[];
  /** Where the signature goes. */
  readonly field: Place;
}

export interface SeenPage {
  readonly width: number;
  readonly height: number;
  /** The text of the code; absent when it cannot be read. */
  readonly code?: string;
  /** What is written in the field; absent when the field cannot be found, or is not wholly in the photograph. */
  readonly ink?: Ink;
}

/**
 * Reads a photograph of a signed page: its code, and how much ink there is in the field of the signature. The page may lie askew and be
 * seen aslant.
 *
 * @throws Error when the bytes are no picture
 */
export async function readSignedPage(bytes: Uint8Array, places: PagePlaces): Promise<SeenPage> {
  const page = await decodeColour(bytes);
  const { width, height } = page;
  const found = await readQr(page);
  if (!found) return { width, height };
  const { text: code, corners } = found;
  const photo = grayOf(page);
  const view = viewOf(photo, corners, places);
  const ink = view && inkIn(photo, view, places.field);
  return { width, height, code, ...(ink ? { ink } : {}) };
}

/** The code says roughly how the page lies; each guide, the nearest first, says it better. Without them the field is not found. */
function viewOf(
  photo: GrayPicture,
  corners: Quadrilateral,
  { code, guides }: PagePlaces,
): Homography | undefined {
  const sightings: Sighting[] = cornersOf(code).flatMap((from, index) => {
    const to = corners[index];
    return to ? [{ from, to }] : [];
  });
  for (const guide of guides) {
    const rough = affineOf(sightings);
    const seen = rough && findSquare(photo, rough, guide);
    if (!seen) return undefined;
    sightings.push({ from: centreOf(guide), to: seen });
  }
  return homographyOf(sightings);
}

function cornersOf({ x, y, width, height }: Place): Point[] {
  return [
    { x, y },
    { x: x + width, y },
    { x: x + width, y: y + height },
    { x, y: y + height },
  ];
}

function centreOf({ x, y, width, height }: Place): Point {
  return { x: x + width / 2, y: y + height / 2 };
}

/** How far from where it should be a square is looked for, in sides. */
const searchSides = 2.4;
/** Samples along a side. */
const samples = 8;
/** Less of it black, and it is something else. */
const leastBlack = 0.7;

/** The middle of a black square near where the page should have it; undefined when there is nothing of the kind. */
function findSquare(photo: GrayPicture, view: Homography, square: Place): Point | undefined {
  const around = lookAround(photo, view, square);
  if (!around) return undefined;
  const { across, points, isDark } = around;
  // Pen strokes come near, but nothing else is as black over the size of a square.
  const darkIn = (row: number, column: number, side: number): number[] =>
    Array.from(
      { length: side * side },
      (_, i) => (row + Math.floor(i / side)) * across + column + (i % side),
    ).filter((index) => isDark[index]);
  let best: { readonly row: number; readonly column: number; readonly count: number } | undefined;
  for (let row = 1; row < across - samples; row += 1) {
    for (let column = 1; column < across - samples; column += 1) {
      const count = darkIn(row, column, samples).length;
      if (count > (best?.count ?? samples ** 2 * leastBlack)) best = { row, column, count };
    }
  }
  if (!best) return undefined;
  const dark = darkIn(best.row - 1, best.column - 1, samples + 2);
  const mean = (axis: 'x' | 'y'): number =>
    dark.reduce((sum, index) => sum + (points[index]?.[axis] ?? 0), 0) / dark.length;
  return { x: mean('x'), y: mean('y') };
}

/** Samples of the photograph around a square, row after row; undefined when they reach out of it, or nothing there is black. */
function lookAround(photo: GrayPicture, view: Homography, square: Place) {
  const { x, y } = centreOf(square);
  const step = square.width / samples;
  const reach = Math.round(searchSides * samples);
  const across = 2 * reach + 1;
  const points = Array.from({ length: across * across }, (_, index) =>
    applied(view, {
      x: x + ((index % across) - reach) * step,
      y: y + (Math.floor(index / across) - reach) * step,
    }),
  );
  const grays = points.flatMap((point) => grayAt(photo, point) ?? []);
  if (grays.length < points.length) return undefined;
  const sorted = grays.toSorted((a, b) => a - b);
  const paper = sorted[Math.floor(sorted.length * 0.8)] ?? 255;
  const black = sorted[Math.floor(sorted.length * 0.03)] ?? 0;
  if (black > paper * 0.6) return undefined;
  return { across, points, isDark: grays.map((gray) => gray < (black + paper) / 2) };
}
