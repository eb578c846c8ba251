import type { ColourPicture } from '../picture.ts';

/** IEC 61966-2-1: from a byte of sRGB to linear light, 0 … 1. */
const linear = Float64Array.from({ length: 256 }, (_, value) => {
  const v = value / 255;
  return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
});

/** D65, as sRGB has it. */
const white = [0.95047, 1, 1.08883] as const;

/** Luminance of a pixel, linear, 0 … 1. */
export function luminanceAt(pixels: Uint8Array, at: number): number {
  const [r, g, b] = linearAt(pixels, at);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** Luma of every pixel, 0 … 255: what an eye takes for brightness (ITU-R BT.601). */
export function lumaOf({ pixels }: ColourPicture): Float32Array {
  const luma = new Float32Array(pixels.length / 3);
  for (let index = 0, at = 0; index < luma.length; index += 1, at += 3)
    luma[index] = 0.299 * (pixels[at] ?? 0) + 0.587 * (pixels[at + 1] ?? 0) + 0.114 * (pixels[at + 2] ?? 0);
  return luma;
}

/** CIELAB of a mean colour in linear light. */
export function labOf([r, g, b]: readonly [number, number, number]): readonly [number, number, number] {
  const x = (0.4124 * r + 0.3576 * g + 0.1805 * b) / white[0];
  const y = (0.2126 * r + 0.7152 * g + 0.0722 * b) / white[1];
  const z = (0.0193 * r + 0.1192 * g + 0.9505 * b) / white[2];
  const [fx, fy, fz] = [rootOf(x), rootOf(y), rootOf(z)];
  return [116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)];
}

function rootOf(t: number): number {
  return t > 216 / 24389 ? Math.cbrt(t) : (24389 / 27) * (t / 116) + 16 / 116;
}

/** A pixel in linear light; `at` is the place of its red. */
export function linearAt(pixels: Uint8Array, at: number): readonly [number, number, number] {
  return [linear[pixels[at] ?? 0] ?? 0, linear[pixels[at + 1] ?? 0] ?? 0, linear[pixels[at + 2] ?? 0] ?? 0];
}
