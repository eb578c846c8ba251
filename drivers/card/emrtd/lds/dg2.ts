import { DriverError } from '../../../errors.ts';
import { decodeTlvs, requireTlv, type Tlv } from '../../tlv.ts';
import type { ChipReading } from '../chip-reading.ts';
import { readFace19794 } from './face-19794.ts';
import { readFace39794 } from './face-39794.ts';

type ChipFace = NonNullable<ChipReading['face']>;

/** What the pictures start with; a JPEG 2000 may come in its file format or as a bare code stream. */
const magics = [
  { mime: 'image/jpeg', hex: 'ffd8ff' },
  { mime: 'image/jp2', hex: '0000000c6a502020' },
  { mime: 'image/jp2', hex: 'ff4fff51' },
] as const;

const recordMagicHex = '464143';
/** The count before the templates is one digit, from 1 to 9. */
const mostTemplates = 9;

/**
 * The first portrait of EF.DG2 (ICAO 9303-10 section 4.7.2): CBEFF group 7F61, template 7F60, in it a record of ISO/IEC 19794-5 (5F2E,
 * by old issuers 7F2E) or of ISO/IEC 39794-5 (7F2E). The picture's kind is taken from its first bytes, not from the record.
 *
 * @throws DriverError `card/data-invalid`
 */
export function decodeDg2(file: Uint8Array): ChipFace {
  const dg2 = requireTlv(decodeTlvs(file), 0x75);
  const group = requireTlv(decodeTlvs(dg2.value), 0x7f61);
  const objects = decodeTlvs(firstTemplate(group).value);
  const record = objects.find(({ tag }) => tag === 0x5f2e) ?? requireTlv(objects, 0x7f2e);
  const picture = startsWith(record.value, recordMagicHex)
    ? readFace19794(record.value)
    : readFace39794(record.value);
  const magic = magics.find(({ hex }) => startsWith(picture, hex));
  if (!magic) throw new DriverError('card/data-invalid', 'DG2: the picture is neither JPEG nor JPEG 2000');
  return { mime: magic.mime, bytes: Uint8Array.from(picture) };
}

function firstTemplate(group: Tlv): Tlv {
  const objects = decodeTlvs(group.value);
  if (objects.length > 1 + mostTemplates)
    throw new DriverError('card/data-invalid', `DG2: more than ${mostTemplates} templates`);
  return requireTlv(objects, 0x7f60);
}

function startsWith(bytes: Uint8Array, hex: string): boolean {
  return Buffer.from(bytes.subarray(0, hex.length / 2)).toString('hex') === hex;
}
