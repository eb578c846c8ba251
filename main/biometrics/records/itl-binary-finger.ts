import { ByteReader } from './byte-reader.ts';
import { ByteWriter } from './byte-writer.ts';
import { checkFingerView, type FingerView, impressionCode, impressionOf } from './finger-view.ts';
import type { BinaryRecord } from './itl-file.ts';
import { RecordError } from './record-error.ts';

const type = 4;
/** Codes of table 15; 3 is lossless JPEG, which is not taken. */
const encodings = ['raw', 'wsq', 'jpeg', undefined, 'jp2', 'jp2-lossless', 'png'] as const;
/** Up to six positions; ours is the first and the others are unused. */
const unusedPositions = new Uint8Array(5).fill(0xff);
const headerBytes = 13;
/** Of IDC and length before the body. */
const bytesBefore = 5;
const nominalPpi = 500;
const millimetresPerInch = 25.4;

/**
 * A record of type 4 (section 8.4), which older AFIS take: 500 ppi 8-bit gray in 18 bytes of header: length 4, IDC 1, impression 1,
 * six positions, resolution 1 (0: 500 ppi), width 2, height 2, compression 1. It has no place for quality, source or date.
 *
 * @throws RecordError `record/unwritable` for other resolutions
 */
export function writeBinaryFinger(view: FingerView, idc: number): BinaryRecord {
  checkFingerView(view, { field: '4.009' });
  if (view.resolutionPpi !== nominalPpi)
    throw new RecordError('record/unwritable', { field: '4.005' }, 'another resolution than 500 ppi');
  const body = new ByteWriter();
  body
    .uint(impressionCode(view.impression), 1, '4.003')
    .uint(view.position, 1, '4.004')
    .bytes(unusedPositions);
  body.uint(0, 1, '4.005').uint(view.width, 2, '4.006').uint(view.height, 2, '4.007');
  body.uint(encodings.indexOf(view.encoding), 1, '4.008').bytes(view.bytes);
  return { kind: 'binary', type, idc, body: body.finish() };
}

/**
 * Reads a record of type 4.
 *
 * @param nativeScanningResolution of type 1, pixels per millimetre, for records that point to it
 * @throws RecordError
 */
export function readBinaryFinger(record: BinaryRecord, nativeScanningResolution = 0): FingerView {
  if (record.body.length <= headerBytes)
    throw new RecordError('record/cut-off', { field: '4.009' }, 'no picture');
  const from = new ByteReader(record.body, bytesBefore);
  const impression = impressionOf(from.u8());
  const position = from.u8();
  from.take(unusedPositions.length);
  const resolutionPpi =
    from.u8() === 0 ? nominalPpi : Math.round(nativeScanningResolution * millimetresPerInch);
  const [width, height] = [from.u16(), from.u16()];
  const encoding = encodings[from.u8()];
  if (!impression || !encoding)
    throw new RecordError('record/unsupported', { field: '4.008' }, 'an impression or compression not ours');
  const bytes = from.take(from.left);
  const view = { position, impression, width, height, resolutionPpi, encoding, bytes, quality: [] };
  checkFingerView(view, { field: '4.009' });
  return view;
}
