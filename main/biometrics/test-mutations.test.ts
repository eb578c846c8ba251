import { expect, it } from 'vitest';
import { randomFrom } from '../../fixtures/random.ts';
import { expectBounded, type FuzzReport, fuzz, spoil } from './test-mutations.ts';

const file = Uint8Array.from({ length: 100 }, (_, i) => i);
const common = { files: [file], rounds: 200, isWhole: () => true, codeOf: () => undefined };

it('spoils the same files again, nearly all of them differently', () => {
  const many = (seed: number): string[] => {
    const random = randomFrom(seed);
    return Array.from({ length: 200 }, () => Buffer.from(spoil([file], random)).toString('hex'));
  };
  expect(many(1)).toEqual(many(1));
  expect(new Set(many(1)).size).toBeGreaterThan(150);
});

it('tells an error that is no refusal, and the file', () => {
  const read = (bytes: Uint8Array): number => {
    if (bytes.length > 100) throw new TypeError('index of undefined');
    return bytes.length;
  };
  expect(() => fuzz({ ...common, random: randomFrom(2), read })).toThrow(
    /^round \d+: TypeError: index of undefined for [\w+/=]+$/,
  );
});

it('sees memory and processor time that a file costs', () => {
  const read = (): number => {
    const end = process.threadCpuUsage().user + 30_000;
    while (process.threadCpuUsage().user < end);
    return new Uint8Array(5_000_000).length;
  };
  const report = fuzz({ ...common, rounds: 3, random: randomFrom(3), read });
  expect(report.outcomes).toEqual(new Map([['read', 3]]));
  expect(report.mostBytesOfOne).toBeGreaterThanOrEqual(5_000_000);
  expect(report.slowestMs).toBeGreaterThanOrEqual(30);
});

const fine: FuzzReport = {
  outcomes: new Map([
    ['read', 50],
    ['some/code', 50],
  ]),
  slowestMs: 1,
  mostBytesOfOne: 1,
  mostHeapBytes: 1,
};
it.each<[string, Partial<FuzzReport>]>([
  [
    'what is not whole',
    {
      outcomes: new Map([
        ['read', 99],
        ['read, but not whole', 1],
        ['some/code', 99],
      ]),
    },
  ],
  ['no refusals', { outcomes: new Map([['read', 100]]) }],
  ['nothing read', { outcomes: new Map([['some/code', 100]]) }],
  ['2 s', { slowestMs: 2000 }],
  ['256 MiB outside the heap', { mostBytesOfOne: 2 ** 28 }],
  ['256 MiB of heap', { mostHeapBytes: 2 ** 28 }],
])('does not accept %s', (_what, change) => {
  expect(() => expectBounded(fine)).not.toThrow();
  expect(() => expectBounded({ ...fine, ...change })).toThrow();
});
