import { SbiError } from '../sbi/errors.ts';
import type { Eye, PackedEye } from './scanner.ts';

/** A picture as its record holds it; the record may say nothing of which eye it is. */
export interface RecordedEye extends Omit<PackedEye, 'eye' | 'quality'> {
  readonly eye?: Eye;
}

const version2011 = 'IIR\u0000020\u0000';
const headerBytes = 16;
const bytesOfQuality = 5;
/** By image format of table 4, one channel of 8 bits each. */
const encodings: Readonly<Record<number, PackedEye['encoding']>> = {
  2: 'raw',
  6: 'jpeg',
  8: 'jpeg2000',
  10: 'jpeg2000',
  14: 'png',
};
const eyes: readonly (Eye | undefined)[] = [undefined, 'right', 'left'];
/** Upright across and down; 0 is undefined, which devices write that mean upright. */
const orientations = [0b0101, 0];
const mostPixelsAcross = 4000;

/**
 * Reads an iris image record of one representation (ISO/IEC 19794-6:2011 tables 3 and 4), which is what SBI devices give.
 *
 * @returns the picture as it is packed
 * @throws SbiError `fault` with what is wrong
 */
export function readIrisRecord(record: Uint8Array): RecordedEye {
  try {
    return readRecord(new DataView(record.buffer, record.byteOffset, record.length), record);
  } catch (cause) {
    if (cause instanceof SbiError) throw cause;
    throw fault('shorter than it says', cause);
  }
}

function readRecord(view: DataView, record: Uint8Array): RecordedEye {
  if (Buffer.from(record.subarray(0, version2011.length)).toString('latin1') !== version2011)
    throw fault('of another format');
  if (view.getUint32(8) !== record.length || view.getUint16(12) !== 1 || view.getUint8(14) !== 0)
    throw fault('of another length or count, or certified');
  // Length, time of capture, technology, vendor and type of device stand before the quality blocks.
  const qualityAt = headerBytes + 18;
  const at = qualityAt + 1 + view.getUint8(qualityAt) * bytesOfQuality;
  const side = view.getUint8(at + 2);
  const encoding = encodings[view.getUint8(at + 4)];
  if (side >= eyes.length || !encoding || !orientations.includes(view.getUint8(at + 5) & 0b1111))
    throw fault('of a side, format or orientation that is not ours');
  const [width, height] = [view.getUint16(at + 6), view.getUint16(at + 8)];
  if (view.getUint8(at + 10) !== 8) throw fault('of another depth');
  if (Math.min(width, height) < 1 || Math.max(width, height) > mostPixelsAcross)
    throw fault('of no such size');
  // Distance, roll and its uncertainty, and three ranges stand between.
  const dataAt = at + 29;
  const dataBytes = view.getUint32(dataAt);
  // Copied: the record is a small window on a large answer.
  const bytes = new Uint8Array(record.subarray(dataAt + 4, dataAt + 4 + dataBytes));
  if (dataBytes < 1 || bytes.length !== dataBytes) throw fault('without its whole picture');
  if (encoding === 'raw' && dataBytes !== width * height) throw fault('not one byte for each pixel');
  const eye = eyes[side];
  return { ...(eye ? { eye } : {}), width, height, encoding, bytes };
}

function fault(what: string, cause?: unknown): SbiError {
  return new SbiError('fault', `an iris record ${what}`, { cause });
}
