import { expect, it } from 'vitest';
import { randomFrom } from '../../../../fixtures/random.ts';
import { expectBounded, fuzz } from '../../test-mutations.ts';
import { decodeWsq } from './decode.ts';
import { encodeWsq } from './encode.ts';
import { WsqError } from './error.ts';

/** A wave that bends, small enough that tables are most of the file. */
function waves(width: number, height: number, period: number): Uint8Array {
  const pixels = Uint8Array.from({ length: width * height }, (_, i) => {
    const [x, y] = [i % width, Math.floor(i / width)];
    return 128 + 100 * Math.sin((2 * Math.PI * (x + (y * y) / 40)) / period);
  });
  return encodeWsq({ width, height, pixels }, { bitsPerPixel: 2 });
}

it('WSQ: 50,000 spoilt files are read or refused', { timeout: 240_000 }, () => {
  const report = fuzz({
    files: [waves(32, 24, 9), waves(17, 31, 5)],
    rounds: 50_000,
    random: randomFrom(42),
    read: decodeWsq,
    isWhole: ({ width, height, pixels }) => width * height > 0 && pixels.length === width * height,
    codeOf: (error) => (error instanceof WsqError ? error.code : undefined),
  });
  expectBounded(report);
  const codes = ['wsq/malformed', 'wsq/too-large', 'wsq/truncated', 'wsq/unsupported'];
  expect([...report.outcomes.keys()].sort()).toEqual(['read', ...codes]);
});

it('WSQ: more than 1,024 segments, or 32 MiB, are refused', () => {
  const good = waves(32, 24, 9);
  const withComments = (count: number): Uint8Array =>
    Uint8Array.from([
      ...good.subarray(0, 2),
      ...Array.from({ length: count }, () => [0xff, 0xa8, 0, 2]).flat(),
      ...good.subarray(2),
    ]);
  expect(decodeWsq(withComments(1000)).width).toBe(32);
  expect(() => decodeWsq(withComments(1024))).toThrow(expect.objectContaining({ code: 'wsq/malformed' }));
  const huge = { length: 2 ** 25 + 1 } as Uint8Array;
  expect(() => decodeWsq(huge)).toThrow(expect.objectContaining({ code: 'wsq/too-large', offset: 0 }));
});
