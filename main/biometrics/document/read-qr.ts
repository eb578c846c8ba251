import jsQR from 'jsqr';
import { type ColourPicture, resizeColour } from '../picture.ts';
import { type Point, type Quadrilateral, scaled } from './quadrilateral.ts';

/** A QR code (ISO/IEC 18004) on a page. */
export interface ReadQr {
  readonly text: string;
  /** Pixels of the page, clockwise from the code's own top left. */
  readonly corners: Quadrilateral;
}

/** Modules of many pixels are found in a smaller copy first, which is quicker and less noisy; those of few only in a larger one. */
const longSides = [1200, 2600];
/** Beyond it only noise grows. */
const mostEnlarged = 2;

/** Reads the QR code of a photographed page, straightened or not; null when there is none that can be read. */
export async function readQr(page: ColourPicture): Promise<ReadQr | null> {
  for (const longSide of longSides) {
    const copy = await sizedTo(page, longSide);
    const { width, height } = copy;
    const found = jsQR.default(withAlpha(copy), width, height, { inversionAttempts: 'dontInvert' });
    if (found && found.data !== '')
      return { text: found.data, corners: cornersIn(page, copy, found.location) };
    if (longSide > mostEnlarged * Math.max(page.width, page.height)) return null;
  }
  return null;
}

async function sizedTo(page: ColourPicture, longSide: number): Promise<ColourPicture> {
  const { width, height } = page;
  const scale = Math.min(mostEnlarged, longSide / Math.max(width, height));
  return resizeColour(page, {
    width: Math.max(1, Math.round(width * scale)),
    height: Math.max(1, Math.round(height * scale)),
  });
}

interface CodeLocation {
  readonly topLeftCorner: Point;
  readonly topRightCorner: Point;
  readonly bottomRightCorner: Point;
  readonly bottomLeftCorner: Point;
}

function cornersIn(page: ColourPicture, copy: ColourPicture, location: CodeLocation): Quadrilateral {
  const { topLeftCorner, topRightCorner, bottomRightCorner, bottomLeftCorner } = location;
  return scaled(
    [topLeftCorner, topRightCorner, bottomRightCorner, bottomLeftCorner],
    page.width / copy.width,
  );
}

function withAlpha({ width, height, pixels }: ColourPicture): Uint8ClampedArray {
  const rgba = new Uint8ClampedArray(width * height * 4).fill(255);
  for (let i = 0; i < width * height; i += 1) {
    rgba[i * 4] = pixels[i * 3] ?? 0;
    rgba[i * 4 + 1] = pixels[i * 3 + 1] ?? 0;
    rgba[i * 4 + 2] = pixels[i * 3 + 2] ?? 0;
  }
  return rgba;
}
