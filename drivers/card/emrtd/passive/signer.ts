import { type Certificate, isWithin } from './certificate.ts';
import { type Finding, failed, passing, uncertain } from './finding.ts';

/**
 * Judges a signer's certificate by itself: what it may be used for, and whether it was valid when it signed (ICAO 9303-12
 * section 7.1.1). Being past its day now is normal and only said in the reason: documents outlive their signers.
 *
 * @param purpose object identifier of the purpose the certificate must name; none for a document signer, which names none
 * @param signedAt absent when the signature does not tell
 */
export function judgeSigner(
  certificate: Certificate,
  { purpose, signedAt, now }: { purpose?: string; signedAt: Date | undefined; now: Date },
): Finding {
  const { validity, extensions } = certificate;
  if (extensions.unknownCritical.length > 0) return failed('unknown-critical-extension');
  if (extensions.isAuthority) return failed('signer-is-authority');
  if (extensions.keyUsage?.digitalSignature === false) return failed('key-usage');
  if (!isMeantFor(purpose, extensions.purposes)) return failed('extended-key-usage');
  if (signedAt && !isWithin(signedAt, validity)) return failed('signed-outside-validity');
  if (signedAt && !isInKeyPeriod(signedAt, certificate)) return uncertain('signed-outside-key-period');
  if (now < validity.from) return uncertain('not-yet-valid');
  return passing('valid', now > validity.to && 'expired');
}

/** A document signer's certificate must not name purposes: those of other signers do. */
function isMeantFor(purpose: string | undefined, purposes: readonly string[] | undefined): boolean {
  return purpose ? (purposes?.includes(purpose) ?? false) : purposes === undefined;
}

function isInKeyPeriod(moment: Date, { extensions, validity }: Certificate): boolean {
  const { from = validity.from, to = validity.to } = extensions.privateKeyUsage ?? {};
  return isWithin(moment, { from, to });
}
