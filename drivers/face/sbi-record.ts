import { SbiError } from '../sbi/errors.ts';
import type { FaceCapture } from './scanner.ts';

const version2005 = 'FAC\u0000010\u0000';
const headerBytes = 14;
const informationBytes = 20;
const pointBytes = 8;
const imageInformationBytes = 12;
const encodings: readonly FaceCapture['encoding'][] = ['jpeg', 'jpeg2000'];
const mostPixelsAcross = 16_384;

/**
 * Reads a face image record of one picture (ISO/IEC 19794-5:2005 section 5), which is what SBI devices give.
 *
 * @returns the picture as it is packed
 * @throws SbiError `fault` with what is wrong
 */
export function readFaceRecord(record: Uint8Array): Omit<FaceCapture, 'quality'> {
  try {
    return readRecord(new DataView(record.buffer, record.byteOffset, record.length), record);
  } catch (cause) {
    if (cause instanceof SbiError) throw cause;
    throw fault('shorter than it says', cause);
  }
}

function readRecord(view: DataView, record: Uint8Array): Omit<FaceCapture, 'quality'> {
  if (Buffer.from(record.subarray(0, version2005.length)).toString('latin1') !== version2005)
    throw fault('of another format');
  if (view.getUint32(8) !== record.length || view.getUint16(12) !== 1)
    throw fault('of another length or count');
  if (view.getUint32(headerBytes) !== record.length - headerBytes)
    throw fault('of another length of its face');
  const at = headerBytes + informationBytes + view.getUint16(headerBytes + 4) * pointBytes;
  const encoding = encodings[view.getUint8(at + 1)];
  if (!encoding) throw fault('of another image type');
  const [width, height] = [view.getUint16(at + 2), view.getUint16(at + 4)];
  if (Math.min(width, height) < 1 || Math.max(width, height) > mostPixelsAcross)
    throw fault('of no such size');
  // Copied: the record is a small window on a large answer.
  const bytes = new Uint8Array(record.subarray(at + imageInformationBytes));
  if (bytes.length < 1) throw fault('without its picture');
  return { width, height, encoding, bytes };
}

function fault(what: string, cause?: unknown): SbiError {
  return new SbiError('fault', `a face record ${what}`, { cause });
}
