import { DriverError } from '../../../errors.ts';
import { decodeTlvs, requireTlv } from '../../tlv.ts';
import type { ChipReading } from '../chip-reading.ts';

type ChipFace = NonNullable<ChipReading['face']>;

/** What the pictures start with; a JPEG 2000 may come in its file format or as a bare code stream. */
const magics = [
  { mime: 'image/jpeg', hex: 'ffd8ff' },
  { mime: 'image/jp2', hex: '0000000c6a502020' },
  { mime: 'image/jp2', hex: 'ff4fff51' },
] as const;

const facMagic = 0x46414300;
const facHeaderBytes = 14;
const facialInformationBytes = 20;
const featurePointBytes = 8;
const imageInformationBytes = 12;

/**
 * The first portrait of EF.DG2 (ICAO 9303-10 section 4.7.2): CBEFF template 7F61, instance 7F60, in it an ISO/IEC 19794-5 record.
 * The picture's kind is taken from its first bytes, not from the record.
 *
 * @throws DriverError `card/data-invalid`
 */
export function decodeDg2(file: Uint8Array): ChipFace {
  const dg2 = requireTlv(decodeTlvs(file), 0x75);
  const group = requireTlv(decodeTlvs(dg2.value), 0x7f61);
  const instance = requireTlv(decodeTlvs(group.value), 0x7f60);
  const objects = decodeTlvs(instance.value);
  const record = objects.find(({ tag }) => tag === 0x5f2e) ?? requireTlv(objects, 0x7f2e);
  const picture = firstPicture(record.value);
  const start = Buffer.from(picture.subarray(0, 8)).toString('hex');
  const magic = magics.find(({ hex }) => start.startsWith(hex));
  if (!magic) throw invalid('the picture is neither JPEG nor JPEG 2000');
  return { mime: magic.mime, bytes: Uint8Array.from(picture) };
}

/** Steps over the headers of ISO/IEC 19794-5:2005 section 5 to the first face's picture. */
function firstPicture(record: Uint8Array): Uint8Array {
  const view = new DataView(record.buffer, record.byteOffset, record.byteLength);
  if (record.length < facHeaderBytes + facialInformationBytes) throw invalid('the face record is cut off');
  if (view.getUint32(0) !== facMagic) throw invalid('not an ISO/IEC 19794-5 record');
  const faceBytes = view.getUint32(facHeaderBytes);
  const points = view.getUint16(facHeaderBytes + 4);
  const end = facHeaderBytes + faceBytes;
  const start = facHeaderBytes + facialInformationBytes + points * featurePointBytes + imageInformationBytes;
  if (end > record.length || start >= end) throw invalid('lengths of the face record do not fit');
  return record.subarray(start, end);
}

function invalid(what: string): DriverError {
  return new DriverError('card/data-invalid', `DG2: ${what}`);
}
