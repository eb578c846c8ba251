import { plainField } from './itl-fields.ts';
import type { TaggedRecord } from './itl-file.ts';
import { compressions, encodingOf, FieldReader, type ItlEncoding, originFields } from './itl-images.ts';
import { type CarriedPicture, pictureFault } from './picture-limits.ts';
import { RecordError } from './record-error.ts';

const colourSpaces = {
  unknown: 'UNK',
  gray: 'GRAY',
  srgb: 'SRGB',
  rgb: 'RGB',
  ycc: 'YCC',
  sycc: 'SYCC',
} as const;
type ColourSpace = keyof typeof colourSpaces;

/** A portrait of type 10. */
export interface ItlFace extends CarriedPicture<Exclude<ItlEncoding, 'wsq'>> {
  readonly colour: ColourSpace;
  /** The agency that captured, and YYYYMMDD. */
  readonly source: string;
  readonly date: string;
}

const type = 10;
/** Scale units 0: the next two numbers are the shape of a pixel, here square. */
const squarePixels = ['0', '1', '1'] as const;
/** Subject acquisition profile 0: nothing is promised of how it was captured. */
const unknownProfile = '0';

/** A record of type 10 (section 8.10) of a frontal face. @throws RecordError */
export function writeItlFace(face: ItlFace, idc: number): TaggedRecord {
  const fault = pictureFault(face);
  if (fault) throw new RecordError('record/unwritable', { field: '10.999' }, fault);
  const fields = [
    plainField(3, 'FACE'),
    ...originFields(type, face.source, face.date),
    plainField(6, String(face.width)),
    plainField(7, String(face.height)),
    ...squarePixels.map((value, index) => plainField(8 + index, value)),
    plainField(11, compressions[face.encoding]),
    plainField(12, colourSpaces[face.colour]),
    plainField(13, unknownProfile),
    plainField(20, 'F'),
  ];
  return { kind: 'tagged', type, idc, fields, data: face.bytes };
}

/** @returns nothing for scars, tattoos and whatever else type 10 shows. @throws RecordError with the field */
export function readItlFace(record: TaggedRecord): ItlFace | undefined {
  const reader = new FieldReader(record);
  if (reader.text(3) !== 'FACE') return undefined;
  const encoding = encodingOf(reader.text(11), '10.011');
  const named = reader.text(12);
  const colour =
    (Object.keys(colourSpaces) as ColourSpace[]).find((key) => colourSpaces[key] === named) ?? 'unknown';
  if (!record.data || encoding === 'wsq')
    throw new RecordError('record/malformed', { field: '10.999' }, 'no picture');
  const size = { width: reader.number(6), height: reader.number(7), encoding, bytes: record.data };
  // Several samples of one pixel stand side by side in an uncompressed colour picture.
  const isGray = encoding !== 'raw' || colour === 'gray';
  const fault = isGray ? pictureFault(size) : 'an uncompressed picture in colour';
  if (fault) throw new RecordError('record/malformed', { field: '10.999' }, fault);
  return { ...size, colour, source: reader.text(4), date: reader.text(5) };
}
