import { bigFrom } from './crypto/bytes.ts';
import type { Crypto } from './crypto/crypto.ts';
import { type CipherName, keyBytesOf } from './key-derivation.ts';

const hex = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'hex'));

/** Constants of the pseudo-random function, one bit length for each key length (ICAO 9303-11 section 4.4.3.3.2). */
const short = {
  next: hex('a668892a7c41e3ca739f40b057d85904'),
  output: hex('a4e136ac725f738b01c1f60217c188ad'),
};
const long = {
  next: hex('d463d65234124ef7897054986dca0a174e28df758cbaa03f240616414d5a1676'),
  output: hex('54bd7255f0aaf831bec3423fcf39d69b6cbf066677d0faae5aadd99df8e53517'),
};
/** So many bits more than the prime has, so that the remainder is as good as uniform. */
const extraBits = 64;
const zeroIv = new Uint8Array(16);

/** Bytes of the nonces of the integrated mapping: at least as many as a key has. */
export function nonceBytesOf(cipher: CipherName): number {
  return constantsOf(cipher).next.length;
}

/**
 * R_p(s, t): a field element that neither side could choose alone (ICAO 9303-11 section 4.4.3.3.2, checked against appendices
 * H.1 and H.2).
 *
 * @param s the chip's nonce, {@link nonceBytesOf} bytes
 * @param t the terminal's nonce, as many bytes as a key of the cipher
 */
export function pseudoRandom(
  crypto: Crypto,
  cipher: CipherName,
  s: Uint8Array,
  t: Uint8Array,
  prime: bigint,
): bigint {
  const { next, output } = constantsOf(cipher);
  const wantedBits = prime.toString(2).length + extraBits;
  const parts: Uint8Array[] = [];
  let key = keyFrom(cipher, encrypt(crypto, cipher, t, s));
  while (8 * output.length * parts.length < wantedBits) {
    parts.push(encrypt(crypto, cipher, key, output));
    key = keyFrom(cipher, encrypt(crypto, cipher, key, next));
  }
  return bigFrom(Buffer.concat(parts)) % prime;
}

function constantsOf(cipher: CipherName): typeof short {
  return cipher === 'AES-192' || cipher === 'AES-256' ? long : short;
}

function keyFrom(cipher: CipherName, bytes: Uint8Array): Uint8Array {
  return bytes.subarray(0, keyBytesOf[cipher]);
}

function encrypt(crypto: Crypto, cipher: CipherName, key: Uint8Array, blocks: Uint8Array): Uint8Array {
  return cipher === '3DES' ? crypto.tripleDesEncrypt(key, blocks) : crypto.aesCbcEncrypt(key, zeroIv, blocks);
}
