/** How long to wait after the n-th failure in a row: doubling from `firstMs`, never more than `maxMs`. */
export interface Backoff {
  readonly firstMs: number;
  readonly maxMs: number;
}

/** For one application the centre does not take: 5 s, 10 s, 20 s … 30 min. The others go on meanwhile. */
export const entryBackoff: Backoff = { firstMs: 5_000, maxMs: 30 * 60_000 };

/** For everything, while the line or the centre is down: 1 s, 2 s, 4 s … 60 s. Short, because it concerns one small attempt. */
export const lineBackoff: Backoff = { firstMs: 1_000, maxMs: 60_000 };

/**
 * The wait after `failures` failures in a row, at least 1. Half of it is fixed and half random, so that stations which lost the
 * line together do not come back together.
 *
 * @param random 0 ≤ x < 1
 */
export function backoffMs({ firstMs, maxMs }: Backoff, failures: number, random: () => number): number {
  const fullMs = Math.min(maxMs, firstMs * 2 ** (failures - 1));
  return Math.round(fullMs / 2 + (fullMs / 2) * random());
}
