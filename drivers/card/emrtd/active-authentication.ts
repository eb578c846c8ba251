import { type Exchange, swSuccess } from '../apdu.ts';
import { isSame } from './crypto/bytes.ts';
import type { Crypto, DigestName, RsaPublicKey } from './crypto/crypto.ts';
import { ecdsaVerify } from './ecdsa.ts';
import type { ActiveAuthenticationKey } from './lds/dg15.ts';

export const challengeBytes = 8;
/** Signatures of RSA keys up to 4096 bits. */
const maxSignatureBytes = 512;

/** Trailers of ISO/IEC 9796-2: one byte for SHA-1, two that name the hash (ISO/IEC 10118-3). */
const trailers: Readonly<Record<number, DigestName>> = {
  51: 'sha1',
  52: 'sha256',
  53: 'sha512',
  54: 'sha384',
  56: 'sha224',
};
const implicitTrailer = 0xbc;
const explicitTrailer = 0xcc;
/** Partial recovery, no padding: what a chip sends (ISO/IEC 9796-2 section 6). */
const partialRecoveryHeader = 0x6a;

/** Signature algorithms of ActiveAuthenticationInfo (BSI TR-03111 section 5.2.1.1): plain ECDSA over a digest. */
const ecdsaDigests: Readonly<Record<string, DigestName>> = {
  '0.4.0.127.0.7.1.1.4.1.1': 'sha1',
  '0.4.0.127.0.7.1.1.4.1.2': 'sha224',
  '0.4.0.127.0.7.1.1.4.1.3': 'sha256',
  '0.4.0.127.0.7.1.1.4.1.4': 'sha384',
  '0.4.0.127.0.7.1.1.4.1.5': 'sha512',
};

/**
 * Asks the chip to sign a challenge (INTERNAL AUTHENTICATE, ICAO 9303-11 section 6.1).
 *
 * @param challenge 8 bytes that were never used before
 * @param le most bytes of the answer: 256 where the card did not announce extended length, longer ones then come in parts
 * @returns nothing when the chip does not sign
 */
export async function signChallenge(
  exchange: Exchange,
  challenge: Uint8Array,
  le: number,
): Promise<Uint8Array | undefined> {
  const { data, sw } = await exchange({ cla: 0x00, ins: 0x88, p1: 0, p2: 0, data: challenge, le });
  return sw === swSuccess && data.length > 0 && data.length <= maxSignatureBytes ? data : undefined;
}

/**
 * Whether this is the chip's signature over the challenge.
 *
 * @param algorithm from ActiveAuthenticationInfo in EF.DG14; without it the digest is as long as the curve's order at least
 */
export function isSignatureOf(
  crypto: Crypto,
  key: ActiveAuthenticationKey,
  challenge: Uint8Array,
  signature: Uint8Array,
  algorithm?: string,
): boolean {
  if (key.kind === 'rsa') return isRecovered(crypto, key.key, challenge, signature);
  const digest = ecdsaDigests[algorithm ?? ''] ?? digestFor(key.curve.n);
  return ecdsaVerify(key.curve, key.point, crypto.digest(digest, challenge), signature, 'plain');
}

/** ISO/IEC 9796-2 scheme 1: the signature carries the first part of the message and the hash of all of it (appendix F). */
function isRecovered(
  crypto: Crypto,
  key: RsaPublicKey,
  challenge: Uint8Array,
  signature: Uint8Array,
): boolean {
  const recovered = recover(crypto, key, signature);
  const last = recovered?.at(-1);
  if (!recovered || recovered[0] !== partialRecoveryHeader) return false;
  const trailerBytes = last === implicitTrailer ? 1 : 2;
  const digest =
    last === implicitTrailer
      ? 'sha1'
      : last === explicitTrailer
        ? trailers[recovered.at(-2) ?? 0]
        : undefined;
  if (!digest) return false;
  const hashBytes = crypto.digest(digest).length;
  const hashAt = recovered.length - trailerBytes - hashBytes;
  if (hashAt < 1) return false;
  const expected = crypto.digest(digest, recovered.subarray(1, hashAt), challenge);
  return isSame(recovered.subarray(hashAt, hashAt + hashBytes), expected);
}

function recover(crypto: Crypto, key: RsaPublicKey, signature: Uint8Array): Uint8Array | undefined {
  try {
    return crypto.rsaPublic(key, signature);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function digestFor(order: bigint): DigestName {
  const bits = order.toString(2).length;
  if (bits <= 192) return 'sha1';
  if (bits <= 224) return 'sha224';
  if (bits <= 256) return 'sha256';
  return bits <= 384 ? 'sha384' : 'sha512';
}
