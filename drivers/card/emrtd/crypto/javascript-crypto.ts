import { cbc, cmac } from '@noble/ciphers/aes.js';
import { sha1 } from '@noble/hashes/legacy.js';
import { sha224, sha256, sha384, sha512 } from '@noble/hashes/sha2.js';
import des from 'des.js';
import { bigFrom, bytesFrom, stripZeros } from './bytes.ts';
import type { Crypto, RsaPublicKey } from './crypto.ts';
import { modPow } from './mod-pow.ts';

const digests = { sha1, sha224, sha256, sha384, sha512 };
const zeroIv = new Uint8Array(8);
const desCbc = des.CBC.instantiate(des.DES);
const tripleDesCbc = des.CBC.instantiate(des.EDE);
type DesMode = typeof desCbc;
const withoutPadding = { disablePadding: true };

/** The same primitives without the platform's library, for where it lacks one of them. */
export const javascriptCrypto: Crypto = {
  name: 'javascript',
  digest: (name, ...parts) => {
    const hash = digests[name].create();
    for (const part of parts) hash.update(part);
    return hash.digest();
  },
  aesCbcEncrypt: (key, iv, blocks) => cbc(key, iv, withoutPadding).encrypt(blocks),
  aesCbcDecrypt: (key, iv, blocks) => cbc(key, iv, withoutPadding).decrypt(blocks),
  aesCmac: (key, message) => cmac(message, key),
  tripleDesEncrypt: (key, blocks) => run(tripleDesCbc, 'encrypt', threeKeys(key), zeroIv, blocks),
  tripleDesDecrypt: (key, blocks) => run(tripleDesCbc, 'decrypt', threeKeys(key), zeroIv, blocks),
  retailMac: (key, blocks) => {
    const chained = run(desCbc, 'encrypt', key.subarray(0, 8), zeroIv, blocks.subarray(0, -8));
    const last = chained.length > 0 ? chained.subarray(-8) : zeroIv;
    return run(tripleDesCbc, 'encrypt', threeKeys(key), last, blocks.subarray(-8));
  },
  rsaPublic,
};

function run(
  mode: DesMode,
  type: 'encrypt' | 'decrypt',
  key: Uint8Array,
  iv: Uint8Array,
  blocks: Uint8Array,
): Uint8Array {
  if (blocks.length === 0) return new Uint8Array();
  const cipher = mode.create({ type, key, iv, padding: false });
  // Decryption holds the last block back until the end.
  return Uint8Array.from([...cipher.update(blocks), ...cipher.final()]);
}

function threeKeys(key: Uint8Array): Uint8Array {
  return Uint8Array.from([...key, ...key.subarray(0, 8)]);
}

function rsaPublic({ modulus, exponent }: RsaPublicKey, value: Uint8Array): Uint8Array {
  const n = bigFrom(modulus);
  const base = bigFrom(value);
  const { length } = stripZeros(modulus);
  if (value.length !== length || base >= n) throw new RangeError('the value does not fit the RSA key');
  return bytesFrom(modPow(base, bigFrom(exponent), n), length);
}
