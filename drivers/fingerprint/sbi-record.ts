import { SbiError } from '../sbi/errors.ts';
import type { PackedFinger } from './scanner.ts';

/** A picture as its record holds it; the record's position may be 0, unknown. */
export interface RecordedFinger extends Omit<PackedFinger, 'position' | 'quality'> {
  readonly position: number;
}

const version2011 = 'FIR\u0000020\u0000';
const headerBytes = 16;
const bytesOfQuality = 5;
const bytesOfCertification = 3;
/** By compression algorithm; 1 is 8 bits packed, which are 8 bits. */
const encodings: readonly PackedFinger['encoding'][] = [
  'raw',
  'raw',
  'wsq',
  'jpeg',
  'jpeg2000',
  'jpeg2000',
  'png',
];
/** Four fingers at 1,000 ppi; a record that says more is noise. */
const mostPixelsAcross = 4000;
const leastPpi = 250;
const mostPpi = 1200;

/**
 * Reads a finger image record of one representation (ISO/IEC 19794-4:2011 tables 2 to 4), which is what SBI devices give.
 *
 * @returns the picture as it is packed: `raw` is 8-bit gray, row by row from the top left
 * @throws SbiError `fault` with what is wrong
 */
export function readFingerRecord(record: Uint8Array): RecordedFinger {
  try {
    return readRecord(new DataView(record.buffer, record.byteOffset, record.length), record);
  } catch (cause) {
    if (cause instanceof SbiError) throw cause;
    throw fault('shorter than it says', cause);
  }
}

function readRecord(view: DataView, record: Uint8Array): RecordedFinger {
  if (Buffer.from(record.subarray(0, version2011.length)).toString('latin1') !== version2011)
    throw fault('of another format');
  if (view.getUint32(8) !== record.length || view.getUint16(12) !== 1)
    throw fault('of another length or count');
  const isCertified = view.getUint8(14) === 1;
  // Length, time of capture, technology, vendor and type of device stand before the quality blocks.
  const qualityAt = headerBytes + 18;
  const certifiedAt = qualityAt + 1 + view.getUint8(qualityAt) * bytesOfQuality;
  const at = isCertified ? certifiedAt + 1 + view.getUint8(certifiedAt) * bytesOfCertification : certifiedAt;
  const [width, height] = [view.getUint16(at + 14), view.getUint16(at + 16)];
  const dataBytes = view.getUint32(at + 18);
  // Copied: the record is a small window on a large answer.
  const bytes = new Uint8Array(record.subarray(at + 22, at + 22 + dataBytes));
  const finger = {
    position: view.getUint8(at),
    width,
    height,
    resolutionPpi: resolutionOf(view, at + 2),
    encoding: encodingOf(view.getUint8(at + 11), view.getUint8(at + 12)),
    bytes,
  };
  if (Math.min(width, height) < 1 || Math.max(width, height) > mostPixelsAcross)
    throw fault('of no such size');
  if (dataBytes < 1 || bytes.length !== dataBytes) throw fault('without its whole picture');
  if (finger.encoding === 'raw' && dataBytes !== width * height) throw fault('not one byte for each pixel');
  return finger;
}

/** The picture's own, behind what the scanner could do. */
function resolutionOf(view: DataView, at: number): number {
  const units = view.getUint8(at);
  const [across, down] = [view.getUint16(at + 5), view.getUint16(at + 7)];
  const ppi = units === 2 ? Math.round(across * 2.54) : across;
  if (![1, 2].includes(units) || across !== down || ppi < leastPpi || ppi > mostPpi)
    throw fault('of a resolution that is not for fingers');
  return ppi;
}

function encodingOf(depth: number, compression: number): PackedFinger['encoding'] {
  const encoding = encodings[compression];
  if (depth !== 8 || !encoding) throw fault('of a depth or compression nobody knows');
  return encoding;
}

function fault(what: string, cause?: unknown): SbiError {
  return new SbiError('fault', `a finger record ${what}`, { cause });
}
