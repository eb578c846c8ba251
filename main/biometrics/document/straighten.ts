import { bilinear } from '../bilinear.ts';
import type { ColourPicture } from '../picture.ts';
import { rectangleTo } from './homography.ts';
import { distanceOf, type Quadrilateral } from './quadrilateral.ts';

/** No straightened page is larger, whatever the camera gives. */
const longestSide = 2600;

/**
 * The sheet alone and upright, in its true shape, at the scale of the photograph: nothing is made up by enlarging. Bilinear.
 *
 * @param ratio width through height
 */
export function straighten(picture: ColourPicture, corners: Quadrilateral, ratio: number): ColourPicture {
  const { width, height } = sizeOf(corners, ratio);
  const h = rectangleTo(width, height, corners);
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, k = 0] = h;
  const pixels = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y += 1) {
    const v = y + 0.5;
    for (let x = 0; x < width; x += 1) {
      const u = x + 0.5;
      const w = g * u + k * v + 1;
      const [px, py] = [(a * u + b * v + c) / w, (d * u + e * v + f) / w];
      const at = (y * width + x) * 3;
      for (let channel = 0; channel < 3; channel += 1)
        pixels[at + channel] = Math.round(bilinear(picture, px, py, 3, channel));
    }
  }
  return { width, height, pixels };
}

/** As large as the longer of each two sides, then made the right shape without losing a row or column. */
function sizeOf(
  [a, b, c, d]: Quadrilateral,
  ratio: number,
): { readonly width: number; readonly height: number } {
  const across = Math.max(distanceOf(a, b), distanceOf(d, c));
  const down = Math.max(distanceOf(a, d), distanceOf(b, c));
  const width = Math.max(across, down * ratio);
  const scale = Math.min(1, longestSide / Math.max(width, width / ratio));
  return {
    width: Math.max(8, Math.round(width * scale)),
    height: Math.max(8, Math.round((width / ratio) * scale)),
  };
}

/** The page turned clockwise by quarters. */
export function turned(picture: ColourPicture, quarters: number): ColourPicture {
  let page = picture;
  for (let quarter = 0; quarter < ((quarters % 4) + 4) % 4; quarter += 1) page = turnedOnce(page);
  return page;
}

function turnedOnce({ width, height, pixels }: ColourPicture): ColourPicture {
  const page = new Uint8Array(pixels.length);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const from = (y * width + x) * 3;
      const to = (x * height + (height - 1 - y)) * 3;
      page[to] = pixels[from] ?? 0;
      page[to + 1] = pixels[from + 1] ?? 0;
      page[to + 2] = pixels[from + 2] ?? 0;
    }
  }
  return { width: height, height: width, pixels: page };
}
