import { constants, createHash, createPrivateKey, type KeyObject, sign } from 'node:crypto';
import { encodeTlv } from '../../tlv.ts';
import { oidBytes } from '../asn1/oid.ts';
import { decodeCertificate } from './certificate.ts';

// Signed data of every kind a chip may hold, signed by node:crypto: only tests use it.

export const digestOids = {
  sha1: '1.3.14.3.2.26',
  sha224: '2.16.840.1.101.3.4.2.4',
  sha256: '2.16.840.1.101.3.4.2.1',
  sha384: '2.16.840.1.101.3.4.2.2',
  sha512: '2.16.840.1.101.3.4.2.3',
};
export type Digest = keyof typeof digestOids;

const pkcs1Oids = { sha1: 5, sha224: 14, sha256: 11, sha384: 12, sha512: 13 };
const ecdsaOids = { sha1: '1', sha224: '3.1', sha256: '3.2', sha384: '3.3', sha512: '3.4' };

export const seq = (...items: readonly Uint8Array[]): Uint8Array => encodeTlv(0x30, ...items);
export const set = (...items: readonly Uint8Array[]): Uint8Array => encodeTlv(0x31, ...items);
export const oid = (dotted: string): Uint8Array => encodeTlv(0x06, oidBytes(dotted));
export const int = (value: number): Uint8Array => encodeTlv(0x02, Uint8Array.of(value));
export const octets = (bytes: Uint8Array): Uint8Array => encodeTlv(0x04, bytes);
const nothing = encodeTlv(0x05);

export type Padding = 'pkcs1' | 'rsa-encryption' | { readonly saltBytes: number };

export interface SignedDataOptions {
  readonly digest?: Digest;
  /** Of RSA keys. */
  readonly padding?: Padding;
  readonly contentType?: string;
  readonly signerId?: 'issuer-and-serial' | 'key-id';
  /** Attributes beside the two that must be there; none at all: the content is signed directly. */
  readonly attributes?: readonly Uint8Array[] | 'none';
  /** What the signature covers instead of what it should. */
  readonly declaredContentType?: string;
  readonly declaredDigest?: Uint8Array;
  /** In place of the signer's own. */
  readonly certificates?: readonly Uint8Array[];
  readonly signers?: number;
  readonly version?: number;
  readonly listedDigest?: Digest;
  /** What the signature is made over with, when it is not the digest of the content. */
  readonly schemeDigest?: Digest;
}

/** @param key PEM */
export function signedData(
  content: Uint8Array,
  certificate: Uint8Array,
  key: string,
  options: SignedDataOptions = {},
): Uint8Array {
  const {
    digest = 'sha256',
    contentType = '2.23.136.1.1.1',
    signerId = 'issuer-and-serial',
    attributes = [],
  } = options;
  const { issuer, serial, bytes, extensions } = decodeCertificate(certificate);
  const algorithm = seq(oid(digestOids[digest]), nothing);
  const hash = createHash(digest).update(content).digest();
  const signed =
    attributes === 'none'
      ? undefined
      : [
          attribute('1.2.840.113549.1.9.3', oid(options.declaredContentType ?? contentType)),
          attribute('1.2.840.113549.1.9.4', octets(options.declaredDigest ?? hash)),
          ...attributes,
        ].toSorted(Buffer.compare);
  const { scheme, signature } = signWith(
    createPrivateKey(key),
    options.schemeDigest ?? digest,
    signed ? set(...signed) : content,
    options.padding,
  );
  const byName = signerId === 'issuer-and-serial';
  const signerInfo = seq(
    int(byName ? 1 : 3),
    byName
      ? seq(issuer.bytes, encodeTlv(0x02, serial))
      : encodeTlv(0x80, extensions.subjectKeyId ?? new Uint8Array()),
    algorithm,
    ...(signed ? [encodeTlv(0xa0, ...signed)] : []),
    scheme,
    octets(signature),
  );
  return seq(
    oid('1.2.840.113549.1.7.2'),
    encodeTlv(
      0xa0,
      seq(
        int(options.version ?? 3),
        set(seq(oid(digestOids[options.listedDigest ?? digest]), nothing)),
        seq(oid(contentType), encodeTlv(0xa0, octets(content))),
        encodeTlv(0xa0, ...(options.certificates ?? [bytes])),
        set(...Array.from({ length: options.signers ?? 1 }, () => signerInfo)),
      ),
    ),
  );
}

/** EF.SOD over a list of three hashes. */
export function sodFile(certificate: Uint8Array, key: string, options: SignedDataOptions = {}): Uint8Array {
  return encodeTlv(0x77, signedData(securityObject(options.digest), certificate, key, options));
}

export function securityObject(digest: Digest = 'sha256'): Uint8Array {
  const hashes = [1, 2, 13].map((n) => seq(int(n), octets(createHash(digest).update(`DG${n}`).digest())));
  return seq(int(0), seq(oid(digestOids[digest]), nothing), seq(...hashes));
}

export function attribute(type: string, ...values: readonly Uint8Array[]): Uint8Array {
  return seq(oid(type), set(...values));
}

export function signingTime(date: Date): Uint8Array {
  const digits = date.toISOString().replaceAll(/[-:T]/g, '').slice(2, 14);
  return attribute('1.2.840.113549.1.9.5', encodeTlv(0x17, Buffer.from(`${digits}Z`)));
}

function signWith(
  key: KeyObject,
  digest: Digest,
  message: Uint8Array,
  padding: Padding = 'pkcs1',
): { readonly scheme: Uint8Array; readonly signature: Uint8Array } {
  if (key.asymmetricKeyType === 'ec')
    return {
      scheme: seq(oid(`1.2.840.10045.4.${ecdsaOids[digest]}`)),
      signature: sign(digest, message, key),
    };
  if (typeof padding === 'string') {
    const arc = padding === 'pkcs1' ? pkcs1Oids[digest] : 1;
    return { scheme: seq(oid(`1.2.840.113549.1.1.${arc}`), nothing), signature: sign(digest, message, key) };
  }
  const { saltBytes } = padding;
  const hash = seq(oid(digestOids[digest]), nothing);
  const parameters = seq(
    encodeTlv(0xa0, hash),
    encodeTlv(0xa1, seq(oid('1.2.840.113549.1.1.8'), hash)),
    encodeTlv(0xa2, int(saltBytes)),
  );
  const options = { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: saltBytes };
  return { scheme: seq(oid('1.2.840.113549.1.1.10'), parameters), signature: sign(digest, message, options) };
}
