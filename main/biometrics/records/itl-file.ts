import { ByteWriter } from './byte-writer.ts';
import { parseTagged, type TaggedFields, twoDigits, writeTagged } from './itl-fields.ts';
import { type ItlHeader, readHeader, writeHeaderFields } from './itl-header.ts';
import { checkRecordSize, RecordError } from './record-error.ts';

/** A record of numbered fields: types 2, 9 and 10 and above. */
export interface TaggedRecord extends TaggedFields {
  readonly kind: 'tagged';
  readonly idc: number;
}

/** A record of bytes at fixed places: types 3 to 8. */
export interface BinaryRecord {
  readonly kind: 'binary';
  readonly type: number;
  readonly idc: number;
  /** What follows length and IDC. */
  readonly body: Uint8Array;
}

export type ItlRecord = TaggedRecord | BinaryRecord;

/** A transaction: who sends what to whom, and its records in order. */
export interface ItlFile {
  readonly header: ItlHeader;
  readonly records: readonly ItlRecord[];
}

const isBinary = (type: number): boolean => type >= 3 && type <= 8;
const binaryHeaderBytes = 5;
/** IDC is a number of two digits. */
const mostRecords = 99;

/**
 * Writes a transaction in the traditional encoding (ANSI/NIST-ITL 1-2011 Update 2015, annex B; NIST SP 500-290e3): type 1 with the list
 * of the others in 1.003, then each in the order given. Records of types 3 to 8 have binary lengths of 4 bytes, all others 001:LEN.
 *
 * @throws RecordError
 */
export function writeItlFile({ header, records }: ItlFile): Uint8Array {
  if (records.length > mostRecords)
    throw new RecordError('record/unwritable', { field: '1.003' }, 'more records than IDCs');
  const file = new ByteWriter().bytes(writeTagged({ type: 1, fields: writeHeaderFields(header, records) }));
  for (const record of records) file.bytes(record.kind === 'binary' ? writeBinary(record) : writeOne(record));
  return file.finish();
}

function writeOne({ type, idc, fields, data }: TaggedRecord): Uint8Array {
  const idcField = { number: 2, subfields: [[twoDigits(idc)]] };
  return writeTagged({ type, fields: [idcField, ...fields], ...(data && { data }) });
}

function writeBinary({ type, idc, body }: BinaryRecord): Uint8Array {
  const length = binaryHeaderBytes + body.length;
  return new ByteWriter().uint(length, 4, `${type}.001`).uint(idc, 1, `${type}.002`).bytes(body).finish();
}

/**
 * Reads a transaction, whoever wrote it, to the last byte. Field numbers may have any number of zeros before them.
 *
 * @returns records whose pictures are views of the file's bytes
 * @throws RecordError
 */
export function readItlFile(bytes: Uint8Array): ItlFile {
  checkRecordSize(bytes);
  const first = parseTagged(bytes, 0);
  if (first.type !== 1) throw new RecordError('record/malformed', { offset: 0 }, 'no type 1');
  const { header, listed } = readHeader(first.fields);
  const records: ItlRecord[] = [];
  let at = first.length;
  for (const { type, idc } of listed) {
    const { record, length } = isBinary(type) ? readBinary(bytes, at, type) : readOne(bytes, at);
    if (record.type !== type || record.idc !== idc)
      throw new RecordError('record/malformed', { offset: at }, 'another record than 1.003 lists');
    records.push(record);
    at += length;
  }
  if (at !== bytes.length)
    throw new RecordError('record/malformed', { offset: at }, 'bytes after the last record');
  return { header, records };
}

function readOne(bytes: Uint8Array, at: number): { record: TaggedRecord; length: number } {
  const { type, length, fields, data } = parseTagged(bytes, at);
  const text = fields[0]?.number === 2 ? fields[0].subfields[0]?.[0] : undefined;
  if (text === undefined || !/^\d{1,2}$/.test(text))
    throw new RecordError('record/malformed', { offset: at }, `no ${type}.002`);
  const record = { kind: 'tagged', type, idc: Number(text), fields: fields.slice(1) } as const;
  return { record: { ...record, ...(data && { data }) }, length };
}

function readBinary(bytes: Uint8Array, at: number, type: number): { record: BinaryRecord; length: number } {
  if (bytes.length - at < binaryHeaderBytes)
    throw new RecordError('record/cut-off', { offset: at }, 'the next record is not there');
  const view = new DataView(bytes.buffer, bytes.byteOffset + at, binaryHeaderBytes);
  const length = view.getUint32(0);
  if (length < binaryHeaderBytes)
    throw new RecordError('record/malformed', { offset: at }, 'a length too short');
  if (length > bytes.length - at)
    throw new RecordError('record/cut-off', { offset: at }, `${length} bytes are not there`);
  const body = bytes.subarray(at + binaryHeaderBytes, at + length);
  return { record: { kind: 'binary', type, idc: view.getUint8(4), body }, length };
}
