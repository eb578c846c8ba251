import type { Crypto } from './crypto/crypto.ts';

/** Ciphers of a protected conversation, as ICAO 9303-11 section 9.8 has them. */
export const cipherNames = ['3DES', 'AES-128', 'AES-192', 'AES-256'] as const;
export type CipherName = (typeof cipherNames)[number];

/** Bytes of one key. */
export const keyBytesOf: Readonly<Record<CipherName, number>> = {
  '3DES': 16,
  'AES-128': 16,
  'AES-192': 24,
  'AES-256': 32,
};

/** The counter says what a key is for (ICAO 9303-11 section 9.7.1). */
const counters = { enc: 1, mac: 2, pi: 3 } as const;
export type KeyPurpose = keyof typeof counters;

/** One key from a shared secret (ICAO 9303-11 section 9.7.1, checked against appendices D, G, H and I). */
export function deriveKey(
  crypto: Crypto,
  cipher: CipherName,
  secret: Uint8Array,
  purpose: KeyPurpose,
): Uint8Array {
  const digest = cipher === 'AES-192' || cipher === 'AES-256' ? 'sha256' : 'sha1';
  const hash = crypto.digest(digest, secret, Uint8Array.of(0, 0, 0, counters[purpose]));
  const key = hash.slice(0, keyBytesOf[cipher]);
  return cipher === '3DES' ? key.map(withOddParity) : key;
}

/** DES keeps bit 1 of every key byte for parity; the published keys have it set right. */
function withOddParity(byte: number): number {
  let ones = 0;
  for (let rest = byte >> 1; rest > 0; rest >>= 1) ones += rest & 1;
  return (byte & 0xfe) | (ones % 2 === 0 ? 1 : 0);
}
