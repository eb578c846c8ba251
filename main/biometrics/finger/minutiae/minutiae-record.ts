import { ByteReader } from '../../records/byte-reader.ts';
import { ByteWriter } from '../../records/byte-writer.ts';
import { checkRecordSize, RecordError } from '../../records/record-error.ts';
import { type FingerTemplate, type Minutia, mostMinutiae, wholeTurn } from './template.ts';

/** The minutiae of one finger as they are kept or exchanged. */
export interface MinutiaeView {
  /** 0 unknown, 1 to 10. */
  readonly position: number;
  readonly impression: 'live-plain' | 'live-rolled';
  /** Of the picture, 0 to 100. */
  readonly quality: number;
  readonly template: FingerTemplate;
}

const headerBytes = 24;
const viewHeaderBytes = 4;
const minutiaBytes = 6;
/** 500 ppi in pixels per centimetre. */
const resolution = 197;
/** The standard's unit of angle: 256 of them are a whole turn. */
const angleUnits = 256;
/** Places have 14 bits. */
const mostPlace = 0x3fff;
const kinds = { ending: 1, bifurcation: 2 } as const;
const impressions = ['live-plain', 'live-rolled'] as const;

/**
 * Writes the record format of ISO/IEC 19794-2:2005 section 7 with one finger and no extended data, at 500 ppi. Places are rounded to
 * pixels and angles to 1.40625°.
 *
 * @throws RecordError `record/unwritable` when a number has no place in the record
 */
export function writeMinutiaeRecord({ position, impression, quality, template }: MinutiaeView): Uint8Array {
  const { width, height, minutiae } = template;
  if (minutiae.length > mostMinutiae)
    throw new RecordError('record/unwritable', { field: 'minutiae' }, 'more minutiae than one byte counts');
  const total = headerBytes + viewHeaderBytes + minutiaBytes * minutiae.length + 2;
  const writer = new ByteWriter()
    .ascii('FMR\0 20\0')
    .uint(total, 4, 'length')
    .uint(0, 2, 'equipment')
    .uint(width, 2, 'width')
    .uint(height, 2, 'height')
    .uint(resolution, 2, 'resolution')
    .uint(resolution, 2, 'resolution')
    .uint(1, 1, 'views')
    .uint(0, 1, 'reserved')
    .uint(position, 1, 'position')
    .uint(impressions.indexOf(impression), 1, 'impression')
    .uint(quality, 1, 'quality')
    .uint(minutiae.length, 1, 'minutiae');
  for (const minutia of minutiae) writeMinutia(writer, minutia);
  return writer.uint(0, 2, 'extended data').finish();
}

function writeMinutia(writer: ByteWriter, { x, y, angle, kind, quality }: Minutia): void {
  const [column, row] = [Math.round(x), Math.round(y)];
  if (column > mostPlace || row > mostPlace)
    throw new RecordError('record/unwritable', { field: 'minutiae' }, 'a place beyond 14 bits');
  writer
    .uint(kinds[kind] * 2 ** 14 + column, 2, 'x')
    .uint(row, 2, 'y')
    .uint(Math.round((angle * angleUnits) / (2 * Math.PI)) % angleUnits, 1, 'angle')
    .uint(Math.round(quality), 1, 'minutia quality');
}

/**
 * Reads what {@link writeMinutiaeRecord} writes, of whatever maker: one finger at 500 ppi. Minutiae of type "other" count as endings, and
 * extended data is skipped.
 *
 * @throws RecordError
 */
export function readMinutiaeRecord(bytes: Uint8Array): MinutiaeView {
  checkRecordSize(bytes);
  const from = new ByteReader(bytes);
  if (Buffer.from(from.take(8)).toString('latin1') !== 'FMR\0 20\0')
    throw new RecordError('record/unsupported', { offset: 0 }, 'no minutiae record of the 2005 edition');
  const total = from.u32();
  if (total !== bytes.length)
    throw new RecordError('record/malformed', { offset: 8 }, 'a length that is not the file’s');
  from.take(2); // equipment
  const [width, height] = [from.u16(), from.u16()];
  if (from.u16() !== resolution || from.u16() !== resolution)
    throw new RecordError('record/unsupported', { offset: 18 }, 'another resolution than 500 ppi');
  if (from.u8() !== 1) throw new RecordError('record/unsupported', { offset: 22 }, 'not one finger');
  from.take(1); // reserved
  const position = from.u8();
  const impression = impressions[from.u8() & 0x0f];
  if (position > 10 || impression === undefined)
    throw new RecordError('record/unsupported', { offset: headerBytes }, 'no finger taken live');
  const [quality, count] = [from.u8(), from.u8()];
  const minutiae = Array.from({ length: count }, () => readMinutia(from, width, height));
  from.take(from.u16()); // extended data
  if (from.left > 0)
    throw new RecordError('record/malformed', { offset: from.offset }, 'bytes after the end');
  return { position, impression, quality, template: { width, height, minutiae } };
}

function readMinutia(from: ByteReader, width: number, height: number): Minutia {
  const { offset } = from;
  const [first, second] = [from.u16(), from.u16()];
  const [x, y] = [first & mostPlace, second & mostPlace];
  if (x >= width || y >= height)
    throw new RecordError('record/malformed', { offset }, 'a minutia outside its picture');
  return {
    x,
    y,
    kind: first >> 14 === kinds.bifurcation ? 'bifurcation' : 'ending',
    angle: wholeTurn((from.u8() * 2 * Math.PI) / angleUnits),
    quality: Math.min(100, from.u8()),
  };
}
