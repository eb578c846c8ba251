import { checkRecordSize, RecordError } from './record-error.ts';
import { escapeXml, parseXml, type XmlElement } from './xml.ts';

/** `ExceptionPhoto` is MOSIP's: what shows why something else could not be captured. */
const modalities = ['Finger', 'Face', 'Iris', 'ExceptionPhoto'] as const;
export type Modality = (typeof modalities)[number];
const levels = ['Raw', 'Intermediate', 'Processed'] as const;
const purposes = ['Verify', 'Identify', 'Enroll', 'EnrollVerify', 'EnrollIdentify', 'Audit'] as const;

/** Who numbers a format or an algorithm, and its number or name there. */
export interface RegistryId {
  readonly organization: string;
  readonly type: string;
}

/** A biometric record with what CBEFF says of it (BIR with its BDBInfo). */
export interface BiometricRecord {
  readonly format: RegistryId;
  readonly createdAt: Date;
  readonly modality: Modality;
  /** Words in order, as {@link fingerSubtype} gives them; empty for a face. */
  readonly subtype: readonly string[];
  readonly level: (typeof levels)[number];
  readonly purpose: (typeof purposes)[number];
  /** 0 to 100, and whose. */
  readonly quality?: { readonly algorithm: RegistryId; readonly score: number };
  /** The record itself (BDB). */
  readonly data: Uint8Array;
  /** What proves it (SB), in whatever form the sender and receiver agreed on. */
  readonly signature?: Uint8Array;
  /** MOSIP's additions, as RETRIES or EXCEPTION. */
  readonly others: readonly { readonly key: string; readonly value: string }[];
}

/** ISO/IEC JTC 1/SC 37, in IBIA's register: 257, with these formats. */
const sc37 = '257';
export const cbeffFormats = {
  Finger: { organization: sc37, type: '7' },
  Face: { organization: sc37, type: '8' },
  Iris: { organization: sc37, type: '9' },
} as const satisfies Partial<Readonly<Record<Modality, RegistryId>>>;

const namespaces = [
  'http://standards.iso.org/iso-iec/19785/-3/ed-2/',
  'http://docs.oasis-open.org/bias/ns/biaspatronformat-1.0/',
] as const;
const [isoNamespace] = namespaces;
/** One person has ten fingers three times over, two eyes and a face. */
const mostRecords = 256;
/** Letters of all words of a subtype. */
const longestWords = 4096;
const version = '<Major>1</Major><Minor>1</Minor>';

const fingerNames = ['Thumb', 'IndexFinger', 'MiddleFinger', 'RingFinger', 'LittleFinger'] as const;

/**
 * The words for finger positions 1 to 10 and slaps 13, 14 and 15: `Right IndexFinger`. How both thumbs are written was not seen.
 *
 * @throws RecordError `record/unwritable` for other positions
 */
export function fingerSubtype(position: number): string[] {
  if (position === 13 || position === 14)
    return [position === 13 ? 'Right' : 'Left', ...fingerNames.slice(1)];
  if (position === 15) return ['Left', 'Right', 'Thumb'];
  const name = fingerNames[(position - 1) % fingerNames.length];
  if (name === undefined || position < 1 || position > 10)
    throw new RecordError('record/unwritable', { field: 'Subtype' }, 'a position without words');
  return [position <= 5 ? 'Right' : 'Left', name];
}

/**
 * Writes records as one CBEFF XML document: the XML patron format of ISO/IEC 19785-3:2015 (257, 11) as MOSIP uses it, UTF-8, one outer
 * BIR with a BIR for each record.
 *
 * @throws RecordError `record/unwritable`
 */
