import { randomBytes } from 'node:crypto';
import { DriverError } from '../../errors.ts';
import { challengeBytes, isSignatureOf, signChallenge } from './active-authentication.ts';
import { failed, passed, unknown } from './checks.ts';
import { authenticateChip, chooseChipAuthentication, isMappingProven } from './chip-authentication.ts';
import type { ChipCheck, ChipReading } from './chip-reading.ts';
import type { ChipSession } from './chip-session.ts';
import type { Crypto } from './crypto/crypto.ts';
import { decodeDg14, decodeFile } from './examine.ts';
import { decodeDg15 } from './lds/dg15.ts';
import type { ChipAuthenticationMapping } from './pace.ts';
import { decodeSecurityInfos, type SecurityInfos } from './security-infos.ts';

// A copied chip has every file and no secret key. Where the issuer signed a public key, the chip must show that it has the
// private one: not answering is as good as answering wrongly (a copier would rather have it missing).

/** Nothing to prove with: the issuer signed no such key. */
export function notOffered(id: string): ChipCheck {
  return { id, status: 'not-supported', reason: 'not-offered' };
}

/**
 * Chip authentication with the key of EF.DG14. Afterwards the session has new keys.
 *
 * @param proveNext any protected command: its answer verifies only when the chip has the private key
 */
export async function proveByChipAuthentication(
  crypto: Crypto,
  session: ChipSession,
  dg14: Uint8Array | undefined,
  proveNext: () => Promise<unknown>,
): Promise<ChipCheck> {
  const id = 'ca';
  if (!dg14) return failed(id, 'key-file-missing');
  const infos = decodeFile(dg14, decodeDg14);
  if (!infos) return failed(id, 'key-file-missing');
  const suite = chooseChipAuthentication(infos);
  if (!suite) return infos.chipAuthenticationKeys.length > 0 ? unknown(id, 'unknown-curve') : notOffered(id);
  try {
    const keys = await authenticateChip(crypto, session.exchange, suite);
    if (!keys) return failed(id, 'key-not-proven');
    session.rekey(keys);
    await proveNext();
    return passed(id, 'key-proven');
  } catch (error) {
    if (isChipsFault(error)) return failed(id, 'key-not-proven');
    throw error;
  }
}

export interface ActiveAuthentication {
  readonly check: ChipCheck;
  readonly evidence?: NonNullable<ChipReading['evidence']>;
}

/** Active authentication with the key of EF.DG15. @param dg14 names the digest of an ECDSA key; `le` the most an answer may hold */
export async function proveByActiveAuthentication(
  crypto: Crypto,
  session: ChipSession,
  dg15: Uint8Array | undefined,
  dg14: Uint8Array | undefined,
  le: number,
): Promise<ActiveAuthentication> {
  const id = 'aa';
  const key = decodeFile(dg15, decodeDg15);
  if (!key) return { check: failed(id, 'key-file-missing') };
  const challenge = new Uint8Array(randomBytes(challengeBytes));
  const signature = await signChallenge(session.exchange, challenge, le);
  if (!signature) return { check: failed(id, 'key-not-proven') };
  const algorithm = decodeFile(dg14, decodeDg14)?.activeAuthentication;
  const isProven = isSignatureOf(crypto, key, challenge, signature, algorithm);
  return {
    check: isProven ? passed(id, 'key-proven') : failed(id, 'key-not-proven'),
    evidence: { challenge, signature },
  };
}

/** Chip authentication mapping, with the keys of EF.CardSecurity. */
export function proveByMapping(
  mapping: ChipAuthenticationMapping | undefined,
  securityInfos: Uint8Array | undefined,
): ChipCheck | undefined {
  const id = 'cam';
  if (!mapping) return undefined;
  const infos: SecurityInfos | undefined = decodeFile(securityInfos, decodeSecurityInfos);
  if (!infos) return failed(id, 'key-file-missing');
  return isMappingProven(mapping, infos.chipAuthenticationKeys)
    ? passed(id, 'key-proven')
    : failed(id, 'key-not-proven');
}

/** A key that is no element of its group, or a session that breaks under the keys it should have. */
function isChipsFault(error: unknown): boolean {
  return (
    error instanceof RangeError || (error instanceof DriverError && error.code === 'card/session-broken')
  );
}
