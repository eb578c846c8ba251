import type { GrayPicture } from '../picture.ts';
import { type Circle, type FittedCircle, fitCircle, type Point } from './circle.ts';
import { percentile, shrink, withoutSpots } from './shrink.ts';

/** Where pupil and iris are. Both are told as circles; an eye that looks aside shows ellipses, and they are the nearest. */
export interface LocatedEye {
  readonly pupil: FittedCircle;
  readonly iris: FittedCircle;
}

/** The pupil is searched in a picture of this width. */
const coarseWidth = 160;
/** Radii of pupils in it. */
const pupilRadii = { least: 3, most: 28 } as const;
const coarseAngles = 16;
const coarseEdge = 1.6;
/** Share of a circle just inside of the pupil's edge. */
const leastDarkRing = 0.4;
/** Share of the picture that the smallest pupil fills. */
const smallestPupil = 0.0015;
/** A step in gray beyond this tells no more: one mirrored lamp must not outweigh a circle. */
const mostStep = 50;
/** Of the picture's own contrast: an edge all around of less is none. */
const leastPupilEdge = 0.16;
const leastIrisEdge = 0.022;
/** Share of the pupil's disc that is dark. */
const leastDark = 0.7;
/** Of the radius: points farther off the circle on average are of no pupil. */
const mostSpread = 0.11;

/**
 * Finds pupil and iris: the pupil as the dark disc with the strongest edge around it, the iris' outer edge by an integro-differential search
 * (Daugman) from there, left and right, where no lid is. Both are then fitted to the edge along rays.
 *
 * @returns undefined when there is no open eye
 */
export function locateEye(picture: GrayPicture): LocatedEye | undefined {
  const times = Math.max(1, Math.round(picture.width / coarseWidth));
  const small = shrink(picture, times);
  const contrast = Math.max(20, percentile(small.pixels, 0.9) - percentile(small.pixels, smallestPupil));
  const rough = searchPupil(withoutSpots(small), contrast);
  if (!rough) return undefined;
  const pupil = refinePupil(picture, onLarge(rough, times));
  if (!pupil || !isDisc(picture, pupil, contrast)) return undefined;
  const outer = searchIris(picture, pupil, contrast);
  if (!outer) return undefined;
  const iris = refineIris(picture, outer);
  return iris && iris.radius > pupil.radius * 1.05 ? { pupil, iris } : undefined;
}

function onLarge({ x, y, radius }: Circle, times: number): Circle {
  return { x: (x + 0.5) * times - 0.5, y: (y + 0.5) * times - 0.5, radius: radius * times };
}

const directions = Array.from({ length: coarseAngles }, (_, index) => {
  const angle = (2 * Math.PI * index) / coarseAngles;
  return [Math.cos(angle), Math.sin(angle)] as const;
});

/** The circle with the strongest step from dark to bright, among all whose middle is dark. */
function searchPupil(picture: GrayPicture, contrast: number): Circle | undefined {
  const { width, height, pixels } = picture;
  const darkest = percentile(pixels, smallestPupil);
  const dark = darkest + contrast * 0.3;
  let best: Circle | undefined;
  let bestEdge = leastPupilEdge * contrast;
  for (let y = 2; y < height - 2; y += 1)
    for (let x = 2; x < width - 2; x += 1) {
      if ((pixels[y * width + x] ?? 255) > dark) continue;
      const found = strongestAround(picture, x, y, dark);
      if (found.edge <= bestEdge) continue;
      bestEdge = found.edge;
      best = { x, y, radius: found.radius };
    }
  return best;
}

function strongestAround(
  picture: GrayPicture,
  x: number,
  y: number,
  dark: number,
): { readonly edge: number; readonly radius: number } {
  let best = { edge: 0, radius: 0 };
  for (let radius = pupilRadii.least; radius <= pupilRadii.most; radius += 1) {
    const { edge, share } = pupilEdge(picture, x, y, radius, dark);
    if (edge > best.edge) best = { edge, radius };
    // Wider circles around here have still less that is dark.
    if (share < leastDarkRing) break;
  }
  return best;
}

/** Mean step outwards over a circle; what is not dark inside counts against it. */
function pupilEdge(
  { width, height, pixels }: GrayPicture,
  x: number,
  y: number,
  radius: number,
  dark: number,
): { readonly edge: number; readonly share: number } {
  let sum = 0;
  let bright = 0;
  for (const [across, down] of directions) {
    const inner = pixelAt(
      pixels,
      width,
      height,
      x + (radius - coarseEdge) * across,
      y + (radius - coarseEdge) * down,
    );
    const outer = pixelAt(
      pixels,
      width,
      height,
      x + (radius + coarseEdge) * across,
      y + (radius + coarseEdge) * down,
    );
    sum += Math.max(0, Math.min(mostStep, outer - inner));
    if (inner > dark) bright += 1;
  }
  const share = 1 - bright / coarseAngles;
  // Of circles with the same edge the larger one is the pupil: a small one fits into a corner of it.
  return { edge: (sum / coarseAngles) * share * share * (1 + radius * 0.01), share };
}

