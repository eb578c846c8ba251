import { neighbourhood, neighbourOffsets } from './thin.ts';

/** Ridges as lines one pixel wide: 1 on a line. */
export interface Skeleton {
  readonly width: number;
  readonly pixels: Uint8Array;
  /** Of {@link neighbourOffsets}. */
  readonly offsets: readonly number[];
}

/** A walk along a line: the pixels after the start, and what stopped it. */
export interface Walk {
  readonly path: readonly number[];
  readonly stop: 'length' | 'ending' | 'fork';
}

export function skeletonOf(pixels: Uint8Array, width: number): Skeleton {
  return { width, pixels, offsets: neighbourOffsets(width) };
}

/** Crossing number (Rutovitz 1966) by neighbourhood: 1 at an ending, 2 along a line, 3 or more at a fork. */
const crossings = Uint8Array.from({ length: 256 }, (_, code) => {
  let changes = 0;
  for (let bit = 0; bit < 8; bit += 1) changes += ((code >> bit) & 1) ^ ((code >> ((bit + 1) % 8)) & 1);
  return changes / 2;
});

export function crossingAt({ pixels, offsets }: Skeleton, at: number): number {
  return crossings[neighbourhood(pixels, at, offsets)] as number;
}

/** Places of a kind, as indices into the picture. */
export function placesWith(skeleton: Skeleton, isWanted: (crossing: number) => boolean): number[] {
  const places: number[] = [];
  for (let at = 0; at < skeleton.pixels.length; at += 1) {
    if (skeleton.pixels[at] === 1 && isWanted(crossingAt(skeleton, at))) places.push(at);
  }
  return places;
}

/** The first pixel of each line that leaves a place. Of neighbours that touch each other one is enough. */
export function branchesFrom(skeleton: Skeleton, at: number): number[] {
  const code = neighbourhood(skeleton.pixels, at, skeleton.offsets);
  const isSet = (bit: number): boolean => ((code >> (bit & 7)) & 1) === 1;
  const branches: number[] = [];
  for (let bit = 0; bit < 8; bit += 1) {
    // Diagonal neighbours give way to the straight ones beside them.
    const isDiagonal = bit % 2 === 1;
    if (isSet(bit) && !(isDiagonal && (isSet(bit - 1) || isSet(bit + 1))))
      branches.push(at + (skeleton.offsets[bit] as number));
  }
  return branches;
}

/** Follows a line from a place through its neighbour `first`, at most `most` pixels, to an ending or a fork. */
export function walk(skeleton: Skeleton, from: number, first: number, most: number): Walk {
  const path = [first];
  let [previous, current] = [from, first];
  while (path.length < most) {
    const crossing = crossingAt(skeleton, current);
    if (crossing >= 3) return { path, stop: 'fork' };
    const next = crossing === 1 ? undefined : nextAlong(skeleton, previous, current);
    if (next === undefined || next === from) return { path, stop: 'ending' };
    path.push(next);
    [previous, current] = [current, next];
  }
  const stops = ['length', 'ending', 'length'] as const;
  return { path, stop: stops[crossingAt(skeleton, current)] ?? 'fork' };
}

function nextAlong(skeleton: Skeleton, previous: number, current: number): number | undefined {
  const onward = branchesFrom(skeleton, current).filter((at) => at !== previous);
  // A corner's pixel can touch the one behind: the other way leads on.
  return onward.find((at) => !isBeside(skeleton, at, previous)) ?? onward[0];
}

function isBeside({ offsets }: Skeleton, a: number, b: number): boolean {
  return offsets.includes(a - b);
}

/** Takes pixels off the lines. */
export function erase({ pixels }: Skeleton, path: readonly number[]): void {
  for (const at of path) pixels[at] = 0;
}
