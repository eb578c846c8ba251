import { crc32 } from 'node:zlib';
import type { FingerPosition } from './scanner.ts';

/** Reports of `HID-PROTOCOL.md`, as bytes and as values. Nothing here waits or remembers. */

export const reportBytes = 1024;
const headerBytes = 12;
export const chunkBytes = reportBytes - headerBytes;
/** No scanner has more glass; a header that says so is noise. */
const mostPixelsAcross = 2000;
const mostRanges = 250;

export type ScannerState = 'idle' | 'waiting' | 'busy' | 'fault' | 'time-up';
const scannerStates: readonly ScannerState[] = ['idle', 'waiting', 'busy', 'fault', 'time-up'];

export interface ChunkRange {
  readonly first: number;
  readonly count: number;
}

export interface PictureHeader {
  readonly purpose: 'preview' | 'final';
  readonly width: number;
  readonly height: number;
  readonly resolutionPpi: number;
  /** CRC-32 of all pixels. */
  readonly crc: number;
}

/** `capture` tells one capture's reports from another's. */
export type Report = { readonly capture: number } & (
  | { readonly kind: 'start'; readonly position: FingerPosition; readonly timeoutMs: number }
  | { readonly kind: 'stop' }
  | { readonly kind: 'send-again'; readonly ranges: readonly ChunkRange[] }
  | { readonly kind: 'received' }
  | { readonly kind: 'state'; readonly state: ScannerState }
  | { readonly kind: 'picture'; readonly picture: PictureHeader }
  | { readonly kind: 'chunk'; readonly index: number; readonly pixels: Uint8Array }
  | { readonly kind: 'end' }
);

const kinds = {
  start: 0x01,
  stop: 0x02,
  'send-again': 0x03,
  received: 0x04,
  state: 0x81,
  picture: 0x82,
  chunk: 0x83,
  end: 0x84,
} as const satisfies Record<Report['kind'], number>;

/** How many chunks a picture has. */
export function chunkCount({ width, height }: Pick<PictureHeader, 'width' | 'height'>): number {
  return Math.ceil((width * height) / chunkBytes);
}

/** Writes one report, 1,024 bytes. */
export function encodeReport(report: Report): Uint8Array {
  const payload = payloadOf(report);
  const bytes = new Uint8Array(reportBytes);
  const view = new DataView(bytes.buffer);
  bytes[0] = kinds[report.kind];
  bytes[1] = report.capture;
  view.setUint16(2, payload.length, true);
  view.setUint32(4, report.kind === 'chunk' ? report.index : 0, true);
  bytes.set(payload, headerBytes);
  view.setUint32(8, checksum(bytes, payload.length), true);
  return bytes;
}

function payloadOf(report: Report): Uint8Array {
  switch (report.kind) {
    case 'start':
      return fields([1, report.position], [4, report.timeoutMs]);
    case 'send-again':
      return fields(
        ...report.ranges.slice(0, mostRanges).flatMap(({ first, count }): Field[] => [
          [2, first],
          [2, count],
        ]),
      );
    case 'state':
      return fields([1, scannerStates.indexOf(report.state)]);
    case 'picture': {
      const { purpose, width, height, resolutionPpi, crc } = report.picture;
      return fields([1, purpose === 'final' ? 1 : 0], [2, width], [2, height], [2, resolutionPpi], [4, crc]);
    }
    case 'chunk':
      return report.pixels;
    case 'stop':
    case 'received':
    case 'end':
      return new Uint8Array();
  }
}

type Field = readonly [bytes: 1 | 2 | 4, value: number];

function fields(...list: readonly Field[]): Uint8Array {
  const bytes = new Uint8Array(list.reduce((sum, [size]) => sum + size, 0));
  const view = new DataView(bytes.buffer);
  let offset = 0;
  for (const [size, value] of list) {
    if (size === 1) view.setUint8(offset, value);
    else if (size === 2) view.setUint16(offset, value, true);
    else view.setUint32(offset, value, true);
    offset += size;
  }
  return bytes;
}

/**
 * Reads one report.
 *
 * @returns undefined for noise: a wrong length, a wrong CRC, or values that cannot be
 */
export function decodeReport(bytes: Uint8Array): Report | undefined {
  if (bytes.length < headerBytes) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const length = view.getUint16(2, true);
  if (headerBytes + length > bytes.length || view.getUint32(8, true) !== checksum(bytes, length))
    return undefined;
  const kind = (Object.keys(kinds) as Report['kind'][]).find((name) => kinds[name] === bytes[0]);
  if (!kind) return undefined;
  const payload = new DataView(bytes.buffer, bytes.byteOffset + headerBytes, length);
  try {
    return reportOf(kind, view.getUint8(1), view.getUint32(4, true), payload);
  } catch {
    // Shorter than its kind needs.
    return undefined;
  }
}

function reportOf(
  kind: Report['kind'],
  capture: number,
  index: number,
  payload: DataView,
): Report | undefined {
  switch (kind) {
    case 'start':
      return {
        kind,
        capture,
        position: payload.getUint8(0) as FingerPosition,
        timeoutMs: payload.getUint32(1, true),
      };
    case 'send-again':
      return { kind, capture, ranges: readRanges(payload) };
    case 'state': {
      const state = scannerStates[payload.getUint8(0)];
      return state && { kind, capture, state };
    }
    case 'picture': {
      const picture = readPicture(payload);
      return picture && { kind, capture, picture };
    }
    case 'chunk': {
      const pixels = new Uint8Array(payload.buffer, payload.byteOffset, payload.byteLength).slice();
      return { kind, capture, index, pixels };
    }
    case 'stop':
    case 'received':
    case 'end':
      return { kind, capture };
  }
}

function readRanges(payload: DataView): ChunkRange[] {
  return Array.from({ length: Math.floor(payload.byteLength / 4) }, (_, index) => ({
    first: payload.getUint16(index * 4, true),
    count: payload.getUint16(index * 4 + 2, true),
  }));
}

function readPicture(payload: DataView): PictureHeader | undefined {
  const width = payload.getUint16(1, true);
  const height = payload.getUint16(3, true);
  const isPossible = width > 0 && height > 0 && width <= mostPixelsAcross && height <= mostPixelsAcross;
  if (!isPossible) return undefined;
  const purpose = payload.getUint8(0) === 1 ? 'final' : 'preview';
  return {
    purpose,
    width,
    height,
    resolutionPpi: payload.getUint16(5, true),
    crc: payload.getUint32(7, true),
  };
}

function checksum(bytes: Uint8Array, payloadBytes: number): number {
  return crc32(bytes.subarray(headerBytes, headerBytes + payloadBytes), crc32(bytes.subarray(0, 8)));
}
