/** Digests a chip may name, as `node:crypto` spells them. */
export const digestNames = ['sha1', 'sha224', 'sha256', 'sha384', 'sha512'] as const;
export type DigestName = (typeof digestNames)[number];

/** An RSA public key; both numbers unsigned and positive. */
export interface RsaPublicKey {
  readonly modulus: Uint8Array;
  readonly exponent: Uint8Array;
}

/**
 * The symmetric and RSA primitives a chip conversation needs. Two back ends give the same bytes; see {@link chooseCrypto}.
 *
 * Elliptic curves and Diffie-Hellman are not here: they are always computed in JavaScript (`groups/`), because no platform
 * library has all the curves, and none adds points.
 */
export interface Crypto {
  readonly name: 'node' | 'javascript';
  digest(name: DigestName, ...parts: readonly Uint8Array[]): Uint8Array;
  /** AES-CBC without padding of its own. @param key 16, 24 or 32 bytes; `iv` 16; `blocks` a multiple of 16 */
  aesCbcEncrypt(key: Uint8Array, iv: Uint8Array, blocks: Uint8Array): Uint8Array;
  aesCbcDecrypt(key: Uint8Array, iv: Uint8Array, blocks: Uint8Array): Uint8Array;
  /** AES-CMAC, 16 bytes (NIST SP 800-38B, RFC 4493). */
  aesCmac(key: Uint8Array, message: Uint8Array): Uint8Array;
  /** Two-key 3DES in CBC mode, IV zero, without padding of its own. @param key 16 bytes; `blocks` a multiple of 8 */
  tripleDesEncrypt(key: Uint8Array, blocks: Uint8Array): Uint8Array;
  tripleDesDecrypt(key: Uint8Array, blocks: Uint8Array): Uint8Array;
  /** ISO/IEC 9797-1 MAC algorithm 3 over whole blocks: the caller pads. 8 bytes. @param key 16 bytes */
  retailMac(key: Uint8Array, blocks: Uint8Array): Uint8Array;
  /**
   * The bare RSA public operation.
   *
   * @param value as long as the modulus and smaller than it
   * @returns as many bytes as the modulus has, with leading zeros
   * @throws RangeError when the value does not fit
   */
  rsaPublic(key: RsaPublicKey, value: Uint8Array): Uint8Array;
}
