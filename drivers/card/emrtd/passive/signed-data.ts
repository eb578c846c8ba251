import type { Tlv } from '../../tlv.ts';
import {
  asn1,
  childrenOf,
  constructed,
  contentOf,
  fail,
  fieldsOf,
  insideOf,
  integerBytesOf,
  isTime,
  oidOf,
  onlyTlv,
  primitive,
  smallOf,
  timeOf,
} from '../asn1/asn1.ts';
import { isSame } from '../crypto/bytes.ts';
import type { Crypto, DigestName } from '../crypto/crypto.ts';
import { decodeDigestAlgorithm, decodeSignatureAlgorithm, type SignatureScheme } from './algorithms.ts';
import { type Certificate, decodeCertificate } from './certificate.ts';
import { decodeName, isSameName, type Name } from './name.ts';
import { type SignatureVerdict, verifySignature } from './signature.ts';

/** CMS SignedData with one signer (RFC 5652 section 5; profile in ICAO 9303-10 section 4.6.2.1). */
export interface SignedData {
  readonly contentType: string;
  readonly content: Uint8Array;
  readonly certificates: readonly Certificate[];
  readonly signer: SignerInfo;
  /** Versions are what the profile asks for. No signature covers them: another one is odd, not a forgery. */
  readonly isUsualVersion: boolean;
}

export interface SignerInfo {
  readonly version: number;
  readonly id:
    | { readonly kind: 'issuer-and-serial'; readonly issuer: Name; readonly serial: Uint8Array }
    | { readonly kind: 'key-id'; readonly keyId: Uint8Array };
  readonly digest: DigestName | undefined;
  readonly scheme: SignatureScheme | undefined;
  readonly signature: Uint8Array;
  /** Absent when the content itself was signed. */
  readonly attributes?: SignedAttributes;
}

interface SignedAttributes {
  /** The SET as it was signed: with its own tag, not the `[0]` it travels under (RFC 5652 section 5.4). */
  readonly bytes: Uint8Array;
  readonly contentType: string;
  readonly messageDigest: Uint8Array;
  readonly signingTime?: Date;
}

/** Why the content is not what the signer signed. */
export type ContentVerdict =
  | SignatureVerdict
  | 'content-type-differs'
  | 'digest-differs'
  | 'algorithms-differ';

const signedDataType = '1.2.840.113549.1.7.2';
const attributeTypes = {
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingTime: '1.2.840.113549.1.9.5',
};
const maxCertificates = 16;
const maxAttributes = 32;
/** With any other content than plain data the version is 3. */
const signedDataVersion = 3;
const signerVersions = { 'issuer-and-serial': 1, 'key-id': 3 };

/**
 * Takes SignedData apart. Nothing is verified, but what no signature covers must be just as the standard has it.
 *
 * @throws DriverError `card/data-invalid`
 */
export function decodeSignedData(bytes: Uint8Array): SignedData {
  const contentInfo = fieldsOf(onlyTlv(bytes));
  if (oidOf(contentInfo.take(asn1.oid)) !== signedDataType) fail('not CMS SignedData');
  const fields = fieldsOf(insideOf(contentInfo.take(constructed(0)), asn1.sequence));
  contentInfo.finish();

  const version = smallOf(fields.take(asn1.integer));
  const digests = childrenOf(fields.take(asn1.set), asn1.set).map(decodeDigestAlgorithm);
  const { contentType, content } = decodeContent(fields.take(asn1.sequence));
  const wrapper = fields.takeIf(constructed(0));
  const certificates = wrapper ? childrenOf(wrapper, constructed(0)) : [];
  if (certificates.length > maxCertificates) fail('too many certificates');
  fields.takeIf(constructed(1));
  const signer = decodeSigner(onlyTlv(fields.take(asn1.set).value));
  fields.finish();
  if (!digests.includes(signer.digest)) fail('the digest is not in the list');
  return {
    contentType,
    content,
    certificates: certificates.map((one) => decodeCertificate(one.bytes)),
    signer,
    isUsualVersion: version === signedDataVersion && signer.version === signerVersions[signer.id.kind],
  };
}

