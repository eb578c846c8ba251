import type { Edges } from './edges.ts';
import type { Line, Point } from './quadrilateral.ts';

/** A straight edge. Its normal points to where it is brighter. */
export interface EdgeLine extends Line {
  /** How much of a stretch of the line shows an edge, 0 to 1. */
  support(from: Point, to: Point): number;
}

/** Directions of the whole circle, and how far apart two lines must be to be two. */
const directions = 180;
const apart = { directions: 4, distance: 5 };
/** No side of a sheet is shorter, by the short side of the picture. */
const shortest = 0.1;
/** An edge pixel votes for so many directions beside its own. */
const spread = 2;
/** Pixels that lie so near to a line, and point its way within this cosine, belong to it. */
const near = 1.6;
const sameWay = Math.cos((14 * Math.PI) / 180);

/**
 * The longest straight edges, longest first (Hough transform in the normal form of Duda and Hart, with the direction of each gradient).
 */
export function findLines(edges: Edges, most: number): EdgeLine[] {
  const { width, height } = edges;
  const offset = Math.ceil(Math.hypot(width, height)) + 2;
  const distances = 2 * offset + 1;
  const votes = castVotes(edges, offset, distances);
  const leastVotes = shortest * Math.min(width, height);
  const lines: EdgeLine[] = [];
  const peaks = peaksOf(votes, distances, leastVotes);
  for (const peak of peaks) {
    if (lines.length >= most) break;
    const at = votes[peak] ?? 0;
    if (at === 0) continue;
    const direction = Math.floor(peak / distances);
    silence(votes, direction, peak % distances, distances);
    const line = fitted(edges, lineOf(direction, (peak % distances) - offset));
    if (line && !lines.some((known) => isSame(known, line))) lines.push(withSupport(edges, line));
  }
  return lines;
}

function isSame(a: Line, b: Line): boolean {
  return a.nx * b.nx + a.ny * b.ny > 0.999 && Math.abs(a.distance - b.distance) < 2;
}

function lineOf(direction: number, distance: number): Line {
  const angle = (direction * 2 * Math.PI) / directions;
  return { nx: Math.cos(angle), ny: Math.sin(angle), distance };
}

function castVotes({ count, x, y, nx: ux, ny: uy }: Edges, offset: number, distances: number): Float32Array {
  const votes = new Float32Array(directions * distances);
  const table = Array.from({ length: directions }, (_, direction) => lineOf(direction, 0));
  for (let i = 0; i < count; i += 1) {
    const own = Math.round((Math.atan2(uy[i] ?? 0, ux[i] ?? 0) * directions) / (2 * Math.PI));
    for (let step = -spread; step <= spread; step += 1) {
      const direction = (own + step + 2 * directions) % directions;
      const { nx = 0, ny = 0 } = table[direction] ?? {};
      const cell = direction * distances + Math.round((x[i] ?? 0) * nx + (y[i] ?? 0) * ny) + offset;
      // A line between two distances is as good as one on a distance.
      votes[cell] = (votes[cell] ?? 0) + 1;
      votes[cell - 1] = (votes[cell - 1] ?? 0) + 0.5;
      votes[cell + 1] = (votes[cell + 1] ?? 0) + 0.5;
    }
  }
  return votes;
}

/** Cells that no neighbour outvotes, most votes first. */
function peaksOf(votes: Float32Array, distances: number, leastVotes: number): number[] {
  const peaks: number[] = [];
  for (let cell = 1; cell < votes.length - 1; cell += 1) {
    const here = votes[cell] ?? 0;
    if (here < leastVotes || here < (votes[cell - 1] ?? 0) || here < (votes[cell + 1] ?? 0)) continue;
    const [before, after] = [votes[cell - distances] ?? 0, votes[cell + distances] ?? 0];
    if (here >= before && here >= after) peaks.push(cell);
  }
  return peaks.sort((a, b) => (votes[b] ?? 0) - (votes[a] ?? 0));
}

/** The same edge again under a slightly other name. */
function silence(votes: Float32Array, direction: number, distance: number, distances: number): void {
  for (let turn = -apart.directions; turn <= apart.directions; turn += 1) {
    const row = ((direction + turn + directions) % directions) * distances;
    const from = Math.max(0, distance - apart.distance);
    const to = Math.min(distances - 1, distance + apart.distance);
    votes.fill(0, row + from, row + to + 1);
  }
}

/** The line that its pixels lie on, by least squares; undefined when hardly any do. */
function fitted(edges: Edges, rough: Line): Line | undefined {
  let line = rough;
  for (const reach of [3, near]) {
    const better = throughPixels(edges, line, reach);
    if (!better) return undefined;
    line = better;
  }
  return line;
}

function throughPixels(edges: Edges, line: Line, reach: number): Line | undefined {
  let [n, sx, sy, sxx, sxy, syy] = [0, 0, 0, 0, 0, 0];
  for (let i = 0; i < edges.count; i += 1) {
    if (!belongs(edges, i, line, reach)) continue;
    const [x, y] = [edges.x[i] ?? 0, edges.y[i] ?? 0];
    n += 1;
    sx += x;
    sy += y;
    sxx += x * x;
    sxy += x * y;
    syy += y * y;
  }
  if (n < 12) return undefined;
  const [mx, my] = [sx / n, sy / n];
  const along = 0.5 * Math.atan2(2 * (sxy / n - mx * my), sxx / n - mx * mx - (syy / n - my * my));
  const [nx, ny] = [-Math.sin(along), Math.cos(along)];
  const sign = nx * line.nx + ny * line.ny < 0 ? -1 : 1;
  return { nx: sign * nx, ny: sign * ny, distance: sign * (mx * nx + my * ny) };
}

/** Whether an edge pixel lies on a line and points its way. */
function belongs({ x, y, nx, ny }: Edges, i: number, line: Line, reach: number): boolean {
  const off = (x[i] ?? 0) * line.nx + (y[i] ?? 0) * line.ny - line.distance;
  return Math.abs(off) <= reach && (nx[i] ?? 0) * line.nx + (ny[i] ?? 0) * line.ny >= sameWay;
}

/** Knows, pixel by pixel along the line, where there is an edge. */
function withSupport(edges: Edges, line: Line): EdgeLine {
  const { width, height, count } = edges;
  const reach = Math.ceil(Math.hypot(width, height));
  const shows = new Uint8Array(2 * reach + 1);
  const placeOf = (x: number, y: number): number => Math.round(y * line.nx - x * line.ny) + reach;
  for (let i = 0; i < count; i += 1) {
    if (!belongs(edges, i, line, near)) continue;
    const place = placeOf(edges.x[i] ?? 0, edges.y[i] ?? 0);
    shows.fill(1, place - 1, place + 2);
  }
  const before = new Uint32Array(shows.length + 1);
  for (let place = 0; place < shows.length; place += 1)
    before[place + 1] = (before[place] ?? 0) + (shows[place] ?? 0);
  const upTo = (place: number): number => before[Math.max(0, Math.min(shows.length, place))] ?? 0;
  return {
    ...line,
    support: (a, b) => {
      const [p, q] = [placeOf(a.x, a.y), placeOf(b.x, b.y)];
      const [from, to] = p < q ? [p, q] : [q, p];
      return to - from < 2 ? 0 : (upTo(to) - upTo(from)) / (to - from);
    },
  };
}
