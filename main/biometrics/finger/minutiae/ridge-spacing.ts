import type { GrayPicture } from '../../picture.ts';
import { cellPixels, flowAt, type RidgeFlow, smooth } from './ridge-flow.ts';

/** Distances between ridges that are looked for, pixels at 500 ppi: a child's to a large man's. */
export const leastSpacing = 5;
export const mostSpacing = 15;
const candidates = 21;
const usualSpacing = 9;

/** The window across the ridges and along them, pixels. */
const across = 48;
const along = 16;

/**
 * Distance from ridge to ridge in pixels per cell of the flow, row by row (the oriented window of Hong, Wan and Jain 1998, its period read
 * from the spectrum). Where a window shows no clear period its neighbours decide.
 */
export function ridgeSpacing(picture: GrayPicture, flow: RidgeFlow): Float32Array {
  const { columns, rows, mask } = flow;
  const weights = new Float32Array(columns * rows);
  const sums = new Float32Array(columns * rows);
  const waves = candidateWaves();
  // Every second cell is enough: spacing changes slowly.
  for (let row = 0; row < rows; row += 2) {
    for (let column = 0; column < columns; column += 2) {
      const cell = row * columns + column;
      if (mask[cell] === 0) continue;
      const [x, y] = [(column + 0.5) * cellPixels, (row + 0.5) * cellPixels];
      const { spacing, clarity } = strongestPeriod(signature(picture, x, y, flowAt(flow, x, y).angle), waves);
      weights[cell] = clarity;
      sums[cell] = clarity * spacing;
    }
  }
  const spread = (values: Float32Array): Float32Array => {
    let wide = values;
    for (let pass = 0; pass < 6; pass += 1) wide = smooth(wide, columns, rows);
    return wide;
  };
  const [weight, sum] = [spread(weights), spread(sums)];
  return weight.map((value, cell) => (value > 1e-4 ? (sum[cell] as number) / value : usualSpacing));
}

/** Mean gray along the ridges, at each pixel across them, less its mean and faded at both ends. */
function signature(
  { width, height, pixels }: GrayPicture,
  x: number,
  y: number,
  angle: number,
): Float32Array {
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const profile = new Float32Array(across);
  for (let k = 0; k < across; k += 1) {
    const d = k - across / 2 + 0.5;
    let sum = 0;
    for (let l = 0; l < along; l += 1) {
      const e = l - along / 2 + 0.5;
      const px = Math.max(0, Math.min(width - 1, Math.round(x + e * cos - d * sin)));
      const py = Math.max(0, Math.min(height - 1, Math.round(y + e * sin + d * cos)));
      sum += pixels[py * width + px] as number;
    }
    profile[k] = sum / along;
  }
  const mean = profile.reduce((sum, value) => sum + value, 0) / across;
  return profile.map((value, k) => (value - mean) * fade(k));
}

function fade(k: number): number {
  return 0.5 - 0.5 * Math.cos((2 * Math.PI * (k + 0.5)) / across);
}

interface Wave {
  readonly spacing: number;
  readonly cos: Float32Array;
  readonly sin: Float32Array;
}

function candidateWaves(): Wave[] {
  return Array.from({ length: candidates }, (_, index) => {
    const spacing = leastSpacing * (mostSpacing / leastSpacing) ** (index / (candidates - 1));
    const phase = (k: number): number => (2 * Math.PI * k) / spacing;
    return {
      spacing,
      cos: Float32Array.from({ length: across }, (_value, k) => Math.cos(phase(k))),
      sin: Float32Array.from({ length: across }, (_value, k) => Math.sin(phase(k))),
    };
  });
}

/** The strongest period, and its share of all the power: a clear one is well above noise. */
function strongestPeriod(
  profile: Float32Array,
  waves: readonly Wave[],
): { spacing: number; clarity: number } {
  let best = { spacing: usualSpacing, power: 0 };
  let total = 1e-3;
  for (const value of profile) total += value * value;
  for (const { spacing, cos, sin } of waves) {
    let [real, imaginary] = [0, 0];
    for (let k = 0; k < across; k += 1) {
      real += (profile[k] as number) * (cos[k] as number);
      imaginary += (profile[k] as number) * (sin[k] as number);
    }
    const power = real * real + imaginary * imaginary;
    if (power > best.power) best = { spacing, power };
  }
  // A pure wave under this fade gives n / 3 times its sum of squares.
  const clarity = best.power / (total * (across / 3));
  return { spacing: best.spacing, clarity: clarity > 0.3 ? clarity : 0 };
}
