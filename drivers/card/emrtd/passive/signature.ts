import { type ECDSA, ecdsa } from '@noble/curves/abstract/weierstrass.js';
import { sha256 } from '@noble/hashes/sha2.js';
import type { PublicKey } from '../asn1/public-key.ts';
import { bytesFrom, isSame, xor } from '../crypto/bytes.ts';
import type { Crypto, DigestName } from '../crypto/crypto.ts';
import { pointFrom } from '../groups/curve-group.ts';
import type { Curve } from '../groups/curves.ts';
import type { SignatureScheme } from './algorithms.ts';

/** `good-deprecated`: it holds, but over SHA-1 or an RSA key below 2,048 bits (ICAO 9303-12 section 4.4 no longer has them). */
export type SignatureVerdict =
  | 'good'
  | 'good-deprecated'
  | 'wrong'
  | Extract<PublicKey, { kind: 'unusable' }>['reason'];

type PssScheme = Extract<SignatureScheme, { kind: 'pss' }>;
type RsaKey = Extract<PublicKey, { kind: 'rsa' }>;
type EcKey = Extract<PublicKey, { kind: 'ec' }>;

/** DigestInfo up to the digest itself (RFC 8017 section 9.2, note 1). */
const digestInfos: Readonly<Record<DigestName, string>> = {
  sha1: '3021300906052b0e03021a05000414',
  sha224: '302d300d06096086480165030402040500041c',
  sha256: '3031300d060960864801650304020105000420',
  sha384: '3041300d060960864801650304020205000430',
  sha512: '3051300d060960864801650304020305000440',
};
const trailer = 0xbc;
const verifiers = new Map<string, ECDSA>();

/** Whether `signature` over `message` was made with the private half of `key`. Never throws. */
export function verifySignature(
  crypto: Crypto,
  key: PublicKey,
  scheme: SignatureScheme | undefined,
  message: Uint8Array,
  signature: Uint8Array,
): SignatureVerdict {
  if (!scheme) return 'unknown-algorithm';
  if (key.kind === 'unusable') return key.reason;
  if (!holds(crypto, key, scheme, message, signature)) return 'wrong';
  return isDeprecated(key, scheme) ? 'good-deprecated' : 'good';
}

/** Whether a signature of this kind counts as `good-deprecated` where it holds. */
export function isDeprecated(key: PublicKey, scheme: SignatureScheme | undefined): boolean {
  return scheme?.digest === 'sha1' || (key.kind === 'rsa' && key.bits < 2048);
}

export function isGood(verdict: string): boolean {
  return verdict === 'good' || verdict === 'good-deprecated';
}

function holds(
  crypto: Crypto,
  key: RsaKey | EcKey,
  scheme: SignatureScheme,
  message: Uint8Array,
  signature: Uint8Array,
): boolean {
  const digest = crypto.digest(scheme.digest, message);
  if (key.kind === 'ec') return scheme.kind === 'ecdsa' && verifyEcdsa(key, digest, signature);
  if (scheme.kind === 'ecdsa' || (key.isPssOnly && scheme.kind !== 'pss')) return false;
  const encoded = openRsa(crypto, key, signature);
  if (!encoded) return false;
  return scheme.kind === 'pss'
    ? verifyPss(crypto, scheme, digest, encoded, key.bits - 1)
    : isSame(encoded, encodePkcs1(scheme.digest, digest, encoded.length));
}

/** Undoes the private operation; nothing for a number that cannot come from it. */
function openRsa(crypto: Crypto, { key }: RsaKey, signature: Uint8Array): Uint8Array | undefined {
  if (signature.length !== key.modulus.length) return undefined;
  try {
    return crypto.rsaPublic(key, signature);
  } catch {
    return undefined;
  }
}

/**
 * The only block a signer may have signed (EMSA-PKCS1-v1_5, RFC 8017 section 9.2). It is made and compared, not taken apart:
 * parsers that were lenient here have let forgeries through.
 */
function encodePkcs1(name: DigestName, digest: Uint8Array, length: number): Uint8Array {
  const info = Buffer.from(digestInfos[name], 'hex');
  const block = new Uint8Array(length).fill(0xff);
  const start = length - info.length - digest.length;
  block.set([0x00, 0x01]);
  block[start - 1] = 0x00;
  block.set(info, start);
  block.set(digest, start + info.length);
  return block;
}

/** EMSA-PSS-VERIFY (RFC 8017 section 9.1.2). */
function verifyPss(
  crypto: Crypto,
  { digest: name, maskDigest, saltBytes }: PssScheme,
  digest: Uint8Array,
  block: Uint8Array,
  bits: number,
): boolean {
  const length = Math.ceil(bits / 8);
  const unused = 8 * length - bits;
  const encoded = block.subarray(block.length - length);
  const seedAt = length - digest.length - 1;
  const zeros = seedAt - saltBytes - 1;
  if (zeros < 0 || block.subarray(0, block.length - length).some((byte) => byte !== 0)) return false;
  if (encoded.at(-1) !== trailer || (encoded[0] ?? 0) >> (8 - unused) !== 0) return false;

  const seed = encoded.subarray(seedAt, -1);
  const data = xor(encoded.subarray(0, seedAt), maskFrom(crypto, maskDigest, seed, seedAt));
  data[0] = (data[0] ?? 0) & (0xff >> unused);
  if (data[zeros] !== 0x01 || data.subarray(0, zeros).some((byte) => byte !== 0)) return false;
  return isSame(seed, crypto.digest(name, new Uint8Array(8), digest, data.subarray(zeros + 1)));
}

/** MGF1 (RFC 8017 appendix B.2.1). */
function maskFrom(crypto: Crypto, name: DigestName, seed: Uint8Array, length: number): Uint8Array {
  const parts: Uint8Array[] = [];
  for (let made = 0; made < length; made += parts[0]?.length ?? length)
    parts.push(crypto.digest(name, seed, bytesFrom(BigInt(parts.length), 4)));
  return Buffer.concat(parts).subarray(0, length);
}

function verifyEcdsa({ curve, point }: EcKey, digest: Uint8Array, signature: Uint8Array): boolean {
  try {
    const publicKey = pointFrom(curve, point).toBytes(false);
    return verifierOf(curve).verify(signature, digest, publicKey, {
      prehash: false,
      lowS: false,
      format: 'der',
    });
  } catch {
    return false;
  }
}

function verifierOf(curve: Curve): ECDSA {
  // The hash serves signing only.
  const verifier = verifiers.get(curve.name) ?? ecdsa(curve.Point, sha256);
  verifiers.set(curve.name, verifier);
  return verifier;
}
