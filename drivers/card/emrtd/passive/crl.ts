import {
  asn1,
  childrenOf,
  constructed,
  fail,
  fieldsOf,
  insideOf,
  integerBytesOf,
  isTime,
  onlyTlv,
  primitive,
  timeOf,
} from '../asn1/asn1.ts';
import type { Crypto } from '../crypto/crypto.ts';
import { type Certificate, decodeSigned, isSameCertificate, requireSameBytes } from './certificate.ts';
import { findChain, type Issued, isSelfSigned, issuersOf, type Path } from './chain.ts';
import { decodeExtensionList } from './extensions.ts';
import { type Finding, failed, passing, uncertain } from './finding.ts';
import { decodeName, isSameName } from './name.ts';
import { isGood, verifySignature } from './signature.ts';

/** A certificate revocation list (RFC 5280 section 5; profile in ICAO 9303-12 section 7.1.4). */
export interface Crl extends Issued {
  readonly from: Date;
  /** When the next one is due; the profile wants it. */
  readonly nextUpdate?: Date;
  /** Serial numbers, hexadecimal. */
  readonly revoked: ReadonlySet<string>;
  /** Has critical extensions, which we do not understand: it must not be used (RFC 5280 section 5.2). */
  readonly isUnusable: boolean;
}

const maxBytes = 8 * 1024 * 1024;
const authorityKeyId = '2.5.29.35';
const crlNumber = '2.5.29.20';
const reasonCode = '2.5.29.21';

/** @throws DriverError `card/data-invalid` */
export function decodeCrl(file: Uint8Array): Crl {
  if (file.length > maxBytes) fail('a revocation list too long');
  const { body, outerAlgorithm, signed } = decodeSigned(onlyTlv(file));
  const fields = fieldsOf(body);
  fields.takeIf(asn1.integer);
  requireSameBytes(fields.take(asn1.sequence), outerAlgorithm);
  const issuer = decodeName(fields.take(asn1.sequence));
  const from = timeOf(fields.takeAny());
  const next = fields.takeAny();
  const hasNext = isTime(next?.tag);
  const list = hasNext ? fields.takeIf(asn1.sequence) : next?.tag === asn1.sequence ? next : undefined;
  const wrapper = next?.tag === constructed(0) ? next : fields.takeIf(constructed(0));
  fields.finish();

  const entries = list ? childrenOf(list, asn1.sequence).map((entry) => entryFrom(entry.bytes)) : [];
  const extensions = wrapper ? decodeExtensionList(insideOf(wrapper, asn1.sequence)) : [];
  const keyId = extensions.find(({ oid }) => oid === authorityKeyId);
  const named = keyId && fieldsOf(onlyTlv(keyId.value)).takeIf(primitive(0));
  return {
    ...signed,
    issuer,
    extensions: named ? { authorityKeyId: named.value } : {},
    from,
    ...(hasNext ? { nextUpdate: timeOf(next) } : {}),
    revoked: new Set(entries.map(({ serial }) => serial)),
    isUnusable:
      extensions.some(({ oid, isCritical }) => isCritical && oid !== authorityKeyId && oid !== crlNumber) ||
      entries.some(({ isUnusable }) => isUnusable),
  };
}

/**
 * Looks the signer and its authorities up in the lists of their issuers (ICAO 9303-12 section 5.1.3).
 *
 * @param anchors those that may have signed the lists; each needs its own way to a self-signed one
 * @returns `unknown` `no-crl` or `crl-stale` when no list of the signer's issuer is valid today; one past its day still condemns
 */
export function checkRevocation(
  crypto: Crypto,
  path: Path,
  anchors: readonly Certificate[],
  crls: readonly Crl[],
  now: Date,
): Finding {
  const [signer] = path;
  const related = crls.filter(
    ({ issuer, isUnusable }) => !isUnusable && path.some((one) => isSameName(one.issuer, issuer)),
  );
  const genuine = related.filter((crl) => isGenuine(crypto, crl, path, anchors, now));
  const listed = path.find((certificate) => genuine.some((crl) => isListed(crl, certificate)));
  if (listed) return failed(listed === signer ? 'signer-revoked' : 'authority-revoked');
  const ofSigner = genuine.filter(({ issuer }) => isSameName(issuer, signer.issuer));
  if (ofSigner.length === 0) return uncertain('no-crl');
  return ofSigner.some((crl) => isCurrent(crl, now)) ? passing('not-revoked') : uncertain('crl-stale');
}

function isListed({ issuer, revoked }: Crl, certificate: Certificate): boolean {
  return isSameName(issuer, certificate.issuer) && revoked.has(hexOf(certificate.serial));
}

function isCurrent({ from, nextUpdate }: Crl, now: Date): boolean {
  return from <= now && nextUpdate !== undefined && now <= nextUpdate;
}

/** An authority signs its list with its newest key, which need not be the one that issued the signer. */
function isGenuine(
  crypto: Crypto,
  crl: Crl,
  path: Path,
  anchors: readonly Certificate[],
  now: Date,
): boolean {
  return issuersOf(crl, anchors).some(
    (authority) =>
      authority.extensions.isAuthority &&
      authority.extensions.keyUsage?.crlSign !== false &&
      isGood(verifySignature(crypto, authority.key, crl.scheme, crl.signedBytes, crl.signature)) &&
      isAnchored(crypto, authority, path, anchors, now),
  );
}

function isAnchored(
  crypto: Crypto,
  authority: Certificate,
  path: Path,
  anchors: readonly Certificate[],
  now: Date,
): boolean {
  return (
    path.some((one) => isSameCertificate(one, authority)) ||
    isSelfSigned(crypto, authority) ||
    findChain(crypto, authority, anchors, now).status === 'pass'
  );
}

function entryFrom(bytes: Uint8Array): { readonly serial: string; readonly isUnusable: boolean } {
  const fields = fieldsOf(onlyTlv(bytes));
  const serial = hexOf(integerBytesOf(fields.take(asn1.integer)));
  timeOf(fields.takeAny());
  const extensions = fields.takeIf(asn1.sequence);
  fields.finish();
  const isUnusable =
    extensions !== undefined &&
    decodeExtensionList(extensions).some(({ oid, isCritical }) => isCritical && oid !== reasonCode);
  return { serial, isUnusable };
}

function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
