import { describe, expect, it } from 'vitest';
import { backoffMs, entryBackoff, lineBackoff } from './backoff.ts';

const failures = [1, 2, 3, 7, 10, 1_000_000];

describe('waiting after failures', () => {
  it('doubles from 5 s to 30 min for one application, of which half is chance', () => {
    expect(failures.map((n) => backoffMs(entryBackoff, n, () => 0))).toEqual([
      2_500, 5_000, 10_000, 160_000, 900_000, 900_000,
    ]);
    expect(failures.map((n) => backoffMs(entryBackoff, n, () => 1 - Number.EPSILON))).toEqual([
      5_000, 10_000, 20_000, 320_000, 1_800_000, 1_800_000,
    ]);
  });

  it('doubles from 1 s to 60 s for the line', () => {
    expect(failures.map((n) => backoffMs(lineBackoff, n, () => 0.5))).toEqual([
      750, 1_500, 3_000, 45_000, 45_000, 45_000,
    ]);
  });
});
