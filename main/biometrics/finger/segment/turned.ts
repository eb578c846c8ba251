/** Cells of a picture: where their middles are, in cells, and how dark. */
export interface Cells {
  readonly x: Float32Array;
  readonly y: Float32Array;
  readonly darkness: Float32Array;
}

/**
 * Across and along axes of something that leans `angle` radians clockwise: u grows to its right, v from its tip down.
 *
 * @returns u and v of each cell
 */
export function turn({ x, y }: Cells, angle: number): { readonly u: Float32Array; readonly v: Float32Array } {
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const u = new Float32Array(x.length);
  const v = new Float32Array(x.length);
  for (let at = 0; at < u.length; at += 1) {
    const [cellX, cellY] = [x[at] as number, y[at] as number];
    u[at] = cellX * cos + cellY * sin;
    v[at] = cellY * cos - cellX * sin;
  }
  return { u, v };
}

/** How many cells lie at each whole place of an axis, from `first` on. */
export interface Projection {
  readonly first: number;
  readonly counts: Float32Array;
}

/** @param weights of the cells; 1 each without */
export function project(places: Float32Array, weights?: Float32Array): Projection {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const place of places) {
    if (place < least) least = place;
    if (place > most) most = place;
  }
  if (places.length === 0) return { first: 0, counts: new Float32Array(0) };
  const first = Math.floor(least);
  const counts = new Float32Array(Math.floor(most) - first + 1);
  for (let at = 0; at < places.length; at += 1) {
    const bin = Math.floor(places[at] as number) - first;
    counts[bin] = (counts[bin] as number) + (weights?.[at] ?? 1);
  }
  return { first, counts };
}
