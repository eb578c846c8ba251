import { decodeTlvs, requireTlv } from '../../tlv.ts';
import { asn1, fail, onlyTlv } from '../asn1/asn1.ts';
import type { ChipCheck } from '../chip-reading.ts';
import type { Crypto } from '../crypto/crypto.ts';
import { decodeSod } from '../lds/sod.ts';
import { decodeCertificate } from './certificate.ts';
import { findChain } from './chain.ts';
import { checkRevocation, decodeCrl } from './crl.ts';
import { attempt, type Finding, failed, passing, readable, uncertain } from './finding.ts';
import {
  type ContentVerdict,
  decodeSignedData,
  findSigner,
  type SignedData,
  verifyContent,
} from './signed-data.ts';
import { judgeSigner } from './signer.ts';
import type { TrustMaterial } from './trust.ts';

/** What passive authentication found: `sod-signature`, `ds-certificate`, `chain`, `revocation`. Plain data. */
export interface PassiveAuthentication {
  readonly checks: readonly ChipCheck[];
}

/** The one check `card-security`, and what was signed when it did not fail. */
export interface CardSecurityAuthentication extends PassiveAuthentication {
  /** SET OF SecurityInfo, as {@link decodeSecurityInfos} takes it. */
  readonly securityInfos?: Uint8Array;
}

interface Findings {
  readonly signature: Finding;
  readonly certificate: Finding;
  readonly chain: Finding;
  readonly revocation: Finding;
}

const sodTag = 0x77;
const ldsSecurityObject = '2.23.136.1.1.1';
const securityObject = '0.4.0.127.0.7.3.2.1';
/** EF.SOD has 2 kB, EF.CardSecurity less; the chip's file limit is the same. */
const maxBytes = 64 * 1024;
const notRun: Finding = { status: 'not-run', reason: 'not-reached' };

/**
 * Passive authentication: whether a document signer signed this list of hashes, and whether somebody we trust vouches for that
 * signer (ICAO 9303-11 section 5.1, 9303-12 section 5). Whether the data groups have these hashes is another check.
 *
 * Never throws for what a chip may hold: a file that is none fails `sod-signature` with `malformed`.
 *
 * @param sodFile EF.SOD with its tag 77
 */
export function authenticateSod(
  sodFile: Uint8Array,
  trust: TrustMaterial,
  crypto: Crypto,
  now: Date,
): PassiveAuthentication {
  const data = attempt(() => decodeSodFile(sodFile));
  const { signature, certificate, chain, revocation } = data
    ? authenticate(data, trust, crypto, now)
    : malformed;
  return {
    checks: [
      { id: 'sod-signature', ...signature },
      { id: 'ds-certificate', ...certificate },
      { id: 'chain', ...chain },
      { id: 'revocation', ...revocation },
    ],
  };
}

/**
 * The same for EF.CardSecurity, which holds the key of chip authentication mapping (ICAO 9303-11 section 9.2.11). As one check:
 * `pass` only when signature, certificate and chain pass and nothing is revoked.
 *
 * @param file bare SignedData
 */
export function authenticateCardSecurity(
  file: Uint8Array,
  trust: TrustMaterial,
  crypto: Crypto,
  now: Date,
): CardSecurityAuthentication {
  const data = attempt(() => decodeCardSecurity(file));
  const finding = summary(data ? authenticate(data, trust, crypto, now) : malformed);
  const isSigned = data && finding.status !== 'fail' && finding.status !== 'not-supported';
  return {
    checks: [{ id: 'card-security', ...finding }],
    ...(isSigned ? { securityInfos: Uint8Array.from(data.content) } : {}),
  };
}

const malformed: Findings = {
  signature: failed('malformed'),
  certificate: notRun,
  chain: notRun,
  revocation: notRun,
};

function authenticate(data: SignedData, trust: TrustMaterial, crypto: Crypto, now: Date): Findings {
  const found = findSigner(data);
  if (!found) return { ...malformed, signature: failed('no-signer-certificate') };
  const { certificate: signer, isExact } = found;
  const signature = judgeContent(verifyContent(crypto, data, signer), isExact, data.isUsualVersion);
  const certificate = judgeSigner(signer, { signedAt: data.signer.attributes?.signingTime, now });
  const anchors = readable(trust.anchors, decodeCertificate);
  const { path, ...chain } = findChain(crypto, signer, anchors, now);
  const revocation = path
    ? checkRevocation(crypto, path, anchors, readable(trust.crls, decodeCrl), now)
    : notRun;
  return { signature, certificate, chain, revocation };
}

function judgeContent(verdict: ContentVerdict, isExact: boolean, isUsualVersion: boolean): Finding {
  switch (verdict) {
    case 'good':
    case 'good-deprecated':
      // The signature holds whoever is named; but what names the signer is not signed, and somebody may have touched it.
      if (!isUsualVersion) return uncertain('another-version');
      return isExact ? passing(`signature-${verdict}`) : uncertain('signer-named-otherwise');
    case 'unknown-algorithm':
      return { status: 'not-supported', reason: verdict };
    case 'wrong':
      return failed('signature-wrong');
    case 'unknown-curve':
    case 'bad-key':
    case 'content-type-differs':
    case 'digest-differs':
    case 'algorithms-differ':
      return failed(verdict);
  }
}

/** A missing revocation list holds nothing up: the same signer's is told with EF.SOD. */
function summary({ signature, certificate, chain, revocation }: Findings): Finding {
  const asked = [signature, certificate, chain];
  const fault = [...asked, revocation].find(({ status }) => status === 'fail');
  return fault ?? asked.find(({ status }) => status !== 'pass') ?? signature;
}

function decodeSodFile(file: Uint8Array): SignedData {
  if (file.length > maxBytes) fail('a SOD too long');
  // The reader takes the hashes from the same bytes: both must understand them.
  decodeSod(file);
  const [sod, ...rest] = decodeTlvs(file);
  if (!sod || rest.length > 0) return fail('not one SOD');
  const data = decodeSignedData(requireTlv([sod], sodTag).value);
  return data.contentType === ldsSecurityObject ? data : fail('not an LDS security object');
}

function decodeCardSecurity(file: Uint8Array): SignedData {
  if (file.length > maxBytes) fail('an EF.CardSecurity too long');
  const data = decodeSignedData(file);
  // Signed attributes are a SET like the content: without them one could be passed off as the other.
  if (data.contentType !== securityObject || !data.signer.attributes) fail('not a security object');
  onlyTlv(data.content, asn1.set);
  return data;
}
