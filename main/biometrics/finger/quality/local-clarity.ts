import type { RidgeLines } from './profile.ts';
import { across, along } from './slanted-window.ts';

/** How wide ridges and valleys may be on average at 500 ppi, pixels, and still be a finger's (ISO/IEC 29794-4). */
const ridgeWidth = { least: 3, most: 10 };
const valleyWidth = { least: 2, most: 10 };

/**
 * Local clarity score of a turned block (ISO/IEC 29794-4): 1 less the mean of the share of ridge pixels that are too bright and the share of
 * valley pixels that are too dark. 0 worst … 1 best; 0 where widths are not those of ridges.
 */
export function localClarity(pixels: Uint8Array, { trend, isRidge, changes }: RidgeLines): number {
  if (!hasFingerWidths(isRidge, changes)) return 0;
  let [ridge, valley, bright, dark] = [0, 0, 0, 0];
  for (let column = 0; column < across; column += 1) {
    const line = trend[column] as number;
    let above = 0;
    for (let row = 0; row < along; row += 1)
      if ((pixels[row * across + column] as number) >= line) above += 1;
    if (isRidge[column] === 1) {
      ridge += along;
      bright += above;
    } else {
      valley += along;
      dark += along - above;
    }
  }
  return 1 - (bright / ridge + dark / valley) / 2;
}

/** The first stretch counts without its last column, and the one after the last change not at all: both may be cut. */
function hasFingerWidths(isRidge: Uint8Array, changes: readonly number[]): boolean {
  const sums = [0, 0];
  const counts = [0, 0];
  changes.forEach((change, index) => {
    const kind = isRidge[change] as number;
    sums[kind] = (sums[kind] ?? 0) + change - (changes[index - 1] ?? 0);
    counts[kind] = (counts[kind] ?? 0) + 1;
  });
  const [valley = 0, ridge = 0] = sums.map((sum, kind) => sum / Math.max(1, counts[kind] ?? 0));
  return (
    ridge >= ridgeWidth.least &&
    ridge <= ridgeWidth.most &&
    valley >= valleyWidth.least &&
    valley <= valleyWidth.most
  );
}
