import type { Area } from './subbands.ts';

/** How the coefficients of each band became whole numbers. */
export interface QuantizationTable {
  /** Where in its bin a coefficient is put back: 0 at the end towards zero, 1 at the far one. */
  readonly binCentre: number;
  /** Per band; a band of width 0 is not in the file. */
  readonly binWidths: Float64Array;
  readonly zeroBinWidths: Float64Array;
}

export const bandCount = 64;
/** The last four bands hold noise only. */
const keptBands = 60;
/** Bands whose bins are not narrowed by their variance. */
const flatBands = 4;

/** Weights of the outer bands (IAFIS-IC-0110 (V3) part 3); 1 elsewhere. */
const outerWeights = [1.32, 1.08, 1.42, 1.08, 1.32, 1.42, 1.08, 1.08];
const outerStart = 52;
/** From here on bands have a sixteenth of the picture. */
const largeStart = 51;
/** Bands of less variance are not coded. */
const leastVariance = 1.01;
/** With less than this in the four lowest bands together the picture is mostly background, and is measured whole. */
const leastLowVariance = 20_000;
/** Samples. A band of a small picture has no middle that could speak for it; the standard, for whole fingers, does not know of them. */
const leastMiddle = 32;

/** Bins lie within ± this many deviations: what the rate is reckoned with. */
const loadingFactor = 2.5;
export const standardBinCentre = 0.44;
const zeroBinRatio = 1.2;
/** A scaled number of 16 bits cannot be larger, nor can a bin that still tells anything. */
const mostBinWidth = 65_534 / zeroBinRatio;
const mostCoefficient = 32_767;
/** Nothing is seen of what finer bins tell, and coefficients would not fit. Pictures with few coded bands have bits to spare. */
const leastBinWidth = 0.25;

/**
 * The bin widths that share out `bitsPerPixel` among the bands by their variance (IAFIS-IC-0110 (V3) part 3). The sharing is repeated
 * without the bands that would get no bits, until there are none. The rate is a model of what the bins can tell; Huffman coding of a
 * picture of ridges needs a tenth to a third less.
 */
export function allotBinWidths(
  plane: Float32Array,
  width: number,
  bands: readonly Area[],
  bitsPerPixel: number,
): Float64Array {
  const variances = bandVariances(plane, width, bands);
  const coded = [...variances.keys()].filter((band) => (variances[band] ?? 0) >= leastVariance);
  const unscaled = variances.map((variance, band) => unscaledWidth(band, variance));
  const deviation = (band: number): number => Math.sqrt(variances[band] ?? 0);
  let kept = coded;
  let scale = 1;
  for (let before = Number.POSITIVE_INFINITY; kept.length > 0 && kept.length < before; ) {
    before = kept.length;
    const share = kept.reduce((sum, band) => sum + shareOf(band), 0);
    const spread = kept.reduce(
      (sum, band) => sum + shareOf(band) * Math.log2(deviation(band) / (unscaled[band] ?? 1)),
      0,
    );
    scale = 2 ** ((bitsPerPixel - spread) / share - 1) / loadingFactor;
    kept = kept.filter((band) => (unscaled[band] ?? 0) / scale < 2 * loadingFactor * deviation(band));
  }
  const widths = new Float64Array(bandCount);
  for (const band of coded) {
    const binWidth = Math.max(leastBinWidth, (unscaled[band] ?? 0) / scale);
    if (binWidth <= mostBinWidth) widths[band] = binWidth;
  }
  return widths;
}

/** Zero bins are wider than the others by a fifth. */
export function zeroBinWidth(binWidth: number): number {
  return zeroBinRatio * binWidth;
}

function unscaledWidth(band: number, variance: number): number {
  if (band < flatBands) return 1;
  return 10 / ((outerWeights[band - outerStart] ?? 1) * Math.log(Math.max(variance, leastVariance)));
}

/** What part of the picture's samples a band has, but for odd sizes. */
function shareOf(band: number): number {
  if (band < flatBands) return 1 / 1024;
  return band < largeStart ? 1 / 256 : 1 / 16;
}

