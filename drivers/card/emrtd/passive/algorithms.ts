import type { Tlv } from '../../tlv.ts';
import { asn1, constructed, type Fields, fail, fieldsOf, insideOf, oidOf, smallOf } from '../asn1/asn1.ts';
import type { DigestName } from '../crypto/crypto.ts';

/** How a signature was made. */
export type SignatureScheme =
  | { readonly kind: 'pkcs1' | 'ecdsa'; readonly digest: DigestName }
  | {
      readonly kind: 'pss';
      readonly digest: DigestName;
      readonly maskDigest: DigestName;
      readonly saltBytes: number;
    };

const digests: Readonly<Record<string, DigestName>> = {
  '1.3.14.3.2.26': 'sha1',
  '2.16.840.1.101.3.4.2.4': 'sha224',
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
};

/** RFC 4055, RFC 3279, RFC 5758. */
const schemes: Readonly<Record<string, SignatureScheme>> = {
  '1.2.840.113549.1.1.5': { kind: 'pkcs1', digest: 'sha1' },
  '1.2.840.113549.1.1.14': { kind: 'pkcs1', digest: 'sha224' },
  '1.2.840.113549.1.1.11': { kind: 'pkcs1', digest: 'sha256' },
  '1.2.840.113549.1.1.12': { kind: 'pkcs1', digest: 'sha384' },
  '1.2.840.113549.1.1.13': { kind: 'pkcs1', digest: 'sha512' },
  '1.2.840.10045.4.1': { kind: 'ecdsa', digest: 'sha1' },
  '1.2.840.10045.4.3.1': { kind: 'ecdsa', digest: 'sha224' },
  '1.2.840.10045.4.3.2': { kind: 'ecdsa', digest: 'sha256' },
  '1.2.840.10045.4.3.3': { kind: 'ecdsa', digest: 'sha384' },
  '1.2.840.10045.4.3.4': { kind: 'ecdsa', digest: 'sha512' },
};
const rsaEncryption = '1.2.840.113549.1.1.1';
const rsassaPss = '1.2.840.113549.1.1.10';
const mgf1 = '1.2.840.113549.1.1.8';

/**
 * The digest an AlgorithmIdentifier names; nothing when it is none we know.
 *
 * @throws DriverError `card/data-invalid` when it is no such structure, or has parameters where only NULL may stand
 */
export function decodeDigestAlgorithm(node: Tlv): DigestName | undefined {
  const fields = fieldsOf(node);
  const name = oidOf(fields.take(asn1.oid));
  takeNull(fields);
  return digests[name];
}

/**
 * The scheme an AlgorithmIdentifier names; nothing when it is none we know.
 *
 * @param digest what `rsaEncryption`, which names no digest, goes with (RFC 3370 section 3.2)
 * @throws DriverError `card/data-invalid` when it is no such structure
 */
export function decodeSignatureAlgorithm(node: Tlv, digest?: DigestName): SignatureScheme | undefined {
  const fields = fieldsOf(node);
  const name = oidOf(fields.take(asn1.oid));
  if (name === rsassaPss) return decodePss(fields);
  const scheme = name === rsaEncryption && digest ? ({ kind: 'pkcs1', digest } as const) : schemes[name];
  if (scheme) takeNull(fields);
  return scheme;
}

/** RSASSA-PSS-params; what is left out is SHA-1, MGF1 with SHA-1, 20 bytes of salt, trailer BC (RFC 4055 section 3.1). */
function decodePss(algorithm: Fields): SignatureScheme | undefined {
  const fields = fieldsOf(algorithm.take(asn1.sequence));
  algorithm.finish();
  const [hash, mask, salt, trailer] = [0, 1, 2, 3].map((n) => fields.takeIf(constructed(n)));
  fields.finish();
  const digest = hash ? decodeDigestAlgorithm(insideOf(hash, asn1.sequence)) : 'sha1';
  const maskDigest = mask ? decodeMask(insideOf(mask, asn1.sequence)) : 'sha1';
  const saltBytes = salt ? smallOf(insideOf(salt, asn1.integer)) : 20;
  if (trailer && smallOf(insideOf(trailer, asn1.integer)) !== 1) return undefined;
  return digest && maskDigest && { kind: 'pss', digest, maskDigest, saltBytes };
}

function decodeMask(node: Tlv): DigestName | undefined {
  const fields = fieldsOf(node);
  if (oidOf(fields.take(asn1.oid)) !== mgf1) return undefined;
  const digest = decodeDigestAlgorithm(fields.take(asn1.sequence));
  fields.finish();
  return digest;
}

function takeNull(fields: Fields): void {
  const parameters = fields.takeIf(asn1.null);
  if (parameters && parameters.value.length > 0) fail('NULL that holds something');
  fields.finish();
}