/** The certificate the signer is named by; `isExact` tells whether the name is written as in the certificate. */
export function findSigner({
  certificates,
  signer: { id },
}: SignedData): { readonly certificate: Certificate; readonly isExact: boolean } | undefined {
  if (id.kind === 'key-id') {
    const isNamed = ({ extensions: { subjectKeyId } }: Certificate): boolean =>
      subjectKeyId !== undefined && isSame(subjectKeyId, id.keyId);
    const certificate = certificates.find(isNamed);
    return certificate && { certificate, isExact: true };
  }
  const named = certificates.filter(
    ({ serial, issuer }) => isSame(serial, id.serial) && isSameName(issuer, id.issuer),
  );
  const exact = named.find(({ issuer }) => isSame(issuer.bytes, id.issuer.bytes));
  const certificate = exact ?? named[0];
  return certificate && { certificate, isExact: certificate === exact };
}

/** Whether the holder of `certificate` signed this content (RFC 5652 section 5.6). */
export function verifyContent(crypto: Crypto, data: SignedData, certificate: Certificate): ContentVerdict {
  const { signer, content, contentType } = data;
  const { digest, scheme, attributes, signature } = signer;
  if (!digest || !scheme) return 'unknown-algorithm';
  if (scheme.digest !== digest) return 'algorithms-differ';
  if (!attributes) return verifySignature(crypto, certificate.key, scheme, content, signature);
  if (attributes.contentType !== contentType) return 'content-type-differs';
  if (!isSame(attributes.messageDigest, crypto.digest(digest, content))) return 'digest-differs';
  return verifySignature(crypto, certificate.key, scheme, attributes.bytes, signature);
}

function decodeContent(node: Tlv): Pick<SignedData, 'contentType' | 'content'> {
  const fields = fieldsOf(node);
  const contentType = oidOf(fields.take(asn1.oid));
  const content = insideOf(fields.take(constructed(0)), asn1.octetString).value;
  fields.finish();
  return { contentType, content };
}

function decodeSigner(node: Tlv): SignerInfo {
  const fields = fieldsOf(node);
  const version = smallOf(fields.take(asn1.integer));
  const id = decodeSignerId(fields.takeAny());
  const digest = decodeDigestAlgorithm(fields.take(asn1.sequence));
  const attributes = fields.takeIf(constructed(0));
  const scheme = decodeSignatureAlgorithm(fields.take(asn1.sequence), digest);
  const signature = contentOf(fields.take(asn1.octetString), asn1.octetString);
  // Attributes that are not signed say nothing.
  fields.takeIf(constructed(1));
  fields.finish();
  return {
    version,
    id,
    digest,
    scheme,
    signature,
    ...(attributes ? { attributes: decodeAttributes(attributes) } : {}),
  };
}

function decodeSignerId(node: Tlv | undefined): SignerInfo['id'] {
  if (node?.tag === primitive(0)) return { kind: 'key-id', keyId: node.value };
  const fields = fieldsOf(node);
  const issuer = decodeName(fields.take(asn1.sequence));
  const serial = integerBytesOf(fields.take(asn1.integer));
  fields.finish();
  return { kind: 'issuer-and-serial', issuer, serial };
}

function decodeAttributes(node: Tlv): SignedAttributes {
  const list = childrenOf(node, constructed(0));
  if (list.length > maxAttributes) fail('too many attributes');
  const values = new Map<string, Tlv>();
  for (const entry of list) {
    const fields = fieldsOf(entry);
    const type = oidOf(fields.take(asn1.oid));
    const [value, ...others] = childrenOf(fields.take(asn1.set), asn1.set);
    fields.finish();
    if (!value || others.length > 0 || values.has(type)) fail('an attribute twice or without value');
    else values.set(type, value);
  }
  const signingTime = values.get(attributeTypes.signingTime);
  return {
    bytes: Uint8Array.from(node.bytes).with(0, asn1.set),
    contentType: oidOf(values.get(attributeTypes.contentType)),
    messageDigest: contentOf(values.get(attributeTypes.messageDigest), asn1.octetString),
    ...(isTime(signingTime?.tag) ? { signingTime: timeOf(signingTime) } : {}),
  };
}
