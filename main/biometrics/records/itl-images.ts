import { type ItlField, plainField, tagOf } from './itl-fields.ts';
import type { TaggedRecord } from './itl-file.ts';
import { RecordError } from './record-error.ts';

/** Names of table 15 in fields, and the codes of type 4 by their order; JPEGL, lossless JPEG, is not taken. */
export const compressions = {
  raw: 'NONE',
  wsq: 'WSQ20',
  jpeg: 'JPEGB',
  jp2: 'JP2',
  'jp2-lossless': 'JP2L',
  png: 'PNG',
} as const;

export type ItlEncoding = keyof typeof compressions;

/** @throws RecordError `record/unsupported` */
export function encodingOf(name: string, field: string): ItlEncoding {
  const found = (Object.keys(compressions) as ItlEncoding[]).find((key) => compressions[key] === name);
  if (!found) throw new RecordError('record/unsupported', { field }, 'another compression');
  return found;
}

/** Takes fields out of a record by number, with the error that names them. */
export class FieldReader {
  readonly type: number;
  readonly #fields: ReadonlyMap<number, ItlField>;

  constructor({ type, fields }: TaggedRecord) {
    this.type = type;
    this.#fields = new Map(fields.map((field) => [field.number, field]));
  }

  has(number: number): boolean {
    return this.#fields.has(number);
  }

  /** The subfields, none when the field is absent. */
  subfields(number: number): readonly (readonly string[])[] {
    return this.#fields.get(number)?.subfields ?? [];
  }

  text(number: number): string {
    const value = this.subfields(number)[0]?.[0];
    if (value === undefined) throw this.wrong(number, 'nothing');
    return value;
  }

  number(number: number): number {
    return this.numberOf(number, this.text(number));
  }

  /** An item's number: at most 5 digits, which is what the standard allows where we look. */
  numberOf(number: number, item: string | undefined): number {
    if (item === undefined || !/^\d{1,5}$/.test(item)) throw this.wrong(number, 'no number');
    return Number(item);
  }

  wrong(number: number, what: string): RecordError {
    return new RecordError('record/malformed', { field: tagOf(this.type, number) }, what);
  }
}

/** YYYYMMDD, the local date. */
function isItlDate(text: string): boolean {
  return /^\d{4}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])$/.test(text);
}

/** Who captured and when, in fields 004 and 005 of every image type. */
export function originFields(type: number, source: string, date: string): ItlField[] {
  if (source.length === 0) throw new RecordError('record/unwritable', { field: tagOf(type, 4) }, 'nothing');
  if (!isItlDate(date)) throw new RecordError('record/unwritable', { field: tagOf(type, 5) }, 'no date');
  return [plainField(4, source), plainField(5, date)];
}
