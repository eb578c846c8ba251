import type { Tlv } from '../../tlv.ts';
import { bigFrom } from '../crypto/bytes.ts';
import type { RsaPublicKey } from '../crypto/crypto.ts';
import { type Curve, curveOfOid, curveOfParameters } from '../groups/curves.ts';
import { asn1, bigOf, bitBytesOf, contentOf, fieldsOf, oidOf, onlyTlv, unsignedOf } from './asn1.ts';

/** A certificate's public key, or why it cannot be used. */
export type PublicKey =
  | {
      readonly kind: 'rsa';
      readonly key: RsaPublicKey;
      readonly bits: number;
      /** The certificate allows PSS only (RFC 4055 section 1.2). */
      readonly isPssOnly: boolean;
    }
  | { readonly kind: 'ec'; readonly curve: Curve; readonly point: Uint8Array }
  | { readonly kind: 'unusable'; readonly reason: 'unknown-algorithm' | 'unknown-curve' | 'bad-key' };

const rsaEncryption = '1.2.840.113549.1.1.1';
const rsassaPss = '1.2.840.113549.1.1.10';
const ecPublicKey = '1.2.840.10045.2.1';
const primeField = '1.2.840.10045.1.1';

const rsaBits = { min: 1024, max: 8192 };
/** A longer exponent makes each check as slow as a private operation, and no issuer has one. */
const maxExponentBytes = 8;

/**
 * Decodes SubjectPublicKeyInfo. Curves may be named or written out; written out, they must be one we know.
 *
 * @throws DriverError `card/data-invalid` when it is no such structure
 */
export function decodePublicKey(node: Tlv): PublicKey {
  const fields = fieldsOf(node);
  const algorithm = fieldsOf(fields.take(asn1.sequence));
  const name = oidOf(algorithm.take(asn1.oid));
  const parameters = algorithm.takeAny();
  const bits = bitBytesOf(fields.take(asn1.bitString));
  fields.finish();
  switch (name) {
    case rsaEncryption:
    case rsassaPss:
      return rsaFrom(bits, name === rsassaPss);
    case ecPublicKey: {
      const curve = curveFrom(parameters);
      return curve ? { kind: 'ec', curve, point: bits } : { kind: 'unusable', reason: 'unknown-curve' };
    }
    default:
      return { kind: 'unusable', reason: 'unknown-algorithm' };
  }
}

function rsaFrom(bytes: Uint8Array, isPssOnly: boolean): PublicKey {
  const fields = fieldsOf(onlyTlv(bytes));
  const modulus = unsignedOf(fields.take(asn1.integer));
  const exponent = unsignedOf(fields.take(asn1.integer));
  fields.finish();
  const bits = bigFrom(modulus).toString(2).length;
  const isUsable =
    bits >= rsaBits.min &&
    bits <= rsaBits.max &&
    isOdd(modulus) &&
    isOdd(exponent) &&
    exponent.length <= maxExponentBytes &&
    bigFrom(exponent) > 1n;
  return isUsable
    ? { kind: 'rsa', key: { modulus, exponent }, bits, isPssOnly }
    : { kind: 'unusable', reason: 'bad-key' };
}

/** Parameters of a curve: its name, or all of it written out and equal to one we know. */
export function curveFrom(parameters: Tlv | undefined): Curve | undefined {
  if (parameters?.tag === asn1.oid) return curveOfOid(oidOf(parameters));
  return parameters?.tag === asn1.sequence ? explicitCurve(parameters) : undefined;
}

/** X9.62 ECParameters: version, field, curve with an optional seed, base, order, cofactor. */
function explicitCurve(parameters: Tlv): Curve | undefined {
  const fields = fieldsOf(parameters);
  fields.take(asn1.integer);
  const field = fieldsOf(fields.take(asn1.sequence));
  if (oidOf(field.take(asn1.oid)) !== primeField) return undefined;
  const p = bigOf(field.take(asn1.integer));
  const equation = fieldsOf(fields.take(asn1.sequence));
  const a = bigFrom(contentOf(equation.take(asn1.octetString), asn1.octetString));
  const b = bigFrom(contentOf(equation.take(asn1.octetString), asn1.octetString));
  const generator = contentOf(fields.take(asn1.octetString), asn1.octetString);
  const n = bigOf(fields.take(asn1.integer));
  const cofactor = fields.takeIf(asn1.integer);
  return curveOfParameters({ p, a, b, generator, n, h: cofactor && bigOf(cofactor) });
}

function isOdd(number: Uint8Array): boolean {
  return ((number.at(-1) ?? 0) & 1) === 1;
}
