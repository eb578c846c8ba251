import type { ColourPicture } from '../picture.ts';
import { findEdges } from './edges.ts';
import { type EdgeLine, findLines } from './lines.ts';
import {
  areaOf,
  hasAnglesWithin,
  meetingPoint,
  ordered,
  type Point,
  type Quadrilateral,
  sidesOf,
} from './quadrilateral.ts';

/** A sheet or card seen in a picture. */
export interface FoundSheet {
  /** Pixels of the picture. */
  readonly corners: Quadrilateral;
  /** It reaches over the border of the picture: a part is not there. */
  readonly isCutOff: boolean;
}

/** What a sheet on a desk looks like. Own values, tuned on synthetic photographs. */
const limits = {
  lines: 32,
  /** Share of the picture. */
  leastArea: 0.06,
  /** Degrees: perspective bends a right angle no further at a desk. */
  angles: [52, 128],
  /** Of two opposite sides; cosine. */
  opposite: Math.cos((40 * Math.PI) / 180),
  leastSupport: 0.45,
  meanSupport: 0.62,
  /** What the border of the picture is worth as a side. */
  border: 0.6,
} as const;

/** A line that may be a side: an edge, or the border of the picture where a sheet leaves it. */
interface Side extends EdgeLine {
  readonly isBorder: boolean;
}

type Pair = readonly [Side, Side];

/**
 * Finds the sheet or card in a picture: of all quadrilaterals of straight edges, whose inside is on all sides the brighter or the darker,
 * the large one whose sides are there over most of their length. Colours are looked at one by one: a yellow card on a gray desk is
 * brighter in red and darker in blue. Where no sheet is whole, one that leaves the picture is looked for.
 *
 * @param picture small: 400 to 500 pixels to its long side
 */
export function findSheet(picture: ColourPicture): FoundSheet | undefined {
  const { width, height } = picture;
  if (Math.min(width, height) < 32) return undefined;
  const edges = [0, 1, 2].map((channel) => sidesIn(picture, channel));
  const best = bestIn(edges, picture, false) ?? bestIn(edges, picture, true);
  if (!best) return undefined;
  const corners = ordered(best.corners);
  const isOutside = ({ x, y }: Point): boolean => x < -2 || y < -2 || x > width + 1 || y > height + 1;
  return { corners, isCutOff: best.hasBorder || corners.some(isOutside) };
}

function sidesIn(picture: ColourPicture, channel: number): Side[] {
  const lines = findLines(findEdges(picture, channel), limits.lines);
  return lines.map((line) => ({ ...line, isBorder: false }));
}

function bestIn(
  edges: readonly (readonly Side[])[],
  { width, height }: ColourPicture,
  withBorder: boolean,
): Candidate | undefined {
  const middle = { x: width / 2, y: height / 2 };
  let best: Candidate | undefined;
  for (const sides of edges) {
    for (const inwards of [true, false]) {
      const all = withBorder ? [...sides, ...bordersOf(width, height, inwards)] : sides;
      best = bestOf(pairsOf(all, inwards, middle), width, height, best);
    }
  }
  return best;
}

/** The border as sides whose gradient would point inwards, or outwards. */
function bordersOf(width: number, height: number, inwards: boolean): Side[] {
  const sign = inwards ? 1 : -1;
  const support = (): number => limits.border;
  return [
    { nx: sign, ny: 0, distance: 0, support, isBorder: true },
    { nx: -sign, ny: 0, distance: -sign * (width - 1), support, isBorder: true },
    { nx: 0, ny: sign, distance: 0, support, isBorder: true },
    { nx: 0, ny: -sign, distance: -sign * (height - 1), support, isBorder: true },
  ];
}

/** Two lines that may be opposite sides: they face each other, or turn their backs. */
function pairsOf(sides: readonly Side[], inwards: boolean, middle: Point): Pair[] {
  const pairs: Pair[] = [];
  for (const [index, a] of sides.entries()) {
    for (const b of sides.slice(index + 1)) {
      const isOpposite = a.nx * b.nx + a.ny * b.ny < -limits.opposite;
      const isFacing = heightOver(a, middle) + heightOver(b, middle) > 0;
      if (isOpposite && isFacing === inwards && !(a.isBorder && b.isBorder)) pairs.push([a, b]);
    }
  }
  return pairs;
}

/** How far a point is on the brighter side of a line. */
function heightOver({ nx, ny, distance }: Side, { x, y }: Point): number {
  return x * nx + y * ny - distance;
}

interface Candidate {
  readonly corners: Quadrilateral;
  readonly hasBorder: boolean;
  readonly score: number;
}

function bestOf(
  pairs: readonly Pair[],
  width: number,
  height: number,
  found: Candidate | undefined,
): Candidate | undefined {
  let best = found;
  for (const [index, pair] of pairs.entries()) {
    for (const other of pairs.slice(index + 1)) {
      const candidate = candidateOf(pair, other, width, height);
      if (candidate && candidate.score > (best?.score ?? 0)) best = candidate;
    }
  }
  return best;
}

function candidateOf(
  [left, right]: Pair,
  [top, bottom]: Pair,
  width: number,
  height: number,
): Candidate | undefined {
  if (Math.abs(left.nx * top.nx + left.ny * top.ny) > 0.8) return undefined;
  const corners = cornersOf(left, top, right, bottom);
  if (!corners?.every(({ x, y }) => isNear(x, width) && isNear(y, height))) return undefined;
  const area = areaOf(corners) / (width * height);
  const [least, most] = limits.angles;
  if (area < limits.leastArea) return undefined;
  if (!hasAnglesWithin(ordered(corners), least, most)) return undefined;
  const sides = [top, right, bottom, left];
  const supports = sidesOf(corners).map(([a, b], at) => sides[at]?.support(a, b) ?? 0);
  const mean = supports.reduce((sum, support) => sum + support, 0) / 4;
  if (Math.min(...supports) < limits.leastSupport || mean < limits.meanSupport) return undefined;
  const hasBorder = sides.some(({ isBorder }) => isBorder);
  return { corners, hasBorder, score: mean ** 3 * Math.sqrt(area) };
}

function cornersOf(left: Side, top: Side, right: Side, bottom: Side): Quadrilateral | undefined {
  const a = meetingPoint(left, top);
  const b = meetingPoint(top, right);
  const c = meetingPoint(right, bottom);
  const d = meetingPoint(bottom, left);
  return a && b && c && d ? [a, b, c, d] : undefined;
}

/** A corner may lie a little outside the picture, where the sheet is cut off. */
function isNear(place: number, size: number): boolean {
  return place > -0.08 * size && place < 1.08 * size;
}