function pixelAt(pixels: Uint8Array, width: number, height: number, x: number, y: number): number {
  const column = Math.max(0, Math.min(width - 1, Math.round(x)));
  const row = Math.max(0, Math.min(height - 1, Math.round(y)));
  return pixels[row * width + column] ?? 0;
}

const pupilRays = raysOver([[0, 360]], 72);
/** Degrees clockwise from the right: where lids do not reach, or the lower one hardly does. */
const irisRays = raysOver(
  [
    [-30, 55],
    [125, 210],
  ],
  72,
);

type Ray = readonly [across: number, down: number];

function raysOver(sectors: readonly (readonly [from: number, to: number])[], count: number): readonly Ray[] {
  const each = Math.floor(count / sectors.length);
  return sectors.flatMap(([from, to]) =>
    Array.from({ length: each }, (_, index): Ray => {
      const angle = ((from + ((to - from) * (index + 0.5)) / each) * Math.PI) / 180;
      return [Math.cos(angle), Math.sin(angle)];
    }),
  );
}

/** Twice: the second time from the middle that the first one found. */
function refinePupil(picture: GrayPicture, rough: Circle): FittedCircle | undefined {
  const cap = ringMean(picture, rough, 1.35) + 12;
  const first = fitCircle(edgePoints(picture, rough, { rays: pupilRays, reach: [0.55, 1.45], half: 3, cap }));
  return first && fitCircle(edgePoints(picture, first, { rays: pupilRays, reach: [0.8, 1.2], half: 2, cap }));
}

function refineIris(picture: GrayPicture, rough: Circle): FittedCircle | undefined {
  const first = fitCircle(
    edgePoints(picture, rough, { rays: irisRays, reach: [0.85, 1.15], half: 5, cap: 255 }),
  );
  return (
    first && fitCircle(edgePoints(picture, first, { rays: irisRays, reach: [0.92, 1.08], half: 5, cap: 255 }))
  );
}

interface RaySearch {
  readonly rays: readonly Ray[];
  /** Of the radius. */
  readonly reach: readonly [from: number, to: number];
  /** Pixels on either side of an edge that are compared. */
  readonly half: number;
  /** Brighter is as bright as this: mirrored lamps have edges too. */
  readonly cap: number;
}

/** The strongest step from dark to bright along each ray. */
function edgePoints(picture: GrayPicture, { x, y, radius }: Circle, search: RaySearch): Point[] {
  const { width, height, pixels } = picture;
  const { rays, reach, half, cap } = search;
  const [from, to] = [Math.floor(reach[0] * radius), Math.ceil(reach[1] * radius)];
  const line = new Float32Array(to - from + 2 * half + 1);
  const points: Point[] = [];
  for (const [across, down] of rays) {
    const farX = x + (to + half) * across;
    const farY = y + (to + half) * down;
    if (farX < 0 || farY < 0 || farX > width - 1 || farY > height - 1) continue;
    for (let index = 0; index < line.length; index += 1) {
      const at = Math.max(0, from - half + index);
      line[index] = Math.min(cap, pixelAt(pixels, width, height, x + at * across, y + at * down));
    }
    const step = strongestStep(line, half);
    if (step !== undefined) {
      const at = from + step;
      points.push({ x: x + at * across, y: y + at * down });
    }
  }
  return points;
}

/** @returns where, between pixels; undefined when it only gets darker */
function strongestStep(line: Float32Array, half: number): number | undefined {
  const steps: number[] = [];
  for (let index = half; index < line.length - half; index += 1) {
    let step = 0;
    for (let apart = 1; apart <= half; apart += 1)
      step += (line[index + apart] ?? 0) - (line[index - apart] ?? 0);
    steps.push(step);
  }
  let best = 0;
  for (let index = 1; index < steps.length; index += 1)
    if ((steps[index] ?? 0) > (steps[best] ?? 0)) best = index;
  const [before, here, after] = [steps[best - 1], steps[best] ?? 0, steps[best + 1]];
  if (here <= 0) return undefined;
  if (before === undefined || after === undefined) return best;
  const bend = before - 2 * here + after;
  return bend < 0 ? best + (0.5 * (before - after)) / bend : best;
}

