import { DriverError } from '../../../errors.ts';

/** `FAC`, zero, and the version `010`, zero; later versions have other headers and do not stand in documents. */
const magicHex = '4641430030313000';
const headerBytes = 14;
const imageCountAt = 12;
const facialInformationBytes = 20;
const featurePointBytes = 8;
const imageInformationBytes = 12;
const leastFaceBytes = facialInformationBytes + imageInformationBytes;

/**
 * The first picture of a face image record (ISO/IEC 19794-5:2005 section 5), as it stands there: a view, not a copy. The record's own
 * length is not used; the face's is held against the bytes that are there.
 *
 * @throws DriverError `card/data-invalid`
 */
export function readFace19794(record: Uint8Array): Uint8Array {
  if (record.length < headerBytes + leastFaceBytes) throw invalid('is cut off');
  if (Buffer.from(record.subarray(0, 8)).toString('hex') !== magicHex) throw invalid('has another version');
  const view = new DataView(record.buffer, record.byteOffset, record.byteLength);
  const images = view.getUint16(imageCountAt);
  if (images < 1 || images * leastFaceBytes > record.length - headerBytes)
    throw invalid('has a number of pictures that cannot be');
  const end = headerBytes + view.getUint32(headerBytes);
  const points = view.getUint16(headerBytes + 4);
  const start = headerBytes + leastFaceBytes + points * featurePointBytes;
  if (end > record.length || start >= end) throw invalid('has lengths that do not fit');
  return record.subarray(start, end);
}

function invalid(what: string): DriverError {
  return new DriverError('card/data-invalid', `DG2: the ISO/IEC 19794-5 record ${what}`);
}
