import { across, along } from './slanted-window.ts';

/** Mean gray of each column of a turned block. */
export type Profile = Float64Array;

/** @param pixels 32 columns across the ridges × 16 rows along them */
export function profileOf(pixels: Uint8Array): Profile {
  const profile = new Float64Array(across);
  for (let column = 0; column < across; column += 1) {
    let sum = 0;
    for (let row = 0; row < along; row += 1) sum += pixels[row * across + column] as number;
    profile[column] = sum / along;
  }
  return profile;
}

/** Ridges and valleys of a profile: what is darker than its line of least squares is ridge (ISO/IEC 29794-4, local clarity). */
export interface RidgeLines {
  /** The line, gray at each column. */
  readonly trend: Float64Array;
  /** 1 ridge, 0 valley, at each column. */
  readonly isRidge: Uint8Array;
  /** The columns after which ridge and valley change places. */
  readonly changes: readonly number[];
}

export function ridgeLines(profile: Profile): RidgeLines {
  const n = profile.length;
  const middle = (n - 1) / 2;
  let [mean, slope] = [0, 0];
  for (let x = 0; x < n; x += 1) {
    mean += (profile[x] as number) / n;
    slope += (x - middle) * (profile[x] as number);
  }
  slope /= (n * (n * n - 1)) / 12;
  const trend = new Float64Array(n);
  const isRidge = new Uint8Array(n);
  const changes: number[] = [];
  for (let x = 0; x < n; x += 1) {
    trend[x] = tenDigits(mean + slope * (x - middle));
    isRidge[x] = (profile[x] as number) < (trend[x] as number) ? 1 : 0;
    if (x > 0 && isRidge[x] !== isRidge[x - 1]) changes.push(x - 1);
  }
  return { trend, isRidge, changes };
}

/** A profile that lies on its line must not cross it by rounding. */
function tenDigits(value: number): number {
  return Math.round(value * 1e10) / 1e10;
}
