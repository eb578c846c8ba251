import { createCipheriv, createDecipheriv } from 'node:crypto';

// Single DES does not exist in OpenSSL 3 any more, so everything here is made of `des-ede3-cbc`: two-key 3DES is K1|K2|K1,
// and K1|K1|K1 encrypts as single DES does.

const blockBytes = 8;
const zeroIv = new Uint8Array(blockBytes);

/** Two-key 3DES in CBC mode with a zero IV, no padding of its own (ICAO 9303-11 section 9.8.6.1). */
export function encryptCbc(key: Uint8Array, blocks: Uint8Array): Uint8Array {
  const cipher = createCipheriv('des-ede3-cbc', threeKeys(key), zeroIv).setAutoPadding(false);
  return new Uint8Array(Buffer.concat([cipher.update(blocks), cipher.final()]));
}

/** The reverse of {@link encryptCbc}. */
export function decryptCbc(key: Uint8Array, blocks: Uint8Array): Uint8Array {
  const decipher = createDecipheriv('des-ede3-cbc', threeKeys(key), zeroIv).setAutoPadding(false);
  return new Uint8Array(Buffer.concat([decipher.update(blocks), decipher.final()]));
}

/** MAC of 8 bytes: ISO/IEC 9797-1 algorithm 3 with padding method 2 (ICAO 9303-11 section 9.8.6.2). */
export function retailMac(key: Uint8Array, message: Uint8Array): Uint8Array {
  const padded = pad(message);
  const k1 = key.subarray(0, blockBytes);
  const chain = createCipheriv('des-ede3-cbc', Buffer.concat([k1, k1, k1]), zeroIv).setAutoPadding(false);
  const chained = chain.update(padded.subarray(0, -blockBytes));
  const iv = chained.length > 0 ? chained.subarray(-blockBytes) : zeroIv;
  const last = createCipheriv('des-ede3-cbc', threeKeys(key), iv).setAutoPadding(false);
  return new Uint8Array(last.update(padded.subarray(-blockBytes)));
}

/** Appends 80 and zeros up to a whole block; always at least one byte (ISO/IEC 9797-1 padding method 2). */
export function pad(bytes: Uint8Array): Uint8Array {
  const padded = new Uint8Array((Math.floor(bytes.length / blockBytes) + 1) * blockBytes);
  padded.set(bytes);
  padded[bytes.length] = 0x80;
  return padded;
}

/** Takes the padding off; nothing when it is not there or longer than a block. */
export function unpad(padded: Uint8Array): Uint8Array | undefined {
  const mark = padded.findLastIndex((byte) => byte !== 0);
  if (padded[mark] !== 0x80 || padded.length - mark > blockBytes) return undefined;
  return padded.subarray(0, mark);
}

function threeKeys(key: Uint8Array): Uint8Array {
  return Buffer.concat([key, key.subarray(0, blockBytes)]);
}
