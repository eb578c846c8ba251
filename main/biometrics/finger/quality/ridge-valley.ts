import type { RidgeLines } from './profile.ts';

/**
 * Ridge valley uniformity of a turned block (ISO/IEC 29794-4): thickness of ridges by thickness of the valleys beside them, of whole ridges
 * and valleys only.
 *
 * As NFIQ 2 counts it: from right to left, without the first whole stretch and the last column, and which of two neighbours divides the other
 * alternates from the kind of the first whole stretch on. Where a block holds an even number of stretches that is valley by ridge; a
 * block's ratios are comparable with the reference, one by one they say little. `ridgeShare` has no such quirk.
 */
export function ridgeValleyRatios({ isRidge, changes }: RidgeLines): number[] {
  const lastColumn = isRidge.length - 2;
  const usable = changes.filter((change) => change < lastColumn);
  const widths = usable.slice(2).map((change, index) => change - (usable[index + 1] as number));
  widths.reverse();
  const firstKind = isRidge[(usable[0] ?? 0) + 1] === 1 ? 1 : 0;
  return widths.slice(1).map((width, index) => {
    const ratio = (widths[index] as number) / width;
    return index % 2 === firstKind ? 1 / ratio : ratio;
  });
}

/** Columns of whole ridges and of whole ridges and valleys in a block; none where there is no whole pair. */
export interface RidgeColumns {
  readonly ridge: number;
  readonly all: number;
}

/** Thickness of whole ridges and valleys, in pairs so that both kinds count equally often. */
export function ridgeColumns({ isRidge, changes }: RidgeLines): RidgeColumns {
  const pairs = Math.floor((changes.length - 1) / 2);
  if (pairs < 1) return { ridge: 0, all: 0 };
  const [first, last] = [(changes[0] as number) + 1, changes[2 * pairs] as number];
  let ridge = 0;
  for (let column = first; column <= last; column += 1) ridge += isRidge[column] as number;
  return { ridge, all: last - first + 1 };
}
