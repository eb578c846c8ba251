import { WsqError } from './error.ts';
import { flawOf, type HuffmanTable, mostBits } from './huffman.ts';
import { mostPixelsOfSide } from './markers.ts';
import { bandCount, type QuantizationTable } from './quantization.ts';
import type { Frame } from './segment-writer.ts';
import type { AnalysisFilters, HalfFilter } from './wavelet.ts';

/** A place in a file, which reading moves on. */
export interface Cursor {
  readonly bytes: Uint8Array;
  at: number;
  /** Reading stops before it: the end of a segment or of the file. */
  readonly end: number;
}

/** The filters end with their ninth tap. */
const mostTaps = 9;
/** Far above any filter there is. */
const mostTap = 8;
const huffmanPlaces = 8;

/** @throws WsqError `wsq/truncated` */
function read8(cursor: Cursor): number {
  const byte = cursor.at < cursor.end ? cursor.bytes[cursor.at] : undefined;
  if (byte === undefined) throw new WsqError('wsq/truncated', cursor.at, 'the file or segment ends here');
  cursor.at += 1;
  return byte;
}

/** @throws WsqError `wsq/truncated` */
export function read16(cursor: Cursor): number {
  return read8(cursor) * 256 + read8(cursor);
}

function readScaled16(cursor: Cursor): number {
  const exponent = read8(cursor);
  return read16(cursor) / 10 ** exponent;
}

/** The segment that begins with its length here; the cursor moves behind it. */
export function readSegment(cursor: Cursor): Cursor {
  const start = cursor.at;
  const length = read16(cursor);
  if (length < 2) throw malformed(start, `a segment of ${length} bytes`);
  if (start + length > cursor.end)
    throw new WsqError('wsq/truncated', cursor.end, 'the file ends in a segment');
  cursor.at = start + length;
  return { bytes: cursor.bytes, at: start + 2, end: cursor.at };
}

/** What a segment holds besides is a mistake of ours or of the writer. */
function finish<T>(cursor: Cursor, value: T): T {
  if (cursor.at !== cursor.end) throw malformed(cursor.at, 'a segment longer than what is in it');
  return value;
}

/** DTT. Filters of odd length and nine taps at most, which is what WSQ encoders have. */
export function readTransform(cursor: Cursor): AnalysisFilters {
  const start = cursor.at;
  const [lowTaps, highTaps] = [read8(cursor), read8(cursor)];
  if ([lowTaps, highTaps].some((taps) => taps % 2 === 0 || taps > mostTaps))
    throw new WsqError('wsq/unsupported', start, `filters of ${lowTaps} and ${highTaps} taps`);
  return finish(cursor, { low: readHalfFilter(cursor, lowTaps), high: readHalfFilter(cursor, highTaps) });
}

function readHalfFilter(cursor: Cursor, taps: number): HalfFilter {
  const half: [number, number, number, number, number] = [0, 0, 0, 0, 0];
  for (let i = 0; i < (taps + 1) / 2; i += 1) {
    const start = cursor.at;
    const sign = read8(cursor) === 0 ? 1 : -1;
    const exponent = read8(cursor);
    const tap = (sign * (read16(cursor) * 65_536 + read16(cursor))) / 10 ** exponent;
    if (Math.abs(tap) > mostTap) throw malformed(start, `a filter tap of ${tap}`);
    half[i] = tap;
  }
  return half;
}

/** DQT. */
export function readQuantization(cursor: Cursor): QuantizationTable {
  const binCentre = readScaled16(cursor);
  const binWidths = new Float64Array(bandCount);
  const zeroBinWidths = new Float64Array(bandCount);
  for (let band = 0; band < bandCount; band += 1) {
    binWidths[band] = readScaled16(cursor);
    zeroBinWidths[band] = readScaled16(cursor);
  }
  return finish(cursor, { binCentre, binWidths, zeroBinWidths });
}

/** DHT: any number of tables, each with the place that blocks name. */
export function readHuffman(cursor: Cursor): Map<number, HuffmanTable> {
  const tables = new Map<number, HuffmanTable>();
  while (cursor.at < cursor.end) {
    const start = cursor.at;
    const place = read8(cursor);
    const lengths = Array.from({ length: mostBits }, () => read8(cursor));
    const count = lengths.reduce((sum, n) => sum + n, 0);
    const table = { lengths, symbols: Array.from({ length: count }, () => read8(cursor)) };
    const flaw = place < huffmanPlaces ? flawOf(table) : `a Huffman table in place ${place}`;
    if (flaw) throw malformed(start, flaw);
    tables.set(place, table);
  }
  return tables;
}

/** SOF. @throws WsqError `wsq/too-large` before anything of the picture's size is made */
export function readFrame(cursor: Cursor): Frame {
  const start = cursor.at;
  // Black and white, which decoders have no use for.
  read16(cursor);
  const [height, width] = [read16(cursor), read16(cursor)];
  if (width === 0 || height === 0) throw malformed(start, 'a picture without pixels');
  if (Math.max(width, height) > mostPixelsOfSide)
    throw new WsqError('wsq/too-large', start, `${width} × ${height} pixels`);
  const frame = { width, height, shift: readScaled16(cursor), scale: readScaled16(cursor) };
  // The numbers of encoder and software.
  read8(cursor);
  read16(cursor);
  return finish(cursor, frame);
}

/** SOB: the place of the Huffman table. */
export function readBlockHeader(cursor: Cursor): number {
  return finish(cursor, read8(cursor));
}

/** DRT: the length of an interval, or 0 for none. */
export function readRestartInterval(cursor: Cursor): number {
  return finish(cursor, read16(cursor));
}

/** COM: a text, read as Latin-1. */
export function readComment({ bytes, at, end }: Cursor): string {
  return Buffer.from(bytes.subarray(at, end)).toString('latin1');
}

/** Coded bits up to the next marker, without stuffed bytes; the cursor moves to the marker. */
export function readCodedBits(cursor: Cursor): Uint8Array {
  const { bytes, at: start, end } = cursor;
  const bits = new Uint8Array(codedEnd(cursor) - start);
  let length = 0;
  let at = start;
  for (; at < end; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte === 0xff) {
      if (bytes[at + 1] !== 0) break;
      at += 1;
    }
    bits[length] = byte;
    length += 1;
  }
  cursor.at = at;
  return bits.subarray(0, length);
}

function codedEnd({ bytes, at, end }: Cursor): number {
  for (let i = bytes.indexOf(0xff, at); i >= 0 && i + 1 < end; i = bytes.indexOf(0xff, i + 2))
    if (bytes[i + 1] !== 0) return i;
  throw new WsqError('wsq/truncated', end, 'the file ends in a block');
}

export function malformed(offset: number, what: string): WsqError {
  return new WsqError('wsq/malformed', offset, what);
}
