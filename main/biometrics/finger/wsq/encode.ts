import type { GrayPicture } from '../../picture.ts';
import { countSymbols, encodeBlock } from './coefficients.ts';
import { WsqError } from './error.ts';
import { buildHuffmanTable } from './huffman.ts';
import { mostPixelsOfSide } from './markers.ts';
import {
  allotBinWidths,
  codedCount,
  type QuantizationTable,
  quantize,
  standardBinCentre,
  zeroBinWidth,
} from './quantization.ts';
import {
  blockSegment,
  endOfImage,
  type Frame,
  frameSegment,
  huffmanSegment,
  nistcomSegment,
  quantizationSegment,
  scaled16,
  scaledValue,
  startOfImage,
  transformSegment,
} from './segment-writer.ts';
import { type Subbands, subbandsOf } from './subbands.ts';
import { analyse, filters97 } from './wavelet.ts';

export interface WsqOptions {
  /** What AFIS ask for is 0.75, near 15 : 1; 2.25 is near 5 : 1. */
  readonly bitsPerPixel?: number;
  readonly resolutionPpi?: number;
}

const leastPixelsOfSide = 16;
const [leastRate, mostRate] = [0.1, 5];
const mostResolution = 9999;
/** Where the second and the third of the three blocks begin, and where the last ends. */
const blockBands = [0, 19, 52, 60] as const;

/**
 * Compresses a fingerprint as WSQ (IAFIS-IC-0110 (V3), parameters of its part 3). Loses detail: keep a lossless master, and never
 * encode what was decoded from a WSQ.
 *
 * @param picture 16 … 4096 pixels to a side
 * @param options `bitsPerPixel` 0.1 … 5 is the rate of the standard's bit allotment, as everywhere where WSQ rates are named. Huffman
 *   codes take less: 0.75 gives files of 0.5 … 0.7 bits per pixel.
 * @throws WsqError `wsq/not-encodable`
 */
export function encodeWsq(
  picture: GrayPicture,
  { bitsPerPixel = 0.75, resolutionPpi = 500 }: WsqOptions = {},
): Uint8Array {
  check(picture, bitsPerPixel, resolutionPpi);
  const { width, height } = picture;
  const frame = { width, height, ...levelsOf(picture.pixels) };
  const subbands = subbandsOf(width, height);
  const plane = planeOf(picture.pixels, frame);
  analyse(plane, width, keptSplits(subbands));
  const table = tableFor(plane, width, subbands, bitsPerPixel);
  const coefficients = quantize(plane, width, subbands.bands, table);
  const nistcom = {
    PIX_WIDTH: width,
    PIX_HEIGHT: height,
    PIX_DEPTH: 8,
    PPI: resolutionPpi,
    LOSSY: 1,
    COLORSPACE: 'GRAY',
    COMPRESSION: 'WSQ',
    WSQ_BITRATE: bitsPerPixel.toFixed(6),
  };
  // A copy of its own: a buffer may lie in memory that others share.
  return Uint8Array.from(
    Buffer.concat([
      Uint8Array.from([
        ...startOfImage,
        ...nistcomSegment(nistcom),
        ...transformSegment(filters97),
        ...quantizationSegment(table),
        ...frameSegment(frame),
      ]),
      ...blocksOf(coefficients, table, subbands),
      Uint8Array.from(endOfImage),
    ]),
  );
}

function check({ width, height, pixels }: GrayPicture, bitsPerPixel: number, resolutionPpi: number): void {
  const sides = [width, height];
  const isSide = (side: number): boolean =>
    Number.isInteger(side) && side >= leastPixelsOfSide && side <= mostPixelsOfSide;
  if (!sides.every(isSide) || pixels.length !== width * height)
    throw new WsqError('wsq/not-encodable', 0, `${width} × ${height} with ${pixels.length} pixels`);
  if (!(bitsPerPixel >= leastRate && bitsPerPixel <= mostRate))
    throw new WsqError('wsq/not-encodable', 0, `${bitsPerPixel} bits per pixel`);
  if (!Number.isInteger(resolutionPpi) || resolutionPpi < 1 || resolutionPpi > mostResolution)
    throw new WsqError('wsq/not-encodable', 0, `${resolutionPpi} pixels per inch`);
}

/** Shift and scale that bring the pixels to ± 128, as a decoder reads them. */
function levelsOf(pixels: Uint8Array): Pick<Frame, 'shift' | 'scale'> {
  let [sum, least, most] = [0, 255, 0];
  for (const pixel of pixels) {
    sum += pixel;
    if (pixel < least) least = pixel;
    if (pixel > most) most = pixel;
  }
  const shift = scaledValue(scaled16(sum / pixels.length));
  const scale = scaledValue(scaled16(Math.max(most - shift, shift - least) / 128));
  // All pixels are alike: any scale will do.
  return { shift, scale: most === least ? 1 : scale };
}

function planeOf(pixels: Uint8Array, { shift, scale }: Frame): Float32Array {
  const plane = new Float32Array(pixels.length);
  for (let i = 0; i < plane.length; i += 1) plane[i] = ((pixels[i] ?? 0) - shift) / scale;
  return plane;
}

/** The last split makes bands that are not kept. */
function keptSplits({ splits }: Subbands): Subbands['splits'] {
  return splits.slice(0, -1);
}

/** Bin widths as a decoder will read them. */
function tableFor(
  plane: Float32Array,
  width: number,
  { bands }: Subbands,
  bitsPerPixel: number,
): QuantizationTable {
  const binWidths = allotBinWidths(plane, width, bands, bitsPerPixel).map((w) => scaledValue(scaled16(w)));
  const zeroBinWidths = binWidths.map((w) => scaledValue(scaled16(zeroBinWidth(w))));
  return { binCentre: standardBinCentre, binWidths, zeroBinWidths };
}

/** Three blocks, from coarse to fine. The second and the third share a Huffman table. */
function blocksOf(coefficients: Int16Array, table: QuantizationTable, { bands }: Subbands): Uint8Array[] {
  const [, second, third] = blockBands.map((band) => codedCount(table, bands, 0, band));
  const coarse = coefficients.subarray(0, second);
  const middle = coefficients.subarray(second, third);
  const fine = coefficients.subarray(third);
  const coarseTable = buildHuffmanTable(countSymbols(coarse));
  const fineCounts = countSymbols(fine);
  const fineTable = buildHuffmanTable(countSymbols(middle).map((n, symbol) => n + (fineCounts[symbol] ?? 0)));
  return [
    Uint8Array.from([...huffmanSegment(0, coarseTable), ...blockSegment(0)]),
    encodeBlock(coarse, coarseTable),
    Uint8Array.from([...huffmanSegment(1, fineTable), ...blockSegment(1)]),
    encodeBlock(middle, fineTable),
    Uint8Array.from(blockSegment(1)),
    encodeBlock(fine, fineTable),
  ];
}
