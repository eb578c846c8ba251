/**
 * One minutia (ISO/IEC 19794-2:2011 clause 6): a ridge that ends, or one that forks.
 */
export interface Minutia {
  /** Pixels at 500 ppi from the left and from the top. */
  readonly x: number;
  readonly y: number;
  /**
   * Radians, 0 ≤ a < 2π, counterclockwise from the x axis to the right: from an ending back along its ridge, from a bifurcation into the
   * valley between its branches. Skin pressed harder turns an ending into a bifurcation; the angle stays.
   */
  readonly angle: number;
  readonly kind: 'ending' | 'bifurcation';
  /** How clear the ridges run there, 0 to 100. */
  readonly quality: number;
}

/** The minutiae of one finger's picture at 500 ppi. */
export interface FingerTemplate {
  readonly width: number;
  readonly height: number;
  /** Best first, at most 255 as in the standard's record. */
  readonly minutiae: readonly Minutia[];
}

/** The standard's record counts minutiae in one byte. */
export const mostMinutiae = 255;

/** Angle in 0 ≤ a < 2π. */
export function wholeTurn(angle: number): number {
  const turn = 2 * Math.PI;
  return ((angle % turn) + turn) % turn;
}

/** Difference in −π ≤ d < π. */
export function turnBetween(from: number, to: number): number {
  return wholeTurn(to - from + Math.PI) - Math.PI;
}
