import { areaOf } from './area.ts';
import type { FaceLandmarks } from './landmarks.ts';

/**
 * How sharp the face is: the standard deviation of the Laplacian of luma inside its outline, in percent of its mean luma, so that the light
 * does not count. One of the features by which ISO/IEC 29794-5 rates sharpness. It depends on the size of the face: the picture is to have
 * `sharpnessInterEyePx` between the eyes.
 *
 * @param luma 0 … 255, row by row
 */
export function sharpnessOf(
  luma: Float32Array,
  { width, height }: { readonly width: number; readonly height: number },
  { outline }: Pick<FaceLandmarks, 'outline'>,
): number {
  let [sum, squares, light, count] = [0, 0, 0, 0];
  for (const { y, from, to } of areaOf(outline, { width, height })) {
    if (y < 1 || y >= height - 1) continue;
    for (let x = Math.max(1, from); x < Math.min(width - 1, to); x += 1) {
      const at = y * width + x;
      const around =
        (luma[at - 1] ?? 0) + (luma[at + 1] ?? 0) + (luma[at - width] ?? 0) + (luma[at + width] ?? 0);
      const value = around - 4 * (luma[at] ?? 0);
      sum += value;
      squares += value * value;
      light += luma[at] ?? 0;
      count += 1;
    }
  }
  if (count === 0) return 0;
  const deviation = Math.sqrt(Math.max(0, squares / count - (sum / count) ** 2));
  return (100 * deviation) / Math.max(1, light / count);
}

/** The scale at which faces are compared: the least that ISO/IEC 19794-5 asks for, which a live frame has too. */
export const sharpnessInterEyePx = 90;
