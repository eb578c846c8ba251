/** A circle in pixels from the top left. */
export interface Circle {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A circle through points, and how far they are from it. */
export interface FittedCircle extends Circle {
  /** Root mean square of the distances of the points that were used, pixels. */
  readonly spread: number;
}

const rounds = 4;
/** Points so many times farther away than the median do not count: lids, lashes, mirrored lamps. */
const outlier = 2.5;
const leastPoints = 8;

/**
 * The circle that most points lie on, by least squares (Kåsa), without those that lie off it.
 *
 * @returns undefined when there are too few points, or they lie on a line
 */
export function fitCircle(points: readonly Point[]): FittedCircle | undefined {
  let used = points;
  let fitted: Circle | undefined;
  for (let round = 0; round < rounds; round += 1) {
    if (used.length < leastPoints) return undefined;
    const circle = leastSquares(used);
    if (!circle) return undefined;
    fitted = circle;
    const distances = points.map((point) => distanceTo(circle, point));
    const typical = distances.toSorted((a, b) => a - b)[Math.floor(distances.length / 2)] ?? 0;
    const most = Math.max(1, outlier * typical);
    used = points.filter((_, index) => (distances[index] ?? 0) <= most);
  }
  if (!fitted) return undefined;
  const last = fitted;
  const squares = used.reduce((sum, point) => sum + distanceTo(last, point) ** 2, 0);
  return { ...fitted, spread: Math.sqrt(squares / used.length) };
}

function distanceTo({ x, y, radius }: Circle, point: Point): number {
  return Math.abs(Math.hypot(point.x - x, point.y - y) - radius);
}

function leastSquares(points: readonly Point[]): Circle | undefined {
  const count = points.length;
  const middleX = points.reduce((sum, { x }) => sum + x, 0) / count;
  const middleY = points.reduce((sum, { y }) => sum + y, 0) / count;
  let [uu, uv, vv, uz, vz, z] = [0, 0, 0, 0, 0, 0];
  for (const point of points) {
    const [u, v] = [point.x - middleX, point.y - middleY];
    const square = u * u + v * v;
    uu += u * u;
    uv += u * v;
    vv += v * v;
    uz += u * square;
    vz += v * square;
    z += square;
  }
  const determinant = 2 * (uu * vv - uv * uv);
  if (Math.abs(determinant) < 1e-6) return undefined;
  const x = (uz * vv - vz * uv) / determinant;
  const y = (vz * uu - uz * uv) / determinant;
  return { x: x + middleX, y: y + middleY, radius: Math.sqrt(x * x + y * y + z / count) };
}
