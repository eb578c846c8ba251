import { isSame } from '../crypto/bytes.ts';
import type { Crypto } from '../crypto/crypto.ts';
import { type Certificate, isSameCertificate, isWithin, type Signed } from './certificate.ts';
import { type Finding, failed, passing, uncertain } from './finding.ts';
import { isSameName, type Name } from './name.ts';
import { isDeprecated, isGood, type SignatureVerdict, verifySignature } from './signature.ts';

/** The signer first, then who issued whom, up to a self-signed anchor. */
export type Path = readonly [Certificate, ...Certificate[]];

export interface ChainFinding extends Finding {
  /** Only of a chain that passed. */
  readonly path?: Path;
}

/** What a certificate or a revocation list says of the key that signed it. */
export interface Issued extends Signed {
  readonly issuer: Name;
  readonly extensions: { readonly authorityKeyId?: Uint8Array };
}

const maxHops = 4;
/** Anchors of one name and one key are few; more would only cost time. */
const maxSignatures = 64;

/**
 * Follows the issuers from a signer's certificate to a self-signed anchor (ICAO 9303-12 section 5, RFC 5280 section 6).
 *
 * Link certificates stand among the anchors and count as steps in between, whichever of the two keys vouches for the other: what
 * ends a chain is an anchor signed with its own key.
 *
 * @param anchors country signers' and link certificates
 * @returns `pass` with the path; `unknown` `untrusted-no-anchor` when no anchor has the issuer's key; `fail` for a chain that leads
 * to an anchor but breaks a rule
 */
export function findChain(
  crypto: Crypto,
  signer: Certificate,
  anchors: readonly Certificate[],
  now: Date,
): ChainFinding {
  const extended = (path: Path): Path[] =>
    issuersOf(path.at(-1) ?? signer, anchors)
      .filter((issuer) => !path.some((one) => isSameCertificate(one, issuer)))
      .map((issuer) => [...path, issuer]);

  let worst: ChainFinding = uncertain('untrusted-no-anchor');
  const ahead = extended([signer]);
  for (let tried = 0; tried < maxSignatures; tried++) {
    const path = ahead.shift();
    if (!path) break;
    const finding = judgeStep(crypto, path, now);
    if (finding === 'leads-on') ahead.push(...(path.length <= maxHops ? extended(path) : []));
    else if (finding.status === 'pass') return { ...finding, path };
    else worst = worse(worst, finding);
  }
  return worst;
}

/** Those whose name, and key identifier where both sides give one, are what `issued` names. */
export function issuersOf(
  { issuer, extensions }: Issued,
  authorities: readonly Certificate[],
): Certificate[] {
  return authorities.filter(
    (one) => isSameName(one.subject, issuer) && isKeyNamed(extensions.authorityKeyId, one) !== false,
  );
}

/** Whether a certificate's own key signed it. */
export function isSelfSigned(
  crypto: Crypto,
  { key, scheme, signedBytes, signature, issuer, subject }: Certificate,
): boolean {
  return isSameName(issuer, subject) && isGood(verifySignature(crypto, key, scheme, signedBytes, signature));
}

/** Nothing when one side gives no key identifier. */
function isKeyNamed(keyId: Uint8Array | undefined, { extensions }: Certificate): boolean | undefined {
  return keyId && extensions.subjectKeyId && isSame(keyId, extensions.subjectKeyId);
}

/** A name alone proves no key: countries use one name for several, so that a signature that fails there says nothing. */
function judgeSignature(verdict: SignatureVerdict, issued: Certificate, issuer: Certificate): Finding {
  if (!isKeyNamed(issued.extensions.authorityKeyId, issuer)) return uncertain('untrusted-no-anchor');
  return verdict === 'wrong' ? failed('signature-wrong') : { status: 'not-supported', reason: verdict };
}

/** Judges the last step of a path, and all of it when that step ends at an anchor. */
function judgeStep(crypto: Crypto, path: Path, now: Date): Finding | 'leads-on' {
  const [issuer, issued] = [path.at(-1), path.at(-2)];
  if (!issuer || !issued) return 'leads-on';
  const verdict = verifySignature(crypto, issuer.key, issued.scheme, issued.signedBytes, issued.signature);
  if (!isGood(verdict)) return judgeSignature(verdict, issued, issuer);
  return isSelfSigned(crypto, issuer) ? judgePath(path, now) : 'leads-on';
}

function worse(a: ChainFinding, b: Finding): ChainFinding {
  const rank = ({ status }: Finding): number => ['unknown', 'not-supported', 'fail'].indexOf(status);
  return rank(b) > rank(a) ? b : a;
}

function judgePath(path: Path, now: Date): Finding {
  const [, ...authorities] = path;
  const fault = path.map((_, i) => faultOf(path, i)).find((reason) => reason !== undefined);
  if (fault) return failed(fault);
  const isWeak = authorities.some(({ key }, i) => isDeprecated(key, path[i]?.scheme));
  // Country signers outlive what they sign; one past its day still vouches for what it issued in time.
  const isExpired = authorities.some(({ validity }) => now > validity.to);
  return passing('trusted', isExpired && 'anchor-expired', isWeak && 'deprecated');
}

/** What disqualifies the authority at this place of the path; nothing for the signer at place 0, which is judged by itself. */
function faultOf(path: Path, place: number): string | undefined {
  const [authority, issued] = [path[place], path[place - 1]];
  if (!authority || !issued) return undefined;
  const { isAuthority, keyUsage, unknownCritical, pathLength } = authority.extensions;
  const country = path[0].subject.country;
  if (unknownCritical.length > 0) return 'unknown-critical-extension';
  if (!isAuthority) return 'not-an-authority';
  if (keyUsage?.keyCertSign === false) return 'key-usage';
  if (pathLength !== undefined && path.slice(1, place).filter(isSubordinate).length > pathLength)
    return 'path-too-long';
  const countries = [authority.subject.country, issued.issuer.country];
  if (!country || countries.some((one) => one !== country)) return 'country-differs';
  return isWithin(issued.validity.from, authority.validity) ? undefined : 'issued-outside-validity';
}

/** Link certificates lead from one key of an authority to another and do not count as a level (RFC 5280 section 6.1, self-issued). */
function isSubordinate({ subject, issuer, extensions }: Certificate): boolean {
  return !isSameName(subject, issuer) && !extensions.hasNameChange;
}
