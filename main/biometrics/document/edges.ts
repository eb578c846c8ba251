import type { ColourPicture } from '../picture.ts';

/** Where one colour of a picture changes, pixel by pixel, and which way it gets brighter there. */
export interface Edges {
  readonly width: number;
  readonly height: number;
  readonly count: number;
  /** Of each edge pixel. */
  readonly x: Float32Array;
  readonly y: Float32Array;
  /** Its direction, of length 1. */
  readonly nx: Float32Array;
  readonly ny: Float32Array;
}

/** An edge is stronger than the noise by this factor, and never weaker than `least`. */
const overNoise = 3;
const least = 2;

/** Edges of one colour of a picture: 0 red, 1 green, 2 blue. */
export function findEdges(picture: ColourPicture, channel: number): Edges {
  const { width, height } = picture;
  const gradient = gradientOf(smoothed(picture, channel), width, height);
  const { gx, gy, strength } = gradient;
  const limit = Math.max(least, overNoise * medianOf(strength));
  const at: number[] = [];
  for (let y = 2; y < height - 2; y += 1) {
    for (let i = y * width + 2; i < (y + 1) * width - 2; i += 1)
      if ((strength[i] ?? 0) >= limit && isRidge(i, width, gradient)) at.push(i);
  }
  return {
    width,
    height,
    count: at.length,
    x: Float32Array.from(at, (i) => i % width),
    y: Float32Array.from(at, (i) => Math.floor(i / width)),
    nx: Float32Array.from(at, (i) => (gx[i] ?? 0) / (strength[i] ?? 1)),
    ny: Float32Array.from(at, (i) => (gy[i] ?? 0) / (strength[i] ?? 1)),
  };
}

interface Gradient {
  readonly gx: Float32Array;
  readonly gy: Float32Array;
  readonly strength: Float32Array;
}

/** One channel through a binomial filter of five taps in both directions. */
function smoothed({ width, height, pixels }: ColourPicture, channel: number): Float32Array {
  const across = new Float32Array(width * height);
  for (let y = 0; y < height; y += 1) {
    const row = y * width;
    const at = (x: number): number => pixels[(row + Math.min(width - 1, Math.max(0, x))) * 3 + channel] ?? 0;
    for (let x = 0; x < width; x += 1)
      across[row + x] = (at(x - 2) + 4 * at(x - 1) + 6 * at(x) + 4 * at(x + 1) + at(x + 2)) / 16;
  }
  const both = new Float32Array(width * height);
  for (let y = 0; y < height; y += 1) {
    const rows = [-2, -1, 0, 1, 2].map((step) => Math.min(height - 1, Math.max(0, y + step)) * width);
    const [a = 0, b = 0, c = 0, d = 0, e = 0] = rows;
    for (let x = 0; x < width; x += 1)
      both[y * width + x] =
        ((across[a + x] ?? 0) +
          4 * (across[b + x] ?? 0) +
          6 * (across[c + x] ?? 0) +
          4 * (across[d + x] ?? 0) +
          (across[e + x] ?? 0)) /
        16;
  }
  return both;
}

/** Central differences. */
function gradientOf(plane: Float32Array, width: number, height: number): Gradient {
  const gx = new Float32Array(width * height);
  const gy = new Float32Array(width * height);
  const strength = new Float32Array(width * height);
  for (let y = 1; y < height - 1; y += 1) {
    for (let x = 1; x < width - 1; x += 1) {
      const i = y * width + x;
      const dx = ((plane[i + 1] ?? 0) - (plane[i - 1] ?? 0)) / 2;
      const dy = ((plane[i + width] ?? 0) - (plane[i - width] ?? 0)) / 2;
      gx[i] = dx;
      gy[i] = dy;
      strength[i] = Math.sqrt(dx * dx + dy * dy);
    }
  }
  return { gx, gy, strength };
}

/** Whether no neighbour across the edge is stronger. */
function isRidge(i: number, width: number, { gx, gy, strength }: Gradient): boolean {
  const [dx, dy, now] = [gx[i] ?? 0, gy[i] ?? 0, strength[i] ?? 0];
  const stepX = Math.abs(dx) > 0.41 * Math.abs(dy) ? Math.sign(dx) : 0;
  const stepY = Math.abs(dy) > 0.41 * Math.abs(dx) ? Math.sign(dy) : 0;
  const step = stepY * width + stepX;
  return now >= (strength[i + step] ?? 0) && now > (strength[i - step] ?? 0);
}

/** Of every ninth value; the noise of a picture is known from few. */
function medianOf(values: Float32Array): number {
  const some: number[] = [];
  for (let i = 0; i < values.length; i += 9) some.push(values[i] ?? 0);
  some.sort((a, b) => a - b);
  return some[some.length >> 1] ?? 0;
}
