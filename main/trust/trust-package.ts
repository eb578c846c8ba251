import { z } from 'zod';
import { StationError } from '../contract/errors.ts';
import type { PublicKey } from '../enrollment/public-key.ts';
import { readStatement, StatementError } from '../enrollment/statement.ts';

/** Largest package anybody makes or takes: every country signer of the world has 1 MB. */
export const maxTrustPackageBytes = 8 * 1024 * 1024;

const maxObjects = 4096;

/** DER as base64 (RFC 4648 section 4), in the one way it can be written. */
const Der = z.string().transform((text, context) => {
  const bytes = Uint8Array.from(Buffer.from(text, 'base64'));
  if (bytes.length > 0 && Buffer.from(bytes).toString('base64') === text) return bytes;
  context.addIssue({ code: 'custom', message: 'not base64' });
  return z.NEVER;
});

/** What the trust authority signs: whose cards the station may believe. The format is described in TRUST-PACKAGE.md. */
export const TrustPackage = z.strictObject({
  kind: z.literal('trust-package/1'),
  /** Grows with every package; one that does not is refused. */
  serial: z.int().positive(),
  /** UTC, ISO 8601. */
  issuedAt: z.iso.datetime(),
  /** Whose authority made it: ISO 3166-1, two letters. */
  country: z.string().regex(/^[A-Z]{2}$/),
  /** Certificates of country signers, and the link certificates between them. */
  anchors: z.array(Der).min(1).max(maxObjects),
  crls: z.array(Der).max(maxObjects),
});
export type TrustPackage = z.infer<typeof TrustPackage>;

/**
 * Opens a trust package: a signed statement of kind `trust-package` (JWS compact serialization, ES256).
 *
 * @param authorityKey the trust authority's, from the station's settings
 * @throws StationError `trust/unreadable` for what is no package, `trust/not-signed` when the authority did not sign it
 */
export async function openTrustPackage(text: string, authorityKey: PublicKey): Promise<TrustPackage> {
  if (text.length > maxTrustPackageBytes)
    throw new StationError('trust/unreadable', 'the package is too long');
  return parse(await readSigned(text, authorityKey));
}

/**
 * What a package says that was opened before, such as the installed one. The signature is not looked at again.
 *
 * @throws StationError `trust/unreadable`
 */
export function readTrustPackage(text: string): TrustPackage {
  return parse(Buffer.from(text.split('.')[1] ?? '', 'base64url').toString());
}

async function readSigned(text: string, authorityKey: PublicKey): Promise<string> {
  try {
    return await readStatement('trust-package', text, [authorityKey]);
  } catch (cause) {
    if (cause instanceof StatementError && cause.fault === 'malformed')
      throw new StationError('trust/unreadable', 'not a trust package', { cause });
    throw new StationError('trust/not-signed', 'not signed by the trust authority of this station', {
      cause,
    });
  }
}

function parse(payload: string): TrustPackage {
  try {
    return TrustPackage.parse(JSON.parse(payload));
  } catch (cause) {
    const issue = cause instanceof z.ZodError ? cause.issues[0] : undefined;
    const where = issue ? `${issue.path.join('.')}: ${issue.message}` : 'not JSON';
    throw new StationError('trust/unreadable', `the package does not say what it should: ${where}`, {
      cause,
    });
  }
}
