import { setTimeout as delay } from 'node:timers/promises';

/** How much is sent between two answers of the centre: what a cut costs at most. */
export interface Pace {
  chunkBytes(): number;
  /** A chunk arrived. */
  arrived(bytes: number, tookMs: number): void;
  /** A chunk was cut. */
  cut(): void;
}

export const minChunkBytes = 64 * 1024;
export const maxChunkBytes = 4 * 1024 * 1024;
const firstChunkBytes = 256 * 1024;
/** A cut costs no more than this much time, and the answers between chunks hardly any. */
const chunkMs = 4_000;

/**
 * Fits the chunk to the line: as much as it carries in 4 s, growing no more than twofold at a time, half after a cut. It is a
 * multiple of 64 KiB, from 64 KiB to 4 MiB.
 */
export function openPace(targetMs = chunkMs): Pace {
  let chunkBytes = firstChunkBytes;
  const resize = (bytes: number): void => {
    const whole = Math.floor(bytes / minChunkBytes) * minChunkBytes;
    chunkBytes = Math.min(Math.max(whole, minChunkBytes), maxChunkBytes);
  };
  return {
    chunkBytes: () => chunkBytes,
    arrived: (bytes, tookMs) => {
      const carried = (bytes / Math.max(tookMs, 1)) * targetMs;
      // The end of a packet is a short chunk, mostly made of waiting: it does not say that the line is slow.
      if (bytes < chunkBytes && carried < chunkBytes) return;
      resize(Math.min(carried, chunkBytes * 2));
    },
    cut: () => resize(chunkBytes / 2),
  };
}

/** Keeps what is sent below a bandwidth, over all requests of a line. */
export interface Throttle {
  /** The bytes in pieces, each when it may be sent. Throws the signal's reason. */
  pieces(bytes: Uint8Array, signal: AbortSignal): AsyncIterable<Uint8Array>;
}

const pieceBytes = 16 * 1024;

export function openThrottle(bytesPerSecond: number): Throttle {
  let freeAtMs = 0;
  return {
    pieces: async function* (bytes, signal) {
      if (bytes.length === 0) return;
      if (bytesPerSecond === Number.POSITIVE_INFINITY) return yield bytes;
      for (let start = 0; start < bytes.length; start += pieceBytes) {
        const piece = bytes.subarray(start, start + pieceBytes);
        const nowMs = performance.now();
        if (freeAtMs > nowMs) await delay(freeAtMs - nowMs, undefined, { signal });
        freeAtMs = Math.max(freeAtMs, nowMs) + (piece.length / bytesPerSecond) * 1000;
        yield piece;
      }
    },
  };
}
