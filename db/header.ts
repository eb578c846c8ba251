import { createHmac } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';
import type { StoreErrorCode } from './errors.ts';

const markBytes = 16;
const headerBytes = 24;

/**
 * The first 16 bytes of every store that has this key, and of its backups: they tell a wrong key from a damaged file.
 *
 * The cipher keeps its salt there, and makes no use of it when the key is raw.
 */
export function keyMark(key: Uint8Array): Buffer {
  return createHmac('sha256', key).update('enrollment station store').digest().subarray(0, markBytes);
}

/** Whether a store was encrypted with this key, by its mark. */
export function isMarkedWith(file: string, key: Uint8Array): boolean {
  return readHeader(file).subarray(0, markBytes).equals(keyMark(key));
}

/**
 * Why a file cannot be read as a store under this key.
 *
 * Only for a file that this process has not open as a store: on POSIX, closing any handle lets go of all its locks on the file.
 */
export function whyUnreadable(
  file: string,
  key: Uint8Array,
): Extract<StoreErrorCode, 'store/damaged' | 'store/wrong-key' | 'store/foreign'> {
  const header = readHeader(file);
  const mark = header.subarray(0, markBytes);
  // A shorter beginning of ours is ours too, down to the empty file that a power cut leaves behind.
  if (mark.equals(keyMark(key).subarray(0, mark.length))) return 'store/damaged';
  return isEncrypted(header) ? 'store/wrong-key' : 'store/foreign';
}

/**
 * Whether the part of the header that the cipher leaves readable is that of a store: pages of 4096 bytes, 64 of them reserved for
 * nonce and tag, and the three fixed payload fractions (SQLite file format, section 1.3).
 */
function isEncrypted(header: Buffer): boolean {
  const pageSize = header.subarray(16, 18).toString('hex');
  const reservedAndFractions = header.subarray(20, headerBytes).toString('hex');
  const isPlain = header.toString('latin1').startsWith('SQLite format 3');
  return !isPlain && pageSize === '1000' && reservedAndFractions === '40402020';
}

function readHeader(file: string): Buffer {
  const header = Buffer.alloc(headerBytes);
  const fd = openSync(file, 'r');
  try {
    return header.subarray(0, readSync(fd, header, 0, headerBytes, 0));
  } finally {
    closeSync(fd);
  }
}
