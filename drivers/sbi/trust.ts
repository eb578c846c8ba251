import { X509Certificate } from 'node:crypto';
import { compactVerify, decodeProtectedHeader } from 'jose';
import { SbiError } from './errors.ts';

/** Whom a signature may come from. */
export interface SbiTrust {
  /** A maker's root, his intermediate, or one device's own certificate. */
  readonly roots: readonly X509Certificate[];
  readonly now: Date;
}

/** SBI signs with RS256; the others are what makers of newer devices use. None that needs no key or a shared one. */
const algorithms = ['RS256', 'PS256', 'ES256'];
const mostCertificates = 4;
const mostCertificateLetters = 16_384;

/**
 * Opens a JWS whose header carries its certificates (`x5c`, RFC 7515 section 4.1.6), when they lead to a root and are valid now.
 *
 * @returns the payload's JSON, unchecked but for who wrote it
 * @throws SbiError `untrusted`
 */
export async function openSigned(jws: string, trust: SbiTrust): Promise<unknown> {
  try {
    const signer = requireTrusted(certificatesOf(jws), trust);
    // jose refuses keys that are too short, and those that do not fit the algorithm.
    const { payload } = await compactVerify(jws, signer.publicKey, { algorithms });
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(payload));
  } catch (cause) {
    if (cause instanceof SbiError) throw cause;
    throw new SbiError('untrusted', 'a signature does not verify', { cause });
  }
}

function certificatesOf(jws: string): readonly X509Certificate[] {
  const { x5c } = decodeProtectedHeader(jws);
  if (!Array.isArray(x5c) || x5c.length < 1 || x5c.length > mostCertificates)
    throw untrusted('a signature without its certificates');
  return x5c.map((letters: unknown) => {
    if (typeof letters !== 'string' || letters.length > mostCertificateLetters)
      throw untrusted('a certificate that is none');
    return new X509Certificate(Buffer.from(letters, 'base64'));
  });
}

/** Goes from the signer to a root. Each certificate is used once, so this ends. */
function requireTrusted(chain: readonly X509Certificate[], { roots, now }: SbiTrust): X509Certificate {
  const [signer, ...others] = chain;
  if (!signer) throw untrusted('no signer');
  const unused = new Set(others);
  let last = signer;
  for (;;) {
    requireValid(last, now);
    const current = last;
    if (roots.some((root) => root.raw.equals(current.raw))) return signer;
    const root = roots.find((candidate) => hasIssued(candidate, current));
    if (root) {
      requireValid(root, now);
      return signer;
    }
    const issuer = [...unused].find((candidate) => hasIssued(candidate, current));
    if (!issuer) throw untrusted('certificates that lead to nobody we know');
    unused.delete(issuer);
    last = issuer;
  }
}

/** By name, key identifier and key usage (RFC 5280 section 6.1), being an authority at all, and by signature. */
function hasIssued(issuer: X509Certificate, certificate: X509Certificate): boolean {
  return issuer.ca && certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);
}

function requireValid({ validFromDate, validToDate }: X509Certificate, now: Date): void {
  if (now < validFromDate || now > validToDate) throw untrusted('a certificate that is not valid now');
}

function untrusted(message: string): SbiError {
  return new SbiError('untrusted', message);
}
