import { bytesFrom, pad } from './crypto/bytes.ts';
import type { Crypto } from './crypto/crypto.ts';
import { type CipherName, deriveKey } from './key-derivation.ts';

/** The two keys of a protected conversation, and the counter both ends step. */
export interface SessionKeys {
  readonly cipher: CipherName;
  readonly enc: Uint8Array;
  readonly mac: Uint8Array;
  /** Send sequence counter where the conversation begins: as many bytes as the cipher's block. */
  readonly ssc: bigint;
}

/** Encryption and MAC of one message (ICAO 9303-11 section 9.8.6). Blocks are padded already where that is said. */
export interface SessionCipher {
  /** 8 for 3DES, 16 for AES. */
  readonly blockBytes: number;
  encrypt(ssc: bigint, padded: Uint8Array): Uint8Array;
  decrypt(ssc: bigint, blocks: Uint8Array): Uint8Array;
  /** 8 bytes over the counter and a message padded here. */
  mac(ssc: bigint, message: Uint8Array): Uint8Array;
}

const zeroIv = new Uint8Array(16);
const macBytes = 8;

export function sessionCipher(crypto: Crypto, { cipher, enc, mac }: SessionKeys): SessionCipher {
  return cipher === '3DES' ? tripleDes(crypto, enc, mac) : aes(crypto, enc, mac);
}

/** The keys that follow from a shared secret; the counter starts at zero (ICAO 9303-11 sections 4.4.3.5 and 6.2.4). */
export function keysFromSecret(crypto: Crypto, cipher: CipherName, secret: Uint8Array): SessionKeys {
  return {
    cipher,
    enc: deriveKey(crypto, cipher, secret, 'enc'),
    mac: deriveKey(crypto, cipher, secret, 'mac'),
    ssc: 0n,
  };
}

/** IV zero; the counter is part of the MAC only. */
function tripleDes(crypto: Crypto, enc: Uint8Array, mac: Uint8Array): SessionCipher {
  const blockBytes = 8;
  return {
    blockBytes,
    encrypt: (_ssc, padded) => crypto.tripleDesEncrypt(enc, padded),
    decrypt: (_ssc, blocks) => crypto.tripleDesDecrypt(enc, blocks),
    mac: (ssc, message) =>
      crypto.retailMac(mac, pad(Buffer.concat([bytesFrom(ssc, blockBytes), message]), blockBytes)),
  };
}

/** The IV is the encrypted counter (section 9.8.6.1); the MAC is CMAC cut to 8 bytes. */
function aes(crypto: Crypto, enc: Uint8Array, mac: Uint8Array): SessionCipher {
  const blockBytes = 16;
  const iv = (ssc: bigint): Uint8Array => crypto.aesCbcEncrypt(enc, zeroIv, bytesFrom(ssc, blockBytes));
  return {
    blockBytes,
    encrypt: (ssc, padded) => crypto.aesCbcEncrypt(enc, iv(ssc), padded),
    decrypt: (ssc, blocks) => crypto.aesCbcDecrypt(enc, iv(ssc), blocks),
    mac: (ssc, message) =>
      crypto
        .aesCmac(mac, pad(Buffer.concat([bytesFrom(ssc, blockBytes), message]), blockBytes))
        .slice(0, macBytes),
  };
}
