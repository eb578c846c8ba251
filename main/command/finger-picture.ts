import { standardPpi } from '../biometrics/finger/placement.ts';
import { decodeWsq } from '../biometrics/finger/wsq/decode.ts';
import { WsqError } from '../biometrics/finger/wsq/error.ts';
import { decodeJpeg2000 } from '../biometrics/jpeg2000.ts';
import { Jpeg2000Error } from '../biometrics/jpeg2000-header.ts';
import { PgmError, readPgm } from '../biometrics/pgm.ts';
import { decodeGray, type GrayPicture, readPictureHeader } from '../biometrics/picture.ts';
import { readFingerRecord } from '../biometrics/records/finger-record.ts';
import type { FingerView } from '../biometrics/records/finger-view.ts';
import { readItlTransaction } from '../biometrics/records/itl-transaction.ts';
import { RecordError } from '../biometrics/records/record-error.ts';

type PictureFormat = 'PGM' | 'PNG' | 'JPEG' | 'JPEG 2000' | 'WSQ' | 'raw';

/** A fingerprint as it stands in a file, 8-bit gray. */
export interface FingerPicture {
  readonly picture: GrayPicture;
  /** `WSQ`, or for a picture in a record `raw in ANSI/NIST-ITL`. */
  readonly format: string;
  /** What the file says, or 500 where it says nothing. */
  readonly resolutionPpi: number;
  readonly isResolutionAssumed: boolean;
  /** Detail was surely lost on the way here. */
  readonly isLossy: boolean;
  /** 1 … 10, 13 … 15 or 40 … 50, where a record says it. */
  readonly position?: number;
}

type FingerPictureErrorCode =
  | 'picture/unknown-format'
  | 'picture/malformed'
  | 'picture/too-large'
  | 'picture/too-small'
  | 'picture/not-gray'
  | 'picture/not-8-bit'
  | 'picture/not-500-ppi'
  | 'picture/not-one';

/** A file that gives no fingerprint the station can work on. */
class FingerPictureError extends Error {
  readonly code: FingerPictureErrorCode;

  constructor(code: FingerPictureErrorCode, what: string, options?: ErrorOptions) {
    super(`${code}: ${what}`, options);
    this.name = 'FingerPictureError';
    this.code = code;
  }
}

/** A slap has 1,600 × 1,000 pixels; WSQ and JPEG 2000 have the same limit. */
const mostPixelsOfSide = 4096;
/** Less than a millimetre shows no finger, and WSQ cannot part it. */
const leastPixelsOfSide = 16;
/** Scanners may be 1 % off (ANSI/NIST-ITL 1-2011, 7.7.6.1). */
const mostPpiError = 5;

/** What a picture's file itself says. */
interface Decoded {
  readonly picture: GrayPicture;
  readonly format: PictureFormat;
  readonly isLossy: boolean;
  readonly ppi?: number;
}

/**
 * Reads one fingerprint from a PGM, PNG, JPEG, JPEG 2000 or WSQ file, or from a finger record (ISO/IEC 19794-4) or a transaction
 * (ANSI/NIST-ITL) that holds one. Sizes are looked at before anything is decoded.
 *
 * @throws FingerPictureError, PgmError, WsqError, Jpeg2000Error or RecordError; see {@link isRefusal}
 */
export async function readFingerPicture(bytes: Uint8Array): Promise<FingerPicture> {
  const carried = viewInRecord(bytes);
  const decoded = carried ? await decodeView(carried.view) : await decodePicture(bytes);
  const { picture, format, isLossy } = decoded;
  checkSize(picture);
  const ppi = carried?.view.resolutionPpi ?? decoded.ppi;
  if (ppi !== undefined && Math.abs(ppi - standardPpi) > mostPpiError)
    throw new FingerPictureError('picture/not-500-ppi', `${ppi} ppi; only ${standardPpi} ppi can be judged`);
  return {
    picture,
    format: carried ? `${format} in ${carried.format}` : format,
    resolutionPpi: ppi ?? standardPpi,
    isResolutionAssumed: ppi === undefined,
    isLossy,
    ...(carried && { position: carried.view.position }),
  };
}

/** Whether the error tells what is wrong with the bytes: its message begins with a code. */
export function isRefusal(error: unknown): error is Error {
  return [FingerPictureError, PgmError, WsqError, Jpeg2000Error, RecordError].some(
    (kind) => error instanceof kind,
  );
}

