import { type ItlField, plainField, tagOf, twoDigits } from './itl-fields.ts';
import { RecordError } from './record-error.ts';

/** What type 1 says of a transaction. */
export interface ItlHeader {
  /** 0500 is the edition of 2011, 0501 and 0502 its updates of 2013 and 2015. */
  readonly version: string;
  /** Type of transaction (1.004 TOT), as the receiver names them. */
  readonly kind: string;
  /** YYYYMMDD at the sender (1.005 DAT). */
  readonly date: string;
  /** Who it is for and from (1.007 DAI, 1.008 ORI). */
  readonly destination: string;
  readonly origin: string;
  /** The sender's number of it (1.009 TCN). */
  readonly controlNumber: string;
  /** The number of what it answers (1.010 TCR). */
  readonly answersTo?: string;
  /** Whose fields of type 2 these are (1.013 DOM). */
  readonly domain?: string;
  /** Pixels per millimetre of type 4 (1.011 NSR); only read, since what is written is 500 ppi or none. */
  readonly nativeScanningResolution?: number;
}

/** The edition that is written. */
export const itlVersion = '0502';
/** 500 ppi, as type 1 says it. */
const pixelsPerMillimetre = '19.69';
const noBinaryImages = '00.00';

/** One line of 1.003. */
export interface ListedRecord {
  readonly type: number;
  readonly idc: number;
}

/** Fields 1.002 to 1.015 (section 8.1); the character set is always said to be UTF-8, which ASCII is part of. */
export function writeHeaderFields(header: ItlHeader, records: readonly ListedRecord[]): ItlField[] {
  const resolution = records.some(({ type }) => type === 4) ? pixelsPerMillimetre : noBinaryImages;
  const listed = records.map(({ type, idc }) => [String(type), twoDigits(idc)]);
  const optional = (number: number, value: string | undefined): ItlField[] =>
    value === undefined ? [] : [plainField(number, value)];
  const fields = [
    plainField(2, header.version),
    { number: 3, subfields: [['1', String(records.length)], ...listed] },
    plainField(4, header.kind),
    plainField(5, header.date),
    plainField(7, header.destination),
    plainField(8, header.origin),
    plainField(9, header.controlNumber),
    ...optional(10, header.answersTo),
    plainField(11, resolution),
    plainField(12, resolution),
    ...optional(13, header.domain),
    { number: 15, subfields: [['003', 'UTF-8']] },
  ];
  const wrong = fields.find(({ subfields }) =>
    subfields.flat().some((item) => !/^[\u0020-\u007e]+$/.test(item)),
  );
  if (wrong)
    throw new RecordError('record/unwritable', { field: tagOf(1, wrong.number) }, 'empty or not ASCII');
  return fields;
}

/** @throws RecordError with the field that is missing or wrong */
export function readHeader(fields: readonly ItlField[]): { header: ItlHeader; listed: ListedRecord[] } {
  const find = (number: number): string | undefined =>
    fields.find((field) => field.number === number)?.subfields[0]?.[0];
  const need = (number: number): string => {
    const value = find(number);
    if (value === undefined)
      throw new RecordError('record/malformed', { field: tagOf(1, number) }, 'nothing');
    return value;
  };
  const [answersTo, domain] = [find(10), find(13)];
  const resolution = Number(find(11) ?? 0);
  const header = {
    version: need(2),
    kind: need(4),
    date: need(5),
    destination: need(7),
    origin: need(8),
    controlNumber: need(9),
    ...(answersTo !== undefined && { answersTo }),
    ...(domain !== undefined && { domain }),
    ...(resolution > 0 && { nativeScanningResolution: resolution }),
  };
  return { header, listed: readContents(fields) };
}

/** 1.003 CNT: the first subfield is 1 and the number of other records, then type and IDC of each. */
function readContents(fields: readonly ItlField[]): ListedRecord[] {
  const [first, ...others] = fields.find(({ number }) => number === 3)?.subfields ?? [];
  const listed = others.map(([type = '', idc = '']) => ({ type: digits(type), idc: digits(idc) }));
  if (digits(first?.[0] ?? '') !== 1 || digits(first?.[1] ?? '') !== listed.length)
    throw new RecordError('record/malformed', { field: '1.003' }, 'a count that is not its list’s');
  return listed;
}

function digits(text: string): number {
  if (!/^\d{1,3}$/.test(text)) throw new RecordError('record/malformed', { field: '1.003' }, 'no number');
  return Number(text);
}
