/** A JPEG 2000 that gives no picture. */
export class Jpeg2000Error extends Error {
  readonly code: 'jpeg2000/malformed' | 'jpeg2000/too-large' | 'jpeg2000/unsupported';

  constructor(code: Jpeg2000Error['code'], message: string, options?: ErrorOptions) {
    super(`${code}: ${message}`, options);
    this.name = 'Jpeg2000Error';
    this.code = code;
  }
}

const codeStreamMagic = 0xff4fff51;
const signatureBox = 0x6a502020;
const codeStreamBox = 0x6a703263;
/** A portrait has five boxes before its code stream at most, and may have a few of others. */
const mostBoxes = 64;

const sizBytes = 42;
const componentBytes = 3;
/** No portrait is larger. */
const mostPixelsOfSide = 4096;
/** The codec keeps several kilobytes for each, however little the file says of them. */
const mostTiles = 1024;
const unsigned8Bit = 7;

/**
 * The size of the picture in a JPEG 2000 file or bare code stream (ISO/IEC 15444-1 annexes A and I), held against what we take: one
 * or three components of 8 bits, all at full resolution, at most 4096 × 4096 in 1024 tiles.
 *
 * @throws Jpeg2000Error
 */
export function readJpeg2000Size(file: Uint8Array): { readonly width: number; readonly height: number } {
  const stream = findCodeStream(file);
  const view = viewOf(stream);
  // SIZ is the first marker of every code stream (annex A.5.1).
  if (stream.length < sizBytes || view.getUint32(0) !== codeStreamMagic) throw malformed('no SIZ');
  const word = (at: number): number => view.getUint32(at);
  const [right, bottom, tileWidth, tileHeight] = [word(8), word(12), word(24), word(28)];
  const [width, height] = [right - word(16), bottom - word(20)];
  if (Math.min(width, height, tileWidth, tileHeight) < 1) throw malformed('empty picture or tiles');
  const tiles = Math.ceil((right - word(32)) / tileWidth) * Math.ceil((bottom - word(36)) / tileHeight);
  if (Math.max(width, height) > mostPixelsOfSide || tiles > mostTiles)
    throw new Jpeg2000Error('jpeg2000/too-large', `${width} × ${height} in ${tiles} tiles`);
  checkComponents(stream.subarray(sizBytes), view.getUint16(40));
  return { width, height };
}

/** The code stream, bare or in the first box that holds one (annex I.4). */
function findCodeStream(file: Uint8Array): Uint8Array {
  if (file.length < 12) throw malformed('cut off');
  const view = viewOf(file);
  if (view.getUint32(0) === codeStreamMagic) return file;
  if (view.getUint32(4) !== signatureBox) throw malformed('no JPEG 2000');
  for (let at = 0, boxes = 0; at + 16 <= file.length && boxes < mostBoxes; boxes++) {
    const { type, headerBytes, bytes } = readBox(view, at);
    if (bytes < headerBytes) break;
    if (type === codeStreamBox) return file.subarray(at + headerBytes, at + bytes);
    at += bytes;
  }
  throw malformed('no code stream');
}

function readBox(view: DataView, at: number): { type: number; headerBytes: number; bytes: number } {
  const length = view.getUint32(at);
  const type = view.getUint32(at + 4);
  if (length === 1) return { type, headerBytes: 16, bytes: Number(view.getBigUint64(at + 8)) };
  return { type, headerBytes: 8, bytes: length === 0 ? view.byteLength - at : length };
}

/** Other numbers, depths and reduced components are used by no portrait; the codec fails on them or reads past its picture. */
function checkComponents(described: Uint8Array, count: number): void {
  if (count !== 1 && count !== 3) throw new Jpeg2000Error('jpeg2000/unsupported', `${count} components`);
  if (described.length < count * componentBytes) throw malformed('SIZ is cut off');
  for (let at = 0; at < count * componentBytes; at += componentBytes) {
    const [depth, reducedX, reducedY] = described.subarray(at, at + componentBytes);
    if (depth !== unsigned8Bit || reducedX !== 1 || reducedY !== 1)
      throw new Jpeg2000Error('jpeg2000/unsupported', 'components that are not 8 bits at full resolution');
  }
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function malformed(what: string): Jpeg2000Error {
  return new Jpeg2000Error('jpeg2000/malformed', what);
}
