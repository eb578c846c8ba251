/** How the values of a feature are spread over a picture's blocks. */
export interface Spread {
  /** 0 when there is no value. */
  readonly mean: number;
  /** Standard deviation, divided by n. */
  readonly deviation: number;
  /** How many values lie in each bin: below the first edge, from each edge on, and from the last. */
  readonly histogram: readonly number[];
}

/** @param edges ascending; a value on an edge belongs to the bin that begins there */
export function spreadOf(values: readonly number[], edges: readonly number[]): Spread {
  const histogram = new Array<number>(edges.length + 1).fill(0);
  let [sum, squares] = [0, 0];
  for (const value of values) {
    sum += value;
    const above = edges.findIndex((edge) => value < edge);
    const bin = above < 0 ? edges.length : above;
    histogram[bin] = (histogram[bin] ?? 0) + 1;
  }
  const mean = values.length === 0 ? 0 : sum / values.length;
  for (const value of values) squares += (value - mean) ** 2;
  return { mean, deviation: values.length === 0 ? 0 : Math.sqrt(squares / values.length), histogram };
}
