import type { GrayPicture } from '../picture.ts';
import type { PictureVerdict } from '../verdict.ts';

/** First checks of a still frame; the full portrait rules need to find the face. Own values. */
const limits = {
  /** The card's portrait is 20 × 30 mm; at 600 ppi that is 472 pixels across. */
  shortSide: 480,
  darkMean: 70,
  brightMean: 235,
  /** Variance of the Laplacian. */
  sharpness: 25,
  /** Standard deviation of gray in the upper corners. */
  backgroundDeviation: 25,
};

/** Judges size, light, sharpness and background of a still frame. */
export function assessPortrait(picture: GrayPicture): PictureVerdict {
  const { width, height, pixels } = picture;
  const mean = meanOf(pixels);
  const sharpness = laplacianVariance(picture);
  const background = deviationOf(backgroundOf(picture));
  const score = Math.round(
    100 * Math.min(1, sharpness / (4 * limits.sharpness)) * Math.max(0, 1 - background / 80),
  );
  const retry = (reason: Extract<PictureVerdict, { kind: 'retry' }>['reason']): PictureVerdict => ({
    kind: 'retry',
    score,
    reason,
  });
  if (Math.min(width, height) < limits.shortSide) return retry('too-small');
  if (mean < limits.darkMean) return retry('too-dark');
  if (mean > limits.brightMean) return retry('too-bright');
  if (sharpness < limits.sharpness) return retry('blurred');
  return background > limits.backgroundDeviation ? retry('uneven-background') : { kind: 'accept', score };
}

/** The upper corners, a fifth of the width and a quarter of the height each: beside a head there is only wall. */
function backgroundOf({ width, height, pixels }: GrayPicture): Uint8Array {
  const side = Math.floor(width / 5);
  const rows = Math.floor(height / 4);
  const corners = new Uint8Array(rows * side * 2);
  for (let y = 0; y < rows; y += 1) {
    corners.set(pixels.subarray(y * width, y * width + side), y * side * 2);
    corners.set(pixels.subarray((y + 1) * width - side, (y + 1) * width), y * side * 2 + side);
  }
  return corners;
}

function meanOf(values: Uint8Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / Math.max(1, values.length);
}

function deviationOf(values: Uint8Array): number {
  const mean = meanOf(values);
  let squares = 0;
  for (const value of values) squares += (value - mean) ** 2;
  return Math.sqrt(squares / Math.max(1, values.length));
}

/** How much neighbouring pixels differ beyond a slope: small when blurred. */
function laplacianVariance({ width, height, pixels }: GrayPicture): number {
  let [sum, squares, count] = [0, 0, 0];
  for (let y = 1; y < height - 1; y += 1) {
    for (let x = 1; x < width - 1; x += 1) {
      const i = y * width + x;
      const around =
        (pixels[i - 1] ?? 0) + (pixels[i + 1] ?? 0) + (pixels[i - width] ?? 0) + (pixels[i + width] ?? 0);
      const value = 4 * (pixels[i] ?? 0) - around;
      sum += value;
      squares += value * value;
      count += 1;
    }
  }
  const mean = sum / Math.max(1, count);
  return squares / Math.max(1, count) - mean * mean;
}
