import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maxChunkBytes, minChunkBytes, openPace, openThrottle } from './pace.ts';

const kib = 1024;

describe('the size of a chunk', () => {
  it('is what a line of 256 kbit/s carries in 4 s', () => {
    const pace = openPace();
    for (let n = 0; n < 5; n += 1) pace.arrived(pace.chunkBytes(), (pace.chunkBytes() / 32_000) * 1000);
    expect(pace.chunkBytes()).toBe(64 * kib);
  });

  it('grows twofold on a fast line, and is halved by a cut', () => {
    const pace = openPace();
    const sizes = [pace.chunkBytes()];
    for (let n = 0; n < 5; n += 1) {
      pace.arrived(pace.chunkBytes(), 10);
      sizes.push(pace.chunkBytes() / kib);
    }
    pace.cut();
    expect([...sizes.slice(1), pace.chunkBytes() / kib]).toEqual([512, 1024, 2048, 4096, 4096, 2048]);
  });

  it('does not shrink because the end of a packet was short', () => {
    const pace = openPace();
    pace.arrived(1_000, 300);
    expect(pace.chunkBytes()).toBe(256 * kib);
  });

  it('is a multiple of 64 KiB from 64 KiB to 4 MiB, whatever happens', () => {
    const event = fc.oneof(fc.constant('cut' as const), fc.integer({ min: 0, max: 600_000 }));
    fc.assert(
      fc.property(fc.array(event, { maxLength: 30 }), (events) => {
        const pace = openPace();
        for (const one of events) {
          if (one === 'cut') pace.cut();
          else pace.arrived(pace.chunkBytes(), one);
          const bytes = pace.chunkBytes();
          expect(bytes % minChunkBytes).toBe(0);
          expect(bytes >= minChunkBytes && bytes <= maxChunkBytes).toBe(true);
        }
      }),
    );
  });
});

describe('the bandwidth', () => {
  it('is never more than was allowed, and every byte is sent in order', async () => {
    const bytes = Uint8Array.from({ length: 100 * kib }, (_, n) => n % 251);
    const throttle = openThrottle(500 * kib);
    const startedMs = performance.now();
    const pieces: Uint8Array[] = [];
    for await (const piece of throttle.pieces(bytes, new AbortController().signal)) pieces.push(piece);
    expect(Buffer.concat(pieces).equals(bytes)).toBe(true);
    // The last piece goes as soon as those before have paid for themselves.
    expect(performance.now() - startedMs).toBeGreaterThanOrEqual((96 / 500) * 1000 - 5);
  });
});
