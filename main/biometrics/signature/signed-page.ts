import jsqr from 'jsqr';
import { decodeGray, type GrayPicture, resizeGray } from '../picture.ts';
import { type Ink, inkIn } from './ink.ts';
import {
  flatView,
  grayAt,
  type PageView,
  type Place,
  type Point,
  pageView,
  type Sighting,
} from './page-view.ts';

// CommonJS, whose types speak of a module.
const readQrCode = jsqr.default;

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
  const photo = await decodeGray(bytes);
  const { width, height } = photo;
  const found = await findCode(photo);
  if (!found) return { width, height };
  const { data: code, corners } = found;
  const view = viewOf(photo, corners, places);
  const ink = view && inkIn(photo, view, places.field);
  return { width, height, code, ...(ink ? { ink } : {}) };
}

interface FoundCode {
  readonly data: string;
  /** Upper left, upper right, lower right, lower left. */
  readonly corners: readonly Point[];
}

/** Small codes are found in an enlarged picture, large sharp ones in a reduced one. */
const scales = [1, 2, 0.5] as const;
/** No enlargement goes beyond this. */
const mostPixels = 9_000_000;

async function findCode(photo: GrayPicture): Promise<FoundCode | undefined> {
  for (const scale of scales) {
    if (photo.width * photo.height * scale * scale > mostPixels) continue;
    const picture = scale === 1 ? photo : await resizeGray(photo, scale);
    const found = readQrCode(rgbaOf(picture), picture.width, picture.height, {
      inversionAttempts: 'dontInvert',
    });
    if (!found || found.data === '') continue;
    const { topLeftCorner, topRightCorner, bottomRightCorner, bottomLeftCorner } = found.location;
    const corners = [topLeftCorner, topRightCorner, bottomRightCorner, bottomLeftCorner].map(({ x, y }) => ({
      x: x / scale,
      y: y / scale,
    }));
    return { data: found.data, corners };
  }
  return undefined;
}

function rgbaOf({ pixels }: GrayPicture): Uint8ClampedArray {
  const rgba = new Uint8ClampedArray(pixels.length * 4).fill(255);
  for (const [index, value] of pixels.entries()) rgba.fill(value, index * 4, index * 4 + 3);
  return rgba;
}

/** The code says roughly how the page lies; each guide, the nearest first, says it better. Without them the field is not found. */
function viewOf(
  photo: GrayPicture,
  corners: readonly Point[],
  { code, guides }: PagePlaces,
): PageView | undefined {
  const sightings: Sighting[] = cornersOf(code).flatMap((page, index) => {
    const seen = corners[index];
    return seen ? [{ page, photo: seen }] : [];
  });
  for (const guide of guides) {
    const rough = flatView(sightings);
    const seen = rough && findSquare(photo, rough, guide);
    if (!seen) return undefined;
    sightings.push({ page: centreOf(guide), photo: seen });
  }
  return pageView(sightings);
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
function findSquare(photo: GrayPicture, view: PageView, square: Place): Point | undefined {
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
function lookAround(photo: GrayPicture, view: PageView, square: Place) {
  const { x, y } = centreOf(square);
  const step = square.width / samples;
  const reach = Math.round(searchSides * samples);
  const across = 2 * reach + 1;
  const points = Array.from({ length: across * across }, (_, index) =>
    view({ x: x + ((index % across) - reach) * step, y: y + (Math.floor(index / across) - reach) * step }),
  );
  const grays = points.flatMap((point) => grayAt(photo, point) ?? []);
  if (grays.length < points.length) return undefined;
  const sorted = grays.toSorted((a, b) => a - b);
  const paper = sorted[Math.floor(sorted.length * 0.8)] ?? 255;
  const black = sorted[Math.floor(sorted.length * 0.03)] ?? 0;
  if (black > paper * 0.6) return undefined;
  return { across, points, isDark: grays.map((gray) => gray < (black + paper) / 2) };
}
