import { ByteWriter } from './byte-writer.ts';
import { RecordError } from './record-error.ts';

/** Between records, fields, subfields and items of information (annex B). */
const fs = 0x1c;
const gs = 0x1d;
const rs = '\u001e';
const us = '\u001f';
const colon = 0x3a;

/** A field's subfields and their items; a plain field is one of one. */
export interface ItlField {
  readonly number: number;
  readonly subfields: readonly (readonly string[])[];
}

export interface TaggedFields {
  readonly type: number;
  /** In order, without 001 and 999. */
  readonly fields: readonly ItlField[];
  /** Field 999. */
  readonly data?: Uint8Array;
}

const lengthField = 1;
const dataField = 999;
/** A tag is a type, a point and a number: what has no colon by then is none. */
const mostTagBytes = 14;
/** No record of a person has more; the standard's largest type stays far below. */
const mostFields = 1000;
/** Of all fields of a record. */
const mostItems = 10_000;
/** Records from here on may hold an image in 999. */
const firstTypeWithData = 10;

export function plainField(number: number, value: string): ItlField {
  return { number, subfields: [[value]] };
}

/** Writes a record with its length: the digits of 001 count themselves. @throws RecordError `record/unwritable` */
export function writeTagged({ type, fields, data }: TaggedFields): Uint8Array {
  const rest = new ByteWriter();
  for (const { number, subfields } of fields) {
    const tag = tagOf(type, number);
    if (!Number.isInteger(number) || number <= lengthField || number === dataField)
      throw new RecordError('record/unwritable', { field: tag }, 'a number that is not for fields');
    if (!subfields.flat().every(isPlainText))
      throw new RecordError('record/unwritable', { field: tag }, 'text with separators or half letters');
    const value = subfields.map((items) => items.join(us)).join(rs);
    rest.uint(gs, 1, tag).bytes(Buffer.from(`${tag}:${value}`, 'utf8'));
  }
  if (data)
    rest
      .uint(gs, 1, 'data')
      .ascii(`${tagOf(type, dataField)}:`)
      .bytes(data);
  rest.uint(fs, 1, 'end');
  const head = `${tagOf(type, lengthField)}:`;
  const bare = head.length + rest.length;
  let length = bare + String(bare).length;
  if (String(length).length > String(bare).length) length = bare + String(length).length;
  return new ByteWriter().ascii(`${head}${length}`).bytes(rest.finish()).finish();
}

function isPlainText(item: string): boolean {
  return item.isWellFormed() && !Array.from(item).some((letter) => letter >= '\u001c' && letter <= us);
}

export function tagOf(type: number, number: number): string {
  return `${type}.${String(number).padStart(3, '0')}`;
}

/** As IDCs are written in fields. */
export function twoDigits(idc: number): string {
  return String(idc).padStart(2, '0');
}

/**
 * Reads the record that begins at an offset, to the separator that ends it.
 *
 * @returns its fields, and how many bytes it has
 * @throws RecordError
 */
export function parseTagged(bytes: Uint8Array, at: number): TaggedFields & { readonly length: number } {
  const first = readTag(bytes, at, bytes.length);
  const lengthEnd = endOfField(bytes, first.valueAt, bytes.length);
  const digits = text(bytes.subarray(first.valueAt, Math.min(lengthEnd, first.valueAt + mostTagBytes)), at);
  if (first.number !== lengthField || !/^\d{1,10}$/.test(digits))
    throw new RecordError('record/malformed', { offset: at }, 'a record without length');
  const length = Number(digits);
  const end = at + length - 1;
  if (end >= bytes.length)
    throw new RecordError('record/cut-off', { offset: at }, `${length} bytes are not there`);
  if (end < lengthEnd || bytes[end] !== fs)
    throw new RecordError('record/malformed', { offset: at }, 'a length that does not end at a separator');
  return { type: first.type, length, ...readFields(bytes, lengthEnd, end, first.type) };
}

/** @param at of the separator before the first field, or of the record's end */
function readFields(bytes: Uint8Array, at: number, end: number, type: number): Omit<TaggedFields, 'type'> {
  const fields: ItlField[] = [];
  let items = 0;
  for (let next = at; next < end; ) {
    const tag = readTag(bytes, next + 1, end);
    if (bytes[next] !== gs || tag.type !== type)
      throw new RecordError('record/malformed', { offset: next + 1 }, 'a field of another record');
    if (tag.number === dataField && type >= firstTypeWithData)
      return { fields, data: bytes.subarray(tag.valueAt, end) };
    if (fields.length >= mostFields)
      throw new RecordError('record/too-large', { offset: next }, 'more fields');
    const valueEnd = endOfField(bytes, tag.valueAt, end);
    const value = bytes.subarray(tag.valueAt, valueEnd);
    items += countItems(value);
    if (items > mostItems) throw new RecordError('record/too-large', { offset: tag.valueAt }, 'more items');
    const subfields = readSubfields(value, tag.valueAt);
    fields.push({ number: tag.number, subfields });
    // Some writers put a separator after the last field too.
    next = valueEnd + 1 === end ? end : valueEnd;
  }
  return { fields };
}

function readSubfields(value: Uint8Array, at: number): string[][] {
  return text(value, at)
    .split(rs)
    .map((subfield) => subfield.split(us));
}

function countItems(value: Uint8Array): number {
  const separators = [rs.charCodeAt(0), us.charCodeAt(0)];
  return value.reduce((items, byte) => (separators.includes(byte) ? items + 1 : items), 1);
}

/** Type and number of the field that begins here, and where its value does. */
function readTag(
  bytes: Uint8Array,
  at: number,
  end: number,
): { type: number; number: number; valueAt: number } {
  const last = Math.min(end, at + mostTagBytes);
  let colonAt = at;
  while (colonAt < last && bytes[colonAt] !== colon) colonAt++;
  const tag = /^(\d{1,3})\.(\d{1,9})$/.exec(text(bytes.subarray(at, colonAt), at));
  if (!tag || colonAt >= last) {
    const isCut = at >= bytes.length || (last === bytes.length && colonAt === last);
    throw new RecordError(isCut ? 'record/cut-off' : 'record/malformed', { offset: at }, 'no field');
  }
  return { type: Number(tag[1]), number: Number(tag[2]), valueAt: colonAt + 1 };
}

function endOfField(bytes: Uint8Array, from: number, end: number): number {
  let at = from;
  while (at < end && bytes[at] !== gs && bytes[at] !== fs) at++;
  return at;
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function text(bytes: Uint8Array, at: number): string {
  try {
    return utf8.decode(bytes);
  } catch (cause) {
    throw new RecordError('record/malformed', { offset: at }, 'text that is not UTF-8', { cause });
  }
}
