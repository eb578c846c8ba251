import type { Tlv } from '../../tlv.ts';
import { asn1, childrenOf, fail, fieldsOf, oidOf } from '../asn1/asn1.ts';

/** A distinguished name (X.501; profile in ICAO 9303-12 section 7.1.1). */
export interface Name {
  /** As it came. */
  readonly bytes: Uint8Array;
  /** Two or three letters in capitals; absent when the name has none. */
  readonly country: string | undefined;
  /** Equal for names that mean the same: see {@link isSameName}. */
  readonly comparable: string;
}

const countryName = '2.5.4.6';
const maxRelativeNames = 32;
const encodings: Readonly<Record<number, BufferEncoding>> = {
  12: 'utf8', // UTF8String
  18: 'latin1', // NumericString
  19: 'latin1', // PrintableString
  20: 'latin1', // TeletexString
  22: 'latin1', // IA5String
};
const bmpString = 0x1e;

/** @throws DriverError `card/data-invalid` */
export function decodeName(node: Tlv): Name {
  const relativeNames = childrenOf(node, asn1.sequence);
  if (relativeNames.length > maxRelativeNames) fail('a name too long');
  const parts = relativeNames.map((set) => childrenOf(set, asn1.set).map(attributeFrom));
  const country = parts
    .flat()
    .find(({ type }) => type === countryName)
    ?.value.toUpperCase();
  const comparable = JSON.stringify(
    parts.map((attributes) => attributes.map(({ type, value }) => `${type}=${value}`).toSorted()),
  );
  return { bytes: node.bytes, country, comparable };
}

/** Whether two names mean the same: kind of string, case and spaces do not count (RFC 5280 section 7.1). */
export function isSameName(a: Name, b: Name): boolean {
  return a.comparable === b.comparable;
}

function attributeFrom(node: Tlv): { readonly type: string; readonly value: string } {
  const fields = fieldsOf(node);
  const type = oidOf(fields.take(asn1.oid));
  const value = fields.takeAny() ?? fail('a name without value');
  fields.finish();
  return { type, value: comparableText(value) };
}

function comparableText({ tag, value }: Tlv): string {
  const encoding = encodings[tag];
  // Others are compared as they are.
  if (tag !== bmpString && !encoding) return `#${tag}:${Buffer.from(value).toString('hex')}`;
  const text = encoding
    ? Buffer.from(value).toString(encoding)
    : Buffer.from(value.subarray(0, value.length & ~1))
        .swap16()
        .toString('utf16le');
  return text.normalize('NFKC').toLowerCase().trim().replaceAll(/\s+/g, ' ');
}
