import type { GrayPicture } from './picture.ts';

export type PgmErrorCode = 'pgm/cut-off' | 'pgm/malformed' | 'pgm/too-large' | 'pgm/unsupported';

/** A PGM file that gives no picture. */
export class PgmError extends Error {
  readonly code: PgmErrorCode;

  constructor(code: PgmErrorCode, what: string) {
    super(`${code}: ${what}`);
    this.name = 'PgmError';
    this.code = code;
  }
}

/** A header with comments is no longer than this. */
const mostHeaderBytes = 4096;
/** No picture of ours is larger; a file that says otherwise is not read. */
const mostPixels = 40_000_000;
const mostGray = 255;

/** A number in the header, behind white space and comments that end with their line. */
const number = String.raw`(?:\s|#[^\n]*\n)+(\d{1,9})`;
const header = new RegExp(String.raw`^P5${number}${number}${number}\s`);

/**
 * Reads a binary PGM file (Netpbm `P5`) with one picture of 8 bits. Its pixels are a view of the file's bytes.
 *
 * @throws PgmError when it is no such file, or larger than the station takes
 */
export function readPgm(file: Uint8Array): GrayPicture {
  const head = Buffer.from(file.subarray(0, mostHeaderBytes)).toString('latin1');
  if (/^P[123467]\s/.test(head)) throw new PgmError('pgm/unsupported', 'not binary gray (P5)');
  const found = header.exec(head);
  if (!found) throw new PgmError('pgm/malformed', 'no header of P5, width, height and greatest gray');
  const [width, height, most] = [Number(found[1]), Number(found[2]), Number(found[3])];
  checkHeader(width, height, most);
  const pixels = file.subarray(found[0].length);
  if (pixels.length < width * height)
    throw new PgmError('pgm/cut-off', `${pixels.length} pixels, where ${width} × ${height} should be`);
  if (pixels.length > width * height) throw new PgmError('pgm/malformed', 'bytes behind the picture');
  return { width, height, pixels };
}

function checkHeader(width: number, height: number, most: number): void {
  if (width * height > mostPixels) throw new PgmError('pgm/too-large', `${width} × ${height} pixels`);
  if (width < 1 || height < 1) throw new PgmError('pgm/malformed', 'an empty picture');
  if (most !== mostGray) throw new PgmError('pgm/unsupported', `gray up to ${most}, where 8 bits have 255`);
}

/** A binary PGM file (Netpbm `P5`). */
export function writePgm({ width, height, pixels }: GrayPicture): Uint8Array {
  const head = new TextEncoder().encode(`P5\n${width} ${height}\n${mostGray}\n`);
  const file = new Uint8Array(head.length + pixels.length);
  file.set(head);
  file.set(pixels, head.length);
  return file;
}
