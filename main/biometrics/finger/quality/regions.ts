/** A connected set of cells, and the upright rectangle around it; `right` and `bottom` inclusive. */
export interface Region {
  readonly label: number;
  readonly size: number;
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export interface Regions {
  /** Label of the region at each cell, from 1; 0 where there is none. */
  readonly labels: Int32Array;
  readonly regions: readonly Region[];
}

/** Finds what hangs together over the sides of cells. */
export function labelRegions(mask: Uint8Array, width: number, value = 1): Regions {
  const labels = new Int32Array(mask.length);
  // A stretch of n cells leaves at most n + 1 behind.
  const stack = new Int32Array(2 * mask.length + 1);
  const regions: Region[] = [];
  for (let start = 0; start < mask.length; start += 1) {
    if (mask[start] === value && labels[start] === 0)
      regions.push(flood({ mask, labels, stack, width, value }, start, regions.length + 1));
  }
  return { labels, regions };
}

interface Flooded {
  readonly mask: Uint8Array;
  readonly labels: Int32Array;
  readonly stack: Int32Array;
  readonly width: number;
  readonly value: number;
}

/** Takes whole stretches of a row at a time, and looks above and below each for stretches that touch it. */
function flood(flooded: Flooded, start: number, label: number): Region {
  const { mask, labels, stack, width } = flooded;
  let [left, top, right, bottom, size] = [width, mask.length, 0, 0, 0];
  let depth = 1;
  stack[0] = start;
  while (depth > 0) {
    depth -= 1;
    const seed = stack[depth] as number;
    if (labels[seed] !== 0) continue;
    const row = seed - (seed % width);
    const [first, last] = takeStretch(flooded, seed, row, label);
    size += last - first + 1;
    left = Math.min(left, first - row);
    right = Math.max(right, last - row);
    top = Math.min(top, row / width);
    bottom = Math.max(bottom, row / width);
    if (row > 0) depth = pushStretches(flooded, first - width, last - width, depth);
    if (row + width < mask.length) depth = pushStretches(flooded, first + width, last + width, depth);
  }
  return { label, size, left, top, right, bottom };
}

/** Labels the stretch of a row around a seed; its first and last cell. */
function takeStretch(
  { mask, labels, width, value }: Flooded,
  seed: number,
  row: number,
  label: number,
): [number, number] {
  let [first, last] = [seed, seed];
  while (first > row && mask[first - 1] === value) first -= 1;
  while (last < row + width - 1 && mask[last + 1] === value) last += 1;
  labels.fill(label, first, last + 1);
  return [first, last];
}

/** Remembers one cell of each stretch that is still to take. */
function pushStretches(
  { mask, labels, stack, value }: Flooded,
  first: number,
  last: number,
  depth: number,
): number {
  let isIn = false;
  let next = depth;
  for (let cell = first; cell <= last; cell += 1) {
    const isOpen = mask[cell] === value && labels[cell] === 0;
    if (isOpen && !isIn) {
      stack[next] = cell;
      next += 1;
    }
    isIn = isOpen;
  }
  return next;
}

/** Fills what is enclosed by the mask and does not reach the picture's edge. */
export function fillHoles(mask: Uint8Array, width: number): void {
  const height = mask.length / width;
  const { labels, regions } = labelRegions(mask, width, 0);
  const isHole = new Uint8Array(regions.length + 1);
  for (const { label, left, top, right, bottom } of regions)
    isHole[label] = left > 0 && top > 0 && right < width - 1 && bottom < height - 1 ? 1 : 0;
  for (let cell = 0; cell < mask.length; cell += 1) if (isHole[labels[cell] as number] === 1) mask[cell] = 1;
}

/** Leaves only the region with the largest rectangle around it. */
export function keepLargest(mask: Uint8Array, width: number): void {
  const { labels, regions } = labelRegions(mask, width);
  const areaOf = ({ left, top, right, bottom }: Region): number => (right - left + 1) * (bottom - top + 1);
  const [first, ...others] = regions;
  if (first === undefined) return;
  const largest = others.reduce((best, region) => (areaOf(region) > areaOf(best) ? region : best), first);
  for (let cell = 0; cell < mask.length; cell += 1) mask[cell] = labels[cell] === largest.label ? 1 : 0;
}
