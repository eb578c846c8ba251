import type { Tlv } from '../../tlv.ts';
import {
  asn1,
  bitBytesOf,
  constructed,
  fail,
  fieldsOf,
  insideOf,
  integerBytesOf,
  onlyTlv,
  primitive,
  smallOf,
  timeOf,
} from '../asn1/asn1.ts';
import { decodePublicKey, type PublicKey } from '../asn1/public-key.ts';
import { decodeSignatureAlgorithm, type SignatureScheme } from './algorithms.ts';
import { decodeExtensions, type Extensions } from './extensions.ts';
import { decodeName, type Name } from './name.ts';

/** An X.509 certificate (RFC 5280; profile in ICAO 9303-12 section 7.1). Bytes are views of what was decoded. */
export interface Certificate extends Signed {
  readonly bytes: Uint8Array;
  /** The bytes of the INTEGER. */
  readonly serial: Uint8Array;
  readonly issuer: Name;
  readonly subject: Name;
  readonly validity: Period;
  readonly key: PublicKey;
  readonly extensions: Extensions;
}

/** What certificates and revocation lists have in common: the part that is signed, as it came, and its signature. */
export interface Signed {
  readonly signedBytes: Uint8Array;
  /** Absent when it is none we know. */
  readonly scheme: SignatureScheme | undefined;
  readonly signature: Uint8Array;
}

export interface Period {
  readonly from: Date;
  readonly to: Date;
}

/** The largest certificates seen have 3 kB. */
const maxBytes = 64 * 1024;
const pemStart = '-----BEGIN CERTIFICATE-----';
const pemEnd = '-----END CERTIFICATE-----';

/**
 * Decodes one certificate, DER or PEM. Nothing is verified.
 *
 * @throws DriverError `card/data-invalid`
 */
export function decodeCertificate(file: Uint8Array): Certificate {
  if (file.length > maxBytes) fail('a certificate too long');
  const bytes = fromPem(file) ?? file;
  const { body, outerAlgorithm, signed } = decodeSigned(onlyTlv(bytes));
  const fields = fieldsOf(body);
  const version = fields.takeIf(constructed(0));
  const serial = integerBytesOf(fields.take(asn1.integer));
  const algorithm = fields.take(asn1.sequence);
  const issuer = decodeName(fields.take(asn1.sequence));
  const validity = periodOf(fields.take(asn1.sequence));
  const subject = decodeName(fields.take(asn1.sequence));
  const key = decodePublicKey(fields.take(asn1.sequence));
  // Unique identifiers, which nobody uses.
  fields.takeIf(primitive(1));
  fields.takeIf(primitive(2));
  const extensions = decodeExtensions(fields.takeIf(constructed(3)));
  fields.finish();
  if (version && smallOf(insideOf(version, asn1.integer)) > 2) fail('a certificate of a later version');
  requireSameBytes(algorithm, outerAlgorithm);
  return { bytes, serial, issuer, subject, validity, key, extensions, ...signed };
}

/**
 * SIGNED: a body, the algorithm, the signature.
 *
 * @throws DriverError `card/data-invalid`
 */
export function decodeSigned(node: Tlv): {
  readonly body: Tlv;
  readonly outerAlgorithm: Tlv;
  readonly signed: Signed;
} {
  const fields = fieldsOf(node);
  const body = fields.take(asn1.sequence);
  const outerAlgorithm = fields.take(asn1.sequence);
  const signature = bitBytesOf(fields.take(asn1.bitString));
  fields.finish();
  const scheme = decodeSignatureAlgorithm(outerAlgorithm);
  return { body, outerAlgorithm, signed: { signedBytes: body.bytes, scheme, signature } };
}

/** The algorithm stands once inside and once outside what is signed, and must be the same (RFC 5280 section 4.1.1.2). */
export function requireSameBytes(inside: Tlv, outside: Tlv): void {
  if (Buffer.compare(inside.bytes, outside.bytes) !== 0) fail('two signature algorithms');
}

export function isWithin(moment: Date, { from, to }: Period): boolean {
  return from <= moment && moment <= to;
}

/** Whether both are the very same certificate. */
export function isSameCertificate(a: Certificate, b: Certificate): boolean {
  return Buffer.compare(a.bytes, b.bytes) === 0;
}

function periodOf(node: Tlv): Period {
  const fields = fieldsOf(node);
  const [from, to] = [timeOf(fields.takeAny()), timeOf(fields.takeAny())];
  fields.finish();
  return { from, to };
}

function fromPem(file: Uint8Array): Uint8Array | undefined {
  const text = Buffer.from(file.buffer, file.byteOffset, file.length).toString('latin1');
  const start = text.indexOf(pemStart);
  const end = text.indexOf(pemEnd, start);
  if (file[0] === asn1.sequence || start < 0 || end < 0) return undefined;
  return Uint8Array.from(Buffer.from(text.slice(start + pemStart.length, end), 'base64'));
}
