import { DriverError } from '../../../errors.ts';
import { decodeTlvs, type Tlv } from '../../tlv.ts';
import { bigFrom } from '../crypto/bytes.ts';
import { dottedOid } from './oid.ts';

// The handful of ASN.1 types in certificates and signed data, read as strict DER (X.690).

/** Universal tags as DER writes them. */
export const asn1 = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  oid: 0x06,
  sequence: 0x30,
  set: 0x31,
} as const;

/** `[n]` around or in place of a constructed type. */
export const constructed = (n: number): number => 0xa0 | n;
/** `[n] IMPLICIT` in place of a primitive type. */
export const primitive = (n: number): number => 0x80 | n;

const utcTime = 0x17;
const generalizedTime = 0x18;
/** The longest numbers are RSA moduli and signatures of 8,192 bits. */
const maxNumberBytes = 1025;

/** The members of a SEQUENCE, taken one after the other in the order their type gives them. */
export interface Fields {
  /** @throws DriverError `card/data-invalid` when another one stands next, or none */
  take(tag: number): Tlv;
  /** The next one when it has this tag: an OPTIONAL or DEFAULT member. */
  takeIf(tag: number): Tlv | undefined;
  /** The next one whatever it is. */
  takeAny(): Tlv | undefined;
  /** @throws DriverError `card/data-invalid` when anything is left */
  finish(): void;
}

/** @throws DriverError `card/data-invalid` when `node` is not of this tag or not made of DER */
export function fieldsOf(node: Tlv | undefined, tag: number = asn1.sequence): Fields {
  const members = childrenOf(node, tag);
  let at = 0;
  const takeIf = (wanted: number): Tlv | undefined =>
    members[at]?.tag === wanted ? members[at++] : undefined;
  return {
    take: (wanted) => takeIf(wanted) ?? fail(`no ${wanted.toString(16)} where one must stand`),
    takeIf,
    takeAny: () => members[at++],
    finish: () => {
      if (at < members.length) fail('more members than the type has');
    },
  };
}

/** The one data object in `bytes`, to the last byte. */
export function onlyTlv(bytes: Uint8Array, tag: number = asn1.sequence): Tlv {
  const [first, ...rest] = decodeTlvs(bytes, 'der');
  if (first?.tag !== tag || rest.length > 0) return fail(`not one ${tag.toString(16)}`);
  return first;
}

/** What `[n] EXPLICIT` holds. */
export function insideOf(wrapper: Tlv, tag: number): Tlv {
  return onlyTlv(wrapper.value, tag);
}

export function childrenOf(node: Tlv | undefined, tag: number): Tlv[] {
  return decodeTlvs(contentOf(node, tag), 'der');
}

export function contentOf(node: Tlv | undefined, tag: number): Uint8Array {
  return node?.tag === tag ? node.value : fail(`no ${tag.toString(16)} where one must stand`);
}

export function oidOf(node: Tlv | undefined): string {
  const bytes = contentOf(node, asn1.oid);
  // A last byte with the high bit, or an arc that starts with 80, would be a second spelling of another identifier.
  const isWhole = (bytes.at(-1) ?? 0x80) < 0x80;
  const isShortest = bytes.every((byte, i) => byte !== 0x80 || (bytes[i - 1] ?? 0) >= 0x80);
  const dotted = isWhole && isShortest ? dottedOid(bytes) : '';
  return dotted === '' ? fail('no object identifier') : dotted;
}

/** The magnitude of a positive INTEGER, without the byte that only keeps it positive. */
export function unsignedOf(node: Tlv | undefined): Uint8Array {
  const bytes = integerBytesOf(node);
  if (((bytes[0] ?? 0) & 0x80) !== 0) fail('a negative number');
  return bytes[0] === 0 && bytes.length > 1 ? bytes.subarray(1) : bytes;
}

/** The bytes of an INTEGER of any sign, as short as they can be. */
export function integerBytesOf(node: Tlv | undefined): Uint8Array {
  const bytes = contentOf(node, asn1.integer);
  const [first, second = 0] = bytes;
  if (first === undefined || bytes.length > maxNumberBytes) fail('no number of sensible length');
  const isPadded = bytes.length > 1 && first === (second < 0x80 ? 0x00 : 0xff);
  return isPadded ? fail('a padded number') : bytes;
}

export function bigOf(node: Tlv | undefined): bigint {
  return bigFrom(unsignedOf(node));
}

/** @throws DriverError `card/data-invalid` for one beyond 2³² */
export function smallOf(node: Tlv | undefined): number {
  const bytes = unsignedOf(node);
  return bytes.length <= 4 ? Number(bigFrom(bytes)) : fail('a number too large');
}

/** BOOLEAN. DER has FF for true; one country's certificates have 01, and a signature covers them. */
export function booleanOf(node: Tlv): boolean {
  const [byte, ...rest] = contentOf(node, asn1.boolean);
  return byte === undefined || rest.length > 0 ? fail('no truth value') : byte !== 0;
}

/** A BIT STRING that is whole bytes: keys and signatures. */
export function bitBytesOf(node: Tlv | undefined): Uint8Array {
  const bytes = contentOf(node, asn1.bitString);
  return bytes[0] === 0 ? bytes.subarray(1) : fail('bits that are not whole bytes');
}

/** Whether a named bit is set; bit 0 is the most significant of the first byte. */
export function hasBit(bits: Uint8Array, bit: number): boolean {
  return (((bits[1 + (bit >> 3)] ?? 0) << (bit & 7)) & 0x80) !== 0;
}

/** UTCTime (two-digit years are 1950–2049) or GeneralizedTime, both in UTC (RFC 5280 section 4.1.2.5). Seconds may be missing. */
export function timeOf(node: Tlv | undefined): Date {
  return timeFrom(node?.value, node?.tag === generalizedTime ? 4 : 2, node?.tag);
}

/** GeneralizedTime under an implicit tag. */
export function generalizedTimeOf(node: Tlv): Date {
  return timeFrom(node.value, 4, generalizedTime);
}

export function isTime(tag: number | undefined): boolean {
  return tag === utcTime || tag === generalizedTime;
}

function timeFrom(value: Uint8Array | undefined, yearDigits: number, tag: number | undefined): Date {
  const text = Buffer.from(value?.subarray(0, 32) ?? []).toString('latin1');
  const pattern = yearDigits === 4 ? /^(\d{4})(\d{8})(\d\d)?Z$/ : /^(\d\d)(\d{8})(\d\d)?Z$/;
  const [, written, rest = '', seconds = '00'] = pattern.exec(text) ?? [];
  if (written === undefined || !isTime(tag)) return fail('no time');
  const century = yearDigits === 4 ? '' : Number(written) < 50 ? '20' : '19';
  const [month, day, hour, minute] = rest.match(/\d\d/g) ?? [];
  const iso = `${century}${written}-${month}-${day}T${hour}:${minute}:${seconds}.000Z`;
  const date = new Date(iso);
  // A day that its month does not have would be read as one of the next month.
  const isReal = !Number.isNaN(date.getTime()) && date.toISOString() === iso;
  return isReal ? date : fail('no such time');
}

/** @throws DriverError `card/data-invalid` always */
export function fail(what: string): never {
  throw new DriverError('card/data-invalid', `ASN.1: ${what}`);
}