/** Dark inside, and round. */
function isDisc(picture: GrayPicture, pupil: FittedCircle, contrast: number): boolean {
  if (pupil.spread > mostSpread * pupil.radius) return false;
  const { width, height, pixels } = picture;
  const limit = (ringMean(picture, pupil, 1.25) + ringMean(picture, pupil, 0.5)) / 2;
  let [dark, all] = [0, 0];
  const reach = pupil.radius * 0.85;
  for (let y = Math.ceil(pupil.y - reach); y <= pupil.y + reach; y += 2)
    for (let x = Math.ceil(pupil.x - reach); x <= pupil.x + reach; x += 2) {
      if (Math.hypot(x - pupil.x, y - pupil.y) > reach) continue;
      all += 1;
      if (pixelAt(pixels, width, height, x, y) < limit) dark += 1;
    }
  const step = ringMean(picture, pupil, 1.25) - ringMean(picture, pupil, 0.7);
  return all > 0 && dark / all >= leastDark && step >= 0.08 * contrast;
}

/** Median, so that lamps and lashes do not count. */
function ringMean({ width, height, pixels }: GrayPicture, { x, y, radius }: Circle, times: number): number {
  const values = pupilRays.map(([across, down]) =>
    pixelAt(pixels, width, height, x + times * radius * across, y + times * radius * down),
  );
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

/** Radii of irises of a picture 640 wide. */
const irisRadii = { least: 45, most: 190 } as const;
/** How far the middle of the iris may be from that of the pupil across, of the pupil's radius, and least, in pixels of a picture 640 wide. */
const offset = { times: 0.6, least: 20 } as const;
/** Steps of the search, pixels of a picture 640 wide: first everywhere, then around the best. */
const steps = { first: 8, second: 3 } as const;
const searchRays = raysOver(
  [
    [-25, 40],
    [140, 205],
  ],
  24,
);

interface Span {
  readonly from: number;
  readonly to: number;
  readonly step: number;
}

/** The circle around the pupil with the strongest mean step, left and right. */
function searchIris(picture: GrayPicture, pupil: Circle, contrast: number): Circle | undefined {
  const scale = picture.width / 640;
  // Next to the pupil its own edge is stronger than any.
  const floor = ringMean(picture, pupil, 1.25) - 0.1 * contrast;
  const smooth = shrink(picture, 2);
  const half = Math.max(1, Math.round(4 * scale) / 2);
  const edgeOf = ({ x, y, radius }: Circle): number =>
    radius < pupil.radius * 1.12 + Math.hypot(x - pupil.x, y - pupil.y)
      ? 0
      : irisEdge(smooth, { x: x / 2, y: y / 2, radius: radius / 2 }, half, floor);
  const reach = Math.max(offset.times * pupil.radius, offset.least * scale);
  const first = strongest(
    edgeOf,
    around(pupil.x, reach, steps.first * scale),
    around(pupil.y, reach / 2, steps.first * scale),
    { from: irisRadii.least * scale, to: irisRadii.most * scale, step: (steps.first * scale) / 2 },
  );
  const [near, step] = [steps.first * scale, steps.second * scale];
  const second = strongest(
    edgeOf,
    around(first.x, near, step),
    around(first.y, near, step),
    around(first.radius, near, step / 2),
  );
  return edgeOf(second) > leastIrisEdge * contrast ? second : undefined;
}

function around(middle: number, reach: number, step: number): Span {
  return { from: middle - reach, to: middle + reach, step };
}

function strongest(edgeOf: (circle: Circle) => number, across: Span, down: Span, radii: Span): Circle {
  let best: Circle = { x: across.from, y: down.from, radius: radii.from };
  let bestEdge = Number.NEGATIVE_INFINITY;
  for (let x = across.from; x <= across.to; x += across.step)
    for (let y = down.from; y <= down.to; y += down.step)
      for (let radius = radii.from; radius <= radii.to; radius += radii.step) {
        const circle = { x, y, radius };
        const edge = edgeOf(circle);
        if (edge <= bestEdge) continue;
        bestEdge = edge;
        best = circle;
      }
  return best;
}

/** The weaker of both sides counts most: a lid or a lamp has an edge on one side only. */
function irisEdge(
  { width, height, pixels }: GrayPicture,
  { x, y, radius }: Circle,
  half: number,
  floor: number,
): number {
  const sides = [0, 0];
  const each = searchRays.length / 2;
  for (const [index, [across, down]] of searchRays.entries()) {
    const outer = pixelAt(pixels, width, height, x + (radius + half) * across, y + (radius + half) * down);
    const inner = pixelAt(pixels, width, height, x + (radius - half) * across, y + (radius - half) * down);
    const side = index < each ? 0 : 1;
    sides[side] = (sides[side] ?? 0) + Math.max(-20, Math.min(mostStep, outer - Math.max(floor, inner)));
  }
  const [right = 0, left = 0] = sides;
  return (Math.min(right, left) * 2 + Math.max(right, left)) / (3 * each);
}
