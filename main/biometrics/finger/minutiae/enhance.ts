import type { GrayPicture } from '../../picture.ts';
import { cellPixels, flowAt, type RidgeFlow } from './ridge-flow.ts';
import { leastSpacing, mostSpacing } from './ridge-spacing.ts';

/** Half side of a filter, pixels: a good ridge to each side. */
const reach = 8;
const orientations = 32;
const spacings = 11;
/** The direction is taken anew for every patch of this side. */
const patchPixels = 4;

/** The taps on one half of a filter; the other half mirrors them. */
type HalfFilter = Float32Array;
const halfTaps = ((2 * reach + 1) ** 2 - 1) / 2;

/**
 * A ridge picture, one byte per pixel: 1 ridge, 0 valley or not the finger. Each place is filtered along its own ridges (Gabor filters as
 * by Hong, Wan and Jain 1998), which closes pores and small breaks; the sign of the answer decides.
 */
export function ridgePicture(picture: GrayPicture, flow: RidgeFlow, spacing: Float32Array): Uint8Array {
  const { width, height } = picture;
  const ridges = new Uint8Array(width * height);
  const filters = new Map<number, HalfFilter>();
  const offsets = halfOffsets(width);
  for (let top = reach; top < height - reach; top += patchPixels) {
    for (let left = reach; left < width - reach; left += patchPixels) {
      const filter = filterFor(filters, flow, spacing, left + patchPixels / 2, top + patchPixels / 2);
      if (filter) markRidges(ridges, picture, { left, top }, offsets, filter);
    }
  }
  return ridges;
}

function markRidges(
  ridges: Uint8Array,
  { width, height, pixels }: GrayPicture,
  { left, top }: { readonly left: number; readonly top: number },
  offsets: Int32Array,
  filter: HalfFilter,
): void {
  const [right, bottom] = [
    Math.min(left + patchPixels, width - reach),
    Math.min(top + patchPixels, height - reach),
  ];
  for (let y = top; y < bottom; y += 1) {
    for (let at = y * width + left; at < y * width + right; at += 1) {
      if (answer(pixels, at, offsets, filter) < 0) ridges[at] = 1;
    }
  }
}

function answer(pixels: Uint8Array, at: number, offsets: Int32Array, filter: HalfFilter): number {
  let sum = (filter[halfTaps] as number) * (pixels[at] as number);
  for (let tap = 0; tap < halfTaps; tap += 1) {
    const offset = offsets[tap] as number;
    sum += (filter[tap] as number) * ((pixels[at + offset] as number) + (pixels[at - offset] as number));
  }
  return sum;
}

function filterFor(
  filters: Map<number, HalfFilter>,
  flow: RidgeFlow,
  spacing: Float32Array,
  x: number,
  y: number,
): HalfFilter | undefined {
  const { columns, rows, mask } = flow;
  const [column, row] = [Math.floor(x / cellPixels), Math.floor(y / cellPixels)];
  if (column >= columns || row >= rows || mask[row * columns + column] === 0) return undefined;
  const turn = Math.round((flowAt(flow, x, y).angle / Math.PI) * orientations) % orientations;
  const share = ((spacing[row * columns + column] as number) - leastSpacing) / (mostSpacing - leastSpacing);
  const level = Math.round(Math.max(0, Math.min(1, share)) * (spacings - 1));
  const key = level * orientations + turn;
  const known = filters.get(key);
  if (known) return known;
  const made = gaborFilter(
    (turn / orientations) * Math.PI,
    leastSpacing + (level / (spacings - 1)) * (mostSpacing - leastSpacing),
  );
  filters.set(key, made);
  return made;
}

/** Zero mean; the last value is the middle tap. */
function gaborFilter(angle: number, spacing: number): HalfFilter {
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const [spreadAlong, spreadAcross] = [4.2, Math.min(4.2, 0.42 * spacing)];
  const valueAt = (x: number, y: number): number => {
    const [alongRidge, acrossRidge] = [x * cos + y * sin, y * cos - x * sin];
    const envelope = Math.exp(-0.5 * ((alongRidge / spreadAlong) ** 2 + (acrossRidge / spreadAcross) ** 2));
    return envelope * Math.cos((2 * Math.PI * acrossRidge) / spacing);
  };
  const filter = new Float32Array(halfTaps + 1);
  let tap = 0;
  for (const [x, y] of halfPlane()) filter[tap++] = valueAt(x, y);
  filter[halfTaps] = 1;
  const sum = 1 + 2 * filter.subarray(0, halfTaps).reduce((total, value) => total + value, 0);
  return filter.map((value) => value - sum / (2 * halfTaps + 1));
}

/** Pixels of the filter before its middle, row by row. */
function* halfPlane(): Generator<readonly [number, number]> {
  for (let y = -reach; y <= 0; y += 1) {
    for (let x = -reach; x <= (y < 0 ? reach : -1); x += 1) yield [x, y];
  }
}

function halfOffsets(width: number): Int32Array {
  return Int32Array.from([...halfPlane()], ([x, y]) => y * width + x);
}
