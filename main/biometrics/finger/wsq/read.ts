import { decodeBlock } from './coefficients.ts';
import { WsqError } from './error.ts';
import { type HuffmanTable, lookupOf } from './huffman.ts';
import { marker, mostPixelsOfSide, restartMarkers } from './markers.ts';
import { codedCount, type QuantizationTable } from './quantization.ts';
import {
  type Cursor,
  malformed,
  read16,
  readBlockHeader,
  readCodedBits,
  readComment,
  readFrame,
  readHuffman,
  readQuantization,
  readRestartInterval,
  readSegment,
  readTransform,
} from './segment-reader.ts';
import type { Frame } from './segment-writer.ts';
import { type Subbands, subbandsOf } from './subbands.ts';
import type { AnalysisFilters } from './wavelet.ts';

/** What a file holds, still as coefficients. */
export interface WsqContent {
  readonly frame: Frame;
  readonly filters: AnalysisFilters;
  readonly quantization: QuantizationTable;
  readonly subbands: Subbands;
  readonly coefficients: Int16Array;
  readonly comments: readonly string[];
}

/** What has been read when the first block begins; nothing of it may change afterwards but Huffman tables. */
type Head = Omit<WsqContent, 'comments'>;

/** Two for each pixel of the largest picture. */
const mostFileBytes = 2 * mostPixelsOfSide ** 2;
/** Blocks, tables and comments; each costs something, however short it is. */
const mostSegments = 1024;
/** Each holds a band at least. A table is unfolded for each, which a hostile file could ask for without end. */
const mostBlocks = 64;

interface Reading {
  readonly cursor: Cursor;
  readonly comments: string[];
  readonly huffman: Map<number, HuffmanTable>;
  frame?: Frame;
  filters?: AnalysisFilters;
  quantization?: QuantizationTable;
  restartInterval: number;
  head?: Head;
  blocks: number;
  /** Coefficients read so far. */
  next: number;
}

/**
 * Reads a WSQ file down to its coefficients, after whatever tables it brings (IAFIS-IC-0110 (V3) annex B). What stands behind its end
 * is not looked at.
 *
 * @throws WsqError
 */
export function readWsq(bytes: Uint8Array): WsqContent {
  if (bytes.length > mostFileBytes) throw new WsqError('wsq/too-large', 0, `${bytes.length} bytes`);
  const cursor: Cursor = { bytes, at: 0, end: bytes.length };
  if (read16(cursor) !== marker.startOfImage) throw malformed(0, 'no WSQ');
  const reading: Reading = {
    cursor,
    comments: [],
    huffman: new Map(),
    restartInterval: 0,
    blocks: 0,
    next: 0,
  };
  let [start, segments] = [cursor.at, 0];
  for (let code = read16(cursor); code !== marker.endOfImage; code = read16(cursor)) {
    segments += 1;
    if (segments > mostSegments) throw malformed(start, `more than ${mostSegments} segments`);
    take(reading, code, start);
    start = cursor.at;
  }
  const { head, next, comments } = reading;
  if (!head) throw malformed(start, 'no block');
  if (next < head.coefficients.length)
    throw new WsqError('wsq/truncated', start, `${next} of ${head.coefficients.length} coefficients`);
  return { ...head, comments };
}

function take(reading: Reading, code: number, start: number): void {
  const { cursor, huffman, comments } = reading;
  switch (code) {
    case marker.comment:
      comments.push(readComment(readSegment(cursor)));
      return;
    case marker.huffmanTables:
      for (const [place, table] of readHuffman(readSegment(cursor))) huffman.set(place, table);
      return;
    case marker.restartInterval:
      reading.restartInterval = readRestartInterval(readSegment(cursor));
      return;
    case marker.startOfBlock:
      reading.head ??= headOf(reading, start);
      readBlock(reading, reading.head);
      return;
    default:
      takeTable(reading, code, start);
  }
}

/** What a file has before its first block. */
function takeTable(reading: Reading, code: number, start: number): void {
  const { cursor } = reading;
  if (reading.head) throw malformed(start, `${nameOf(code)} behind the first block`);
  switch (code) {
    case marker.startOfFrame:
      if (reading.frame) throw malformed(start, 'a second frame');
      reading.frame = readFrame(readSegment(cursor));
      return;
    case marker.transformTable:
      reading.filters = readTransform(readSegment(cursor));
      return;
    case marker.quantizationTable:
      reading.quantization = readQuantization(readSegment(cursor));
      return;
    default:
      throw malformed(start, `${nameOf(code)} where a segment begins`);
  }
}

function nameOf(code: number): string {
  return `marker ${code.toString(16).padStart(4, '0')}`;
}

function headOf({ frame, filters, quantization }: Reading, start: number): Head {
  if (!frame) throw malformed(start, 'a block before the frame');
  if (!filters) throw malformed(start, 'a block without a transform table');
  if (!quantization) throw malformed(start, 'a block without a quantization table');
  const subbands = subbandsOf(frame.width, frame.height);
  const coefficients = new Int16Array(codedCount(quantization, subbands.bands));
  return { frame, filters, quantization, subbands, coefficients };
}

/** A block, with the restart markers in it. */
function readBlock(reading: Reading, { coefficients }: Head): void {
  const { cursor, huffman } = reading;
  const start = cursor.at;
  reading.blocks += 1;
  if (reading.blocks > mostBlocks) throw malformed(start, 'more blocks than bands');
  const place = readBlockHeader(readSegment(cursor));
  const table = huffman.get(place);
  if (!table) throw malformed(start, `a block with Huffman table ${place}, which is not there`);
  const lookup = lookupOf(table);
  for (let interval = 0; ; interval += 1) {
    const offset = cursor.at;
    reading.next = decodeBlock(readCodedBits(cursor), offset, lookup, coefficients, reading.next);
    if (!takeRestart(reading, interval)) return;
  }
}

/** Whether the block goes on behind a restart marker, which must be the next in turn. */
function takeRestart({ cursor, restartInterval }: Reading, interval: number): boolean {
  const code = read16(cursor);
  const turn = code - marker.restart;
  if (turn < 0 || turn >= restartMarkers) {
    cursor.at -= 2;
    return false;
  }
  if (restartInterval === 0 || turn !== interval % restartMarkers)
    throw malformed(cursor.at - 2, `restart marker ${turn} out of turn`);
  return true;
}
