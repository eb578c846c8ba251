import type { GrayPicture } from '../../picture.ts';

/** Parallel ridges: `angle` across them, radians clockwise from the row; dark for the first `ridge` of each period of pixels. */
export interface Ridges {
  readonly width: number;
  readonly height: number;
  readonly angle: number;
  readonly period: number;
  /** A sinusoid without. */
  readonly ridge?: number;
}

/** A picture of ridges between gray 60 and 200. */
export function ridgePicture({ width, height, angle, period, ridge }: Ridges): GrayPicture {
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  return paint(width, height, (x, y) => {
    const place = x * cos + y * sin;
    if (ridge === undefined) return Math.round(130 - 70 * Math.cos((2 * Math.PI * place) / period));
    return place - period * Math.floor(place / period) < ridge ? 60 : 200;
  });
}

export function paint(width: number, height: number, gray: (x: number, y: number) => number): GrayPicture {
  const pixels = new Uint8Array(width * height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) pixels[y * width + x] = Math.max(0, Math.min(255, gray(x, y)));
  }
  return { width, height, pixels };
}

/** A quarter turn clockwise. */
export function quarterTurn({ width, height, pixels }: GrayPicture): GrayPicture {
  return paint(height, width, (x, y) => pixels[(height - 1 - x) * width + y] ?? 0);
}

/** Every fourth pixel, as a scanner's preview. */
export function previewOf({ width, height, pixels }: GrayPicture): GrayPicture {
  return paint(Math.floor(width / 4), Math.floor(height / 4), (x, y) => pixels[4 * (y * width + x)] ?? 255);
}

/** Moved to the right and down, white behind it. */
export function moved(picture: GrayPicture, dx: number, dy: number): GrayPicture {
  const { width, height, pixels } = picture;
  return paint(width, height, (x, y) =>
    x < dx || y < dy || x - dx >= width || y - dy >= height
      ? 255
      : (pixels[(y - dy) * width + x - dx] ?? 255),
  );
}