interface CarriedView {
  readonly view: FingerView;
  readonly format: 'ISO/IEC 19794-4' | 'ANSI/NIST-ITL';
}

/** The only fingerprint of a record; nothing when the bytes are no record. */
function viewInRecord(bytes: Uint8Array): CarriedView | undefined {
  const start = latin1(bytes, 16);
  if (start.startsWith('FIR\0'))
    return { view: onlyOne(readFingerRecord(bytes).captures), format: 'ISO/IEC 19794-4' };
  if (!/^0*1\.0*1:/.test(start)) return undefined;
  const { fingers, binaryFingers } = readItlTransaction(bytes);
  const views = [...binaryFingers, ...fingers.filter((finger) => 'bytes' in finger)];
  return { view: onlyOne(views), format: 'ANSI/NIST-ITL' };
}

function onlyOne(views: readonly FingerView[]): FingerView {
  const [view, ...others] = views;
  if (view === undefined || others.length > 0)
    throw new FingerPictureError('picture/not-one', `${views.length} fingerprints, where one is wanted`);
  return view;
}

async function decodeView({ encoding, width, height, bytes }: FingerView): Promise<Decoded> {
  if (encoding !== 'raw') return decodePicture(bytes);
  return { picture: { width, height, pixels: bytes }, format: 'raw', isLossy: false };
}

/** What a file is, it says itself: names and records may be wrong. */
async function decodePicture(bytes: Uint8Array): Promise<Decoded> {
  const start = latin1(bytes, 8);
  if (/^P[1-7]\s/.test(start)) return { picture: readPgm(bytes), format: 'PGM', isLossy: false };
  if (start.startsWith('\xff\xa0')) return decodedWsq(bytes);
  if (start === '\x89PNG\r\n\x1a\n') return decodeAfterHeader(bytes, 'PNG');
  if (start.startsWith('\xff\xd8\xff')) return decodeAfterHeader(bytes, 'JPEG');
  if (start.startsWith('\xff\x4f\xff\x51') || start.endsWith('jP  ')) return decodedJpeg2000(bytes);
  throw new FingerPictureError(
    'picture/unknown-format',
    'neither PGM, PNG, JPEG, JPEG 2000, WSQ nor a record',
  );
}

function decodedWsq(bytes: Uint8Array): Decoded {
  const { width, height, pixels, resolutionPpi } = decodeWsq(bytes);
  return {
    picture: { width, height, pixels },
    format: 'WSQ',
    isLossy: true,
    ...(resolutionPpi !== undefined && { ppi: resolutionPpi }),
  };
}

async function decodedJpeg2000(bytes: Uint8Array): Promise<Decoded> {
  const { width, height, channels, pixels } = await decodeJpeg2000(bytes);
  if (channels !== 1) throw new FingerPictureError('picture/not-gray', `${channels} channels`);
  // Scanners send it lossless (MOSIP asks for that); what another encoder dropped cannot be seen.
  return { picture: { width, height, pixels }, format: 'JPEG 2000', isLossy: false };
}

async function decodeAfterHeader(bytes: Uint8Array, format: 'PNG' | 'JPEG'): Promise<Decoded> {
  try {
    const { width, height, channels, is8Bit, resolutionPpi } = await readPictureHeader(bytes);
    checkSize({ width, height });
    if (channels !== 1) throw new FingerPictureError('picture/not-gray', `${channels} channels`);
    if (!is8Bit) throw new FingerPictureError('picture/not-8-bit', 'samples of more bits');
    const picture = await decodeGray(bytes);
    const resolution = resolutionPpi === undefined ? {} : { ppi: resolutionPpi };
    return { picture, format, isLossy: format === 'JPEG', ...resolution };
  } catch (cause) {
    if (cause instanceof FingerPictureError) throw cause;
    throw new FingerPictureError('picture/malformed', `a ${format} file that cannot be decoded`, { cause });
  }
}

function checkSize({ width, height }: { readonly width: number; readonly height: number }): void {
  const said = `${width} × ${height} pixels`;
  if (Math.max(width, height) > mostPixelsOfSide)
    throw new FingerPictureError('picture/too-large', `${said}; at most ${mostPixelsOfSide} to a side`);
  if (Math.min(width, height) < leastPixelsOfSide)
    throw new FingerPictureError('picture/too-small', `${said}; at least ${leastPixelsOfSide} to a side`);
}

function latin1(bytes: Uint8Array, count: number): string {
  return Buffer.from(bytes.subarray(0, count)).toString('latin1');
}