function bandVariances(plane: Float32Array, width: number, bands: readonly Area[]): Float64Array {
  const kept = bands.slice(0, keptBands);
  const inner = Float64Array.from(kept, (band) => variance(plane, width, middleOf(band)));
  const low = inner.subarray(0, flatBands).reduce((sum, value) => sum + value, 0);
  if (low >= leastLowVariance) return inner;
  return Float64Array.from(kept, (band) => variance(plane, width, band));
}

/** Where the finger is: the middle three quarters of the width and seven sixteenths of the height. */
function middleOf(band: Area): Area {
  const middle = {
    x: band.x + Math.floor(band.width / 8),
    y: band.y + Math.floor((9 * band.height) / 32),
    width: Math.floor((3 * band.width) / 4),
    height: Math.floor((7 * band.height) / 16),
  };
  return middle.width * middle.height < leastMiddle ? band : middle;
}

function variance(plane: Float32Array, stride: number, { x, y, width, height }: Area): number {
  const count = width * height;
  let [sum, squares] = [0, 0];
  for (let row = y; row < y + height; row += 1) {
    for (let at = row * stride + x; at < row * stride + x + width; at += 1) {
      const value = plane[at] ?? 0;
      sum += value;
      squares += value * value;
    }
  }
  // One sample has no mean to differ from but that of the picture, which is 0.
  return count < 2 ? squares : (squares - (sum * sum) / count) / (count - 1);
}

/** How many coefficients the bands `from` to `to` (exclusive) have in the file. */
export function codedCount(
  { binWidths }: QuantizationTable,
  bands: readonly Area[],
  from = 0,
  to = bandCount,
): number {
  return bands
    .slice(from, to)
    .reduce((sum, { width, height }, i) => sum + ((binWidths[from + i] ?? 0) > 0 ? width * height : 0), 0);
}

/** The coded bands' coefficients as whole numbers, band after band, each row by row (IAFIS-IC-0110 (V3) annex A). */
export function quantize(
  plane: Float32Array,
  stride: number,
  bands: readonly Area[],
  table: QuantizationTable,
): Int16Array {
  const coefficients = new Int16Array(codedCount(table, bands));
  forEachRow(stride, bands, table, (band, start, next) => {
    const binWidth = table.binWidths[band] ?? 0;
    const half = (table.zeroBinWidths[band] ?? 0) / 2;
    const { width } = bands[band] ?? noArea;
    for (let i = 0; i < width; i += 1) coefficients[next + i] = binOf(plane[start + i] ?? 0, half, binWidth);
  });
  return coefficients;
}

function binOf(value: number, half: number, binWidth: number): number {
  const beyond = Math.abs(value) - half;
  if (beyond <= 0) return 0;
  const bin = Math.min(mostCoefficient, 1 + Math.floor(beyond / binWidth));
  return value > 0 ? bin : -bin;
}

/** Puts whole numbers back into a plane of zeros; bands that are not in the file stay so. */
export function dequantize(
  coefficients: Int16Array,
  plane: Float32Array,
  stride: number,
  bands: readonly Area[],
  table: QuantizationTable,
): void {
  forEachRow(stride, bands, table, (band, start, next) => {
    const binWidth = table.binWidths[band] ?? 0;
    const offset = (table.zeroBinWidths[band] ?? 0) / 2 - table.binCentre * binWidth;
    const { width } = bands[band] ?? noArea;
    for (let i = 0; i < width; i += 1) {
      const bin = coefficients[next + i] ?? 0;
      plane[start + i] = bin * binWidth + Math.sign(bin) * offset;
    }
  });
}

const noArea: Area = { x: 0, y: 0, width: 0, height: 0 };

/** Visits the rows of the coded bands: where each starts in the plane, and which of the file's coefficients is its first. */
function forEachRow(
  stride: number,
  bands: readonly Area[],
  { binWidths }: QuantizationTable,
  visit: (band: number, start: number, next: number) => void,
): void {
  let next = 0;
  for (const [band, { x, y, width, height }] of bands.entries()) {
    if ((binWidths[band] ?? 0) === 0) continue;
    for (let row = y; row < y + height; row += 1) {
      visit(band, row * stride + x, next);
      next += width;
    }
  }
}
