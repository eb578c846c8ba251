import {
  constants,
  createCipheriv,
  createDecipheriv,
  createHash,
  createPublicKey,
  publicDecrypt,
} from 'node:crypto';
import { stripZeros, xor } from './bytes.ts';
import type { Crypto, RsaPublicKey } from './crypto.ts';

const zeroIv = new Uint8Array(16);
const desBlock = 8;
const aesBlock = 16;

/** Primitives of the platform's own library: OpenSSL under Node, BoringSSL under Electron. */
export const nodeCrypto: Crypto = {
  name: 'node',
  digest: (name, ...parts) => {
    const hash = createHash(name);
    for (const part of parts) hash.update(part);
    return new Uint8Array(hash.digest());
  },
  aesCbcEncrypt: (key, iv, blocks) => encrypt(`aes-${8 * key.length}-cbc`, key, iv, blocks),
  aesCbcDecrypt: (key, iv, blocks) => decrypt(`aes-${8 * key.length}-cbc`, key, iv, blocks),
  aesCmac,
  tripleDesEncrypt: (key, blocks) =>
    encrypt('des-ede3-cbc', threeKeys(key), zeroIv.subarray(0, desBlock), blocks),
  tripleDesDecrypt: (key, blocks) =>
    decrypt('des-ede3-cbc', threeKeys(key), zeroIv.subarray(0, desBlock), blocks),
  retailMac,
  rsaPublic,
};

function encrypt(cipher: string, key: Uint8Array, iv: Uint8Array, blocks: Uint8Array): Uint8Array {
  const running = createCipheriv(cipher, key, iv).setAutoPadding(false);
  return joined(running.update(blocks), running.final());
}

function decrypt(cipher: string, key: Uint8Array, iv: Uint8Array, blocks: Uint8Array): Uint8Array {
  const running = createDecipheriv(cipher, key, iv).setAutoPadding(false);
  return joined(running.update(blocks), running.final());
}

/** Without padding the last part is empty, and nothing needs copying. */
function joined(most: Buffer, last: Buffer): Uint8Array {
  return last.length === 0
    ? new Uint8Array(most.buffer, most.byteOffset, most.length)
    : Buffer.concat([most, last]);
}

/** The library has no CMAC of its own: it is CBC over the message, its last block masked with a subkey. */
function aesCmac(key: Uint8Array, message: Uint8Array): Uint8Array {
  const cipher = `aes-${8 * key.length}-cbc`;
  const isWhole = message.length > 0 && message.length % aesBlock === 0;
  const first = doubled(encrypt(cipher, key, zeroIv, zeroIv));
  const subkey = isWhole ? first : doubled(first);
  const blocks = new Uint8Array(Math.max(1, Math.ceil(message.length / aesBlock)) * aesBlock);
  blocks.set(message);
  if (!isWhole) blocks[message.length] = 0x80;
  blocks.set(xor(blocks.subarray(-aesBlock), subkey), blocks.length - aesBlock);
  return encrypt(cipher, key, zeroIv, blocks).slice(-aesBlock);
}

/** Doubling in GF(2^128), by which CMAC makes its subkeys (NIST SP 800-38B section 6.1). */
function doubled(block: Uint8Array): Uint8Array {
  const carry = (block[0] ?? 0) >> 7;
  const shifted = block.map((byte, i) => ((byte << 1) & 0xff) | ((block[i + 1] ?? 0) >> 7));
  return shifted.with(-1, (shifted.at(-1) ?? 0) ^ (carry * 0x87));
}

/** Single DES does not exist in OpenSSL 3 any more: 3DES with three equal keys is the same. */
function retailMac(key: Uint8Array, blocks: Uint8Array): Uint8Array {
  const k1 = key.subarray(0, desBlock);
  const iv = zeroIv.subarray(0, desBlock);
  const chained = encrypt('des-ede3-cbc', Buffer.concat([k1, k1, k1]), iv, blocks.subarray(0, -desBlock));
  const last = chained.length > 0 ? chained.subarray(-desBlock) : iv;
  return encrypt('des-ede3-cbc', threeKeys(key), last, blocks.subarray(-desBlock));
}

function threeKeys(key: Uint8Array): Uint8Array {
  return Buffer.concat([key, key.subarray(0, desBlock)]);
}

function rsaPublic({ modulus, exponent }: RsaPublicKey, value: Uint8Array): Uint8Array {
  if (value.length !== stripZeros(modulus).length)
    throw new RangeError('the value is not as long as the RSA key');
  const key = createPublicKey({
    format: 'jwk',
    key: {
      kty: 'RSA',
      n: Buffer.from(modulus).toString('base64url'),
      e: Buffer.from(exponent).toString('base64url'),
    },
  });
  try {
    return new Uint8Array(publicDecrypt({ key, padding: constants.RSA_NO_PADDING }, value));
  } catch (cause) {
    throw new RangeError('the value does not fit the RSA key', { cause });
  }
}