export function writeCbeff(records: readonly BiometricRecord[]): Uint8Array {
  if (records.length > mostRecords)
    throw new RecordError('record/unwritable', { field: 'BIR' }, `more than ${mostRecords} records`);
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<BIR xmlns="${isoNamespace}">`,
    '<BIRInfo><Integrity>false</Integrity></BIRInfo>',
    ...records.map(writeBir),
    '</BIR>',
    '',
  ];
  return new Uint8Array(Buffer.from(lines.join('\n'), 'utf8'));
}

function writeBir(record: BiometricRecord): string {
  const { data, signature, others } = record;
  const parts = [
    '<BIR>',
    `<Version>${version}</Version>`,
    `<CBEFFVersion>${version}</CBEFFVersion>`,
    '<BIRInfo><Integrity>false</Integrity></BIRInfo>',
    `<BDBInfo>${writeInformation(record)}</BDBInfo>`,
    element('BDB', base64(data)),
    ...(signature ? [element('SB', base64(signature))] : []),
    ...others.map(({ key, value }) => `<others>${element('Key', key)}${element('Value', value)}</others>`),
    '</BIR>',
  ];
  return parts.join('\n');
}

function writeInformation(record: BiometricRecord): string {
  if (record.data.length < 1) throw new RecordError('record/unwritable', { field: 'BDB' }, 'nothing');
  const { quality } = record;
  return [
    `<Format>${writeRegistryId(record.format)}</Format>`,
    element('CreationDate', writeDate(record.createdAt)),
    element('Type', record.modality),
    element('Subtype', record.subtype.join(' ')),
    element('Level', record.level),
    element('Purpose', record.purpose),
    quality ? writeQuality(quality.algorithm, quality.score) : '',
  ].join('');
}

function writeQuality(algorithm: RegistryId, score: number): string {
  if (!Number.isInteger(score) || score < 0 || score > 100)
    throw new RecordError('record/unwritable', { field: 'Score' }, 'no score of 0 to 100');
  return `<Quality><Algorithm>${writeRegistryId(algorithm)}</Algorithm>${element('Score', String(score))}</Quality>`;
}

function writeRegistryId({ organization, type }: RegistryId): string {
  return element('Organization', organization) + element('Type', type);
}

function writeDate(at: Date): string {
  if (Number.isNaN(at.getTime()))
    throw new RecordError('record/unwritable', { field: 'CreationDate' }, 'no time');
  return at.toISOString();
}

/** Control characters have no place in XML, not even escaped; edges are trimmed by readers. */
function element(name: string, text: string): string {
  if (/[^\u0020-\ud7ff\ue000-\ufffd]/.test(text) || text.trim() !== text)
    throw new RecordError('record/unwritable', { field: name }, 'text that XML cannot keep');
  return `<${name}>${escapeXml(text)}</${name}>`;
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
}

/**
 * Reads a CBEFF XML document: the form of ISO/IEC 19785-3 that {@link writeCbeff} writes, and OASIS BIAS's older one, with FormatOwner and
 * FormatType instead of Format and a bare number as Quality. A document may be one record without an outer BIR.
 *
 * @throws RecordError
 */
export function readCbeff(bytes: Uint8Array): BiometricRecord[] {
  checkRecordSize(bytes);
  const root = parseXml(decode(bytes));
  const declared = [...root.attributes]
    .filter(([name]) => name.startsWith('xmlns'))
    .map(([, value]) => value);
  if (root.name !== 'BIR' || !declared.some((uri) => namespaces.some((ours) => ours === uri)))
    throw new RecordError('record/malformed', { offset: root.offset }, 'no CBEFF document');
  const inner = root.children.filter(({ name }) => name === 'BIR');
  const birs = inner.length === 0 && root.children.some(({ name }) => name === 'BDB') ? [root] : inner;
  if (birs.length > mostRecords)
    throw new RecordError('record/too-large', { offset: root.offset }, `more than ${mostRecords} records`);
  return birs.map(readBir);
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new RecordError('record/malformed', { offset: 0 }, 'text that is not UTF-8', { cause });
  }
}

function readBir(bir: XmlElement): BiometricRecord {
  const information = need(bir, 'BDBInfo');
  const quality = readQuality(information);
  const signature = child(bir, 'SB');
  return {
    format: readFormat(information),
    createdAt: readDate(need(information, 'CreationDate')),
    modality: oneOf(modalities, need(information, 'Type')),
    subtype: words(child(information, 'Subtype')),
    level: oneOf(levels, need(information, 'Level')),
    purpose: oneOf(purposes, need(information, 'Purpose')),
    ...(quality && { quality }),
    data: readBase64(need(bir, 'BDB')),
    ...(signature && text(signature) && { signature: readBase64(signature) }),
    others: bir.children.filter(({ name }) => name.toLowerCase() === 'others').flatMap(readOther),
  };
}

function readFormat(information: XmlElement): RegistryId {
  const format = child(information, 'Format');
  if (format) return readRegistryId(format);
  return {
    organization: text(need(information, 'FormatOwner')),
    type: text(need(information, 'FormatType')),
  };
}

function readRegistryId(of: XmlElement): RegistryId {
  return { organization: text(need(of, 'Organization')), type: text(need(of, 'Type')) };
}

function readQuality(information: XmlElement): BiometricRecord['quality'] {
  const quality = child(information, 'Quality');
  if (!quality) return undefined;
  const algorithm = child(quality, 'Algorithm');
  const score = algorithm ? need(quality, 'Score') : quality;
  if (!/^(100|\d{1,2})$/.test(text(score))) throw wrong(score, 'no score of 0 to 100');
  return {
    algorithm: algorithm ? readRegistryId(algorithm) : { organization: '', type: '' },
    score: Number(text(score)),
  };
}

/** A time with its zone; more than three digits of a second are cut off. */
function readDate(element: XmlElement): Date {
  const iso = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(\.\d{1,3})?\d{0,9}(Z|[+-]\d\d:\d\d)$/.exec(text(element));
  const at = new Date(iso ? `${iso[1]}${iso[2] ?? ''}${iso[3]}` : Number.NaN);
  if (Number.isNaN(at.getTime())) throw wrong(element, 'no time');
  return at;
}

/** Line breaks may stand within; anything else that is not base64 is refused. */
function readBase64(element: XmlElement): Uint8Array {
  const packed = element.text.replaceAll(/[ \t\r\n]+/g, '');
  const bytes = Buffer.from(packed, 'base64');
  if (packed.length % 4 !== 0 || bytes.length === 0 || bytes.toString('base64') !== packed)
    throw wrong(element, 'no base64');
  return new Uint8Array(bytes);
}

/** MOSIP has had two forms: Key and Value within, or entries with the key as attribute. */
function readOther(element: XmlElement): { key: string; value: string }[] {
  const entries = element.children.filter(({ name }) => name === 'entry');
  if (entries.length > 0)
    return entries.map((entry) => ({ key: entry.attributes.get('key') ?? '', value: text(entry) }));
  const value = child(element, 'Value');
  return [{ key: text(need(element, 'Key')), value: value ? text(value) : '' }];
}

function words(element: XmlElement | undefined): string[] {
  if (!element) return [];
  if (element.text.length > longestWords)
    throw new RecordError('record/too-large', { offset: element.offset }, 'more words');
  return text(element).split(/\s+/).filter(Boolean);
}

function oneOf<Name extends string>(names: readonly Name[], element: XmlElement): Name {
  const found = names.find((name) => name === text(element));
  if (!found) throw new RecordError('record/unsupported', { offset: element.offset }, 'another word');
  return found;
}

function text(element: XmlElement): string {
  return element.text.trim();
}

/** @throws RecordError when it is there twice */
function child(of: XmlElement, name: string): XmlElement | undefined {
  const [first, second] = of.children.filter((element) => element.name === name);
  if (second) throw wrong(second, `a second ${name}`);
  return first;
}

function need(of: XmlElement, name: string): XmlElement {
  const found = child(of, name);
  if (!found) throw wrong(of, `no ${name}`);
  return found;
}

function wrong(element: XmlElement, what: string): RecordError {
  return new RecordError('record/malformed', { offset: element.offset }, what);
}
