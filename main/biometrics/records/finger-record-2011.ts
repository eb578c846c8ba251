import type { ByteReader } from './byte-reader.ts';
import { ByteWriter } from './byte-writer.ts';
import { readCapture, writeCapture } from './capture-block.ts';
import {
  checkFingerView,
  type FingerCapture,
  type FingerEncoding,
  impressionCode,
  impressionOf,
  ppiOf,
} from './finger-view.ts';
import { mostPictures } from './picture-limits.ts';
import { RecordError } from './record-error.ts';

const headerBytes = 16;
/** Of the format identifier, the version and the record's length. */
const bytesBefore = 12;
const bytesOfCertification = 3;
const pixelsPerInch = 1;
/** Table 9; 1 is 8 bits packed, which are 8 bits. */
const encodings: readonly FingerEncoding[] = ['raw', 'raw', 'wsq', 'jpeg', 'jp2', 'jp2-lossless', 'png'];

/**
 * Writes ISO/IEC 19794-4:2011 tables 2 to 4, the station's finger record: this edition and not that of 2005, because only it has
 * quality with the algorithm's name, a capture time for each picture and lossless JPEG 2000, and because MOSIP's interface asks for it.
 * Representations of one position are numbered from 0, as MOSIP's encoder does; the standard's own text of that byte was not seen.
 *
 * @returns header of 16 bytes, then for each capture 41 bytes, 5 for each quality, and the picture
 * @throws RecordError `record/unwritable`, or what {@link checkFingerView} says
 */
export function writeFingerRecord(captures: readonly FingerCapture[]): Uint8Array {
  if (captures.length < 1)
    throw new RecordError('record/unwritable', { field: 'number of representations' }, 'no pictures');
  const seen = new Map<number, number>();
  const body = new ByteWriter();
  for (const capture of captures) {
    const number = seen.get(capture.position) ?? 0;
    seen.set(capture.position, number + 1);
    body.bytes(writeRepresentation(capture, number));
  }
  const record = new ByteWriter().ascii('FIR\u0000020\u0000');
  record.uint(headerBytes + body.length, 4, 'length of record');
  record.uint(captures.length, 2, 'number of representations').uint(0, 1, 'certification flag');
  return record.uint(seen.size, 1, 'number of positions').bytes(body.finish()).finish();
}

function writeRepresentation(capture: FingerCapture, number: number): Uint8Array {
  checkFingerView(capture, { field: 'representation' });
  const to = new ByteWriter();
  writeCapture(to, capture);
  to.uint(capture.position, 1, 'position').uint(number, 1, 'representation number');
  to.uint(pixelsPerInch, 1, 'scale units');
  for (const field of ['capture rate across', 'capture rate down', 'image rate across', 'image rate down'])
    to.uint(capture.resolutionPpi, 2, field);
  to.uint(8, 1, 'bit depth').uint(encodings.indexOf(capture.encoding), 1, 'compression');
  to.uint(impressionCode(capture.impression), 1, 'impression type');
  to.uint(capture.width, 2, 'width').uint(capture.height, 2, 'height');
  to.uint(capture.bytes.length, 4, 'length of image data').bytes(capture.bytes);
  return new ByteWriter()
    .uint(to.length + 4, 4, 'length of representation')
    .bytes(to.finish())
    .finish();
}

/**
 * Reads ISO/IEC 19794-4:2011 after its version. What follows a picture (segments, annotations, comments) is skipped.
 *
 * @throws RecordError
 */
export function readFingerRecord2011(from: ByteReader): FingerCapture[] {
  const { offset } = from;
  if (from.u32() !== from.left + bytesBefore)
    throw new RecordError('record/malformed', { offset }, 'a length that is not the file’s');
  const count = from.u16();
  const certificationFlag = from.u8();
  from.u8(); // number of positions
  if (count < 1 || certificationFlag > 1)
    throw new RecordError('record/malformed', { offset: bytesBefore }, 'a count or flag that cannot be');
  if (count > mostPictures)
    throw new RecordError('record/too-large', { offset: bytesBefore }, `${count} pictures`);
  const captures: FingerCapture[] = [];
  while (captures.length < count) captures.push(readRepresentation(from, certificationFlag === 1));
  if (from.left > 0)
    throw new RecordError('record/malformed', { offset: from.offset }, 'bytes after the end');
  return captures;
}

function readRepresentation(from: ByteReader, isCertified: boolean): FingerCapture {
  const { offset } = from;
  const length = from.u32();
  if (length < 4) throw new RecordError('record/malformed', { offset }, 'a length too short');
  const one = from.section(length - 4);
  const taken = readCapture(one);
  if (isCertified) one.take(one.u8() * bytesOfCertification);
  const position = one.u8();
  one.take(1); // representation number
  const resolutionPpi = readResolution(one);
  const depth = one.u8();
  const encoding = encodings[one.u8()];
  const impression = impressionOf(one.u8());
  if (resolutionPpi === undefined || depth !== 8 || !encoding || !impression)
    throw new RecordError(
      'record/unsupported',
      { offset },
      'a resolution, depth, compression or impression not ours',
    );
  const [width, height] = [one.u16(), one.u16()];
  const bytes = one.take(one.u32());
  const capture = { position, impression, width, height, resolutionPpi, encoding, bytes, ...taken };
  checkFingerView(capture, { offset });
  return capture;
}

function readResolution(from: ByteReader): number | undefined {
  const units = from.u8();
  from.take(4); // what the scanner could do; the picture's own resolution follows
  const [across, down] = [from.u16(), from.u16()];
  return across === down ? ppiOf(units, across) : undefined;
}
