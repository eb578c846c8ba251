import { encode } from '@msgpack/msgpack';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isModest } from './frame-scan.ts';

const leaf = fc.oneof(
  fc.string({ maxLength: 300 }),
  fc.uint8Array({ maxLength: 300 }),
  fc.integer(),
  fc.double(),
  fc.boolean(),
  fc.constant(null),
  fc.maxSafeInteger(),
);
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 6 },
    leaf,
    fc.array(tie('value'), { maxLength: 20 }),
    fc.dictionary(fc.string(), tie('value')),
  ),
}));

const bytes = (...values: number[]): Uint8Array => new Uint8Array(values);
const nested = (depth: number): Uint8Array => bytes(...Array<number>(depth).fill(0x91), 0xc0);

describe('isModest', () => {
  it('lets through whatever the encoder makes, and no part of it', () => {
    fc.assert(
      fc.property(value, fc.nat(), (given, cut) => {
        const whole = encode(given);
        expect(isModest(whole)).toBe(true);
        expect(isModest(whole.subarray(0, cut % whole.length))).toBe(false);
        expect(isModest(new Uint8Array([...whole, 0xc0]))).toBe(false);
      }),
    );
  });

  it('knows every head byte of the specification', () => {
    const heads = [
      bytes(0xc7, 2, 1, 0, 0),
      bytes(0xc8, 0, 2, 1, 0, 0),
      bytes(0xc9, 0, 0, 0, 2, 1, 0, 0),
      bytes(0xd4, 1, 0),
      bytes(0xd5, 1, 0, 0),
      bytes(0xd6, 1, ...Array<number>(4).fill(0)),
      bytes(0xd7, 1, ...Array<number>(8).fill(0)),
      bytes(0xd8, 1, ...Array<number>(16).fill(0)),
      bytes(0xdc, 0, 1, 0xc0),
      bytes(0xdd, 0, 0, 0, 1, 0xc0),
      bytes(0xde, 0, 1, 0xa0, 0xc0),
      bytes(0xdf, 0, 0, 0, 1, 0xa0, 0xc0),
    ];
    expect(heads.filter((head) => !isModest(head))).toEqual([]);
    expect(heads.filter((head) => isModest(head.subarray(0, -1)))).toEqual([]);
  });

  it.each([
    ['nothing', bytes()],
    ['the byte that is never used', bytes(0xc1)],
    ['a length of four gigabytes', bytes(0xdd, 0xff, 0xff, 0xff, 0xff)],
    ['text of four gigabytes', bytes(0xdb, 0xff, 0xff, 0xff, 0xff)],
    ['too deep', nested(16)],
    ['too many values', encode(Array<null>(200_000).fill(null))],
  ])('refuses %s', (_what, given) => expect(isModest(given)).toBe(false));

  it('takes what is just deep and large enough', () => {
    expect(isModest(nested(15))).toBe(true);
    expect(isModest(encode(Array<null>(199_999).fill(null)))).toBe(true);
  });
});
