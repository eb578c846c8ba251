import { timingSafeEqual } from 'node:crypto';

/** Bit by bit; as long as the first. */
export function xor(a: Uint8Array, b: Uint8Array): Uint8Array {
  return a.map((byte, i) => byte ^ (b[i] ?? 0));
}

/** Whether both hold the same bytes, in a time that tells nothing about where they differ. */
export function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}

/** @returns the unsigned number these bytes write, most significant first */
export function bigFrom(bytes: Uint8Array): bigint {
  return bytes.length === 0 ? 0n : BigInt(`0x${Buffer.from(bytes).toString('hex')}`);
}

/**
 * @returns the number in exactly `length` bytes, most significant first (I2OSP)
 * @throws RangeError when it needs more
 */
export function bytesFrom(value: bigint, length: number): Uint8Array {
  const hex = (value === 0n ? '' : value.toString(16)).padStart(2 * length, '0');
  if (hex.length > 2 * length) throw new RangeError(`no ${length} bytes hold this number`);
  return Uint8Array.from(Buffer.from(hex, 'hex'));
}

/** Appends 80 and zeros up to a whole block; always at least one byte (ISO/IEC 9797-1 padding method 2). */
export function pad(bytes: Uint8Array, blockBytes: number): Uint8Array {
  const padded = new Uint8Array((Math.floor(bytes.length / blockBytes) + 1) * blockBytes);
  padded.set(bytes);
  padded[bytes.length] = 0x80;
  return padded;
}

/** Takes the padding off; nothing when it is not there or longer than a block. */
export function unpad(padded: Uint8Array, blockBytes: number): Uint8Array | undefined {
  const mark = padded.findLastIndex((byte) => byte !== 0);
  if (padded[mark] !== 0x80 || padded.length - mark > blockBytes) return undefined;
  return padded.subarray(0, mark);
}

/** Without zeros in front. */
export function stripZeros(bytes: Uint8Array): Uint8Array {
  const first = bytes.findIndex((byte) => byte !== 0);
  return first < 0 ? new Uint8Array() : bytes.subarray(first);
}
