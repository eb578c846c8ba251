/** Three running means of these odd widths are close to a Gaussian of the given deviation. */
function boxWidths(deviation: number): readonly [number, number, number] {
  const ideal = Math.sqrt(4 * deviation * deviation + 1);
  const narrow = 2 * Math.floor((ideal - 1) / 2) + 1;
  const narrowOnes = Math.round(
    (12 * deviation * deviation - 3 * narrow * narrow - 12 * narrow - 9) / (-4 * narrow - 4),
  );
  const widthOf = (index: number): number => (index < narrowOnes ? narrow : narrow + 2);
  return [widthOf(0), widthOf(1), widthOf(2)];
}

/**
 * Blurs a picture about as a Gaussian does, mirrored at its edges (without the edge pixel itself), rounded to 8 bits.
 *
 * @param deviation of the Gaussian, pixels
 */
export function blur(pixels: Uint8Array, width: number, height: number, deviation: number): Uint8Array {
  const values = new Float32Array(pixels);
  const means = new Float32Array(pixels.length);
  for (const box of boxWidths(deviation)) {
    meanOfRows(values, means, width, height, box);
    meanOfColumns(means, values, width, height, box);
  }
  const blurred = new Uint8Array(pixels.length);
  for (let at = 0; at < blurred.length; at += 1) blurred[at] = (values[at] as number) + 0.5;
  return blurred;
}

function meanOfRows(
  from: Float32Array,
  into: Float32Array,
  width: number,
  height: number,
  box: number,
): void {
  const reach = (box - 1) / 2;
  const mirrored = mirror(width, reach);
  const share = 1 / box;
  for (let row = 0; row < height * width; row += width) {
    let sum = 0;
    for (let x = 0; x < box; x += 1) sum += from[row + (mirrored[x] as number)] as number;
    for (let x = 0; x < width; x += 1) {
      into[row + x] = sum * share;
      const [leaving, coming] = [mirrored[x] as number, mirrored[x + box] as number];
      sum += (from[row + coming] as number) - (from[row + leaving] as number);
    }
  }
}

/** Row by row with one sum for each column: memory is read in its order. */
function meanOfColumns(
  from: Float32Array,
  into: Float32Array,
  width: number,
  height: number,
  box: number,
): void {
  const reach = (box - 1) / 2;
  const mirrored = mirror(height, reach);
  const share = 1 / box;
  const sums = new Float64Array(width);
  for (let y = 0; y < box; y += 1) {
    const row = (mirrored[y] as number) * width;
    for (let x = 0; x < width; x += 1) sums[x] = (sums[x] as number) + (from[row + x] as number);
  }
  for (let y = 0; y < height; y += 1) {
    const [leaving, coming] = [(mirrored[y] as number) * width, (mirrored[y + box] as number) * width];
    for (let x = 0; x < width; x += 1) {
      const sum = sums[x] as number;
      into[y * width + x] = sum * share;
      sums[x] = sum + (from[coming + x] as number) - (from[leaving + x] as number);
    }
  }
}

/** Where to read from −reach to size + reach: beyond an edge the picture is mirrored, as often as needed. */
function mirror(size: number, reach: number): Int32Array {
  const period = Math.max(1, 2 * size - 2);
  return Int32Array.from({ length: size + 2 * reach + 1 }, (_, index) => {
    const at = (((index - reach) % period) + period) % period;
    return at < size ? at : period - at;
  });
}
