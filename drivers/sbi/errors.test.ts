import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isSbiError, sbiErrorCodes, sbiErrorOf } from './errors.ts';

const range = (first: number, last: number): string[] =>
  Array.from({ length: last - first + 1 }, (_, index) => String(first + index));

describe('an error of a service', () => {
  it('has a meaning when SBI 0.9.5 or MockMDS knows it', () => {
    const known = [
      ...range(100, 122),
      ...range(500, 507),
      ...['601', ...range(604, 610)],
      ...range(700, 710),
      ...['800', '801', '803', '804', '805', '806', '809', '810', '999'],
    ];
    expect(known.filter((code) => !(code in sbiErrorCodes))).toEqual([]);
  });

  it.each([
    ['100', 'untrusted'],
    ['101', 'nobody'],
    ['102', 'fault'],
    ['103', 'untrusted'],
    ['106', 'unplugged'],
    ['110', 'fault'],
    ['111', 'busy'],
    ['551', 'fault'],
    ['701', 'nobody'],
    ['703', 'busy'],
    ['705', 'unplugged'],
    ['801', 'nobody'],
    ['803', 'busy'],
    ['805', 'unplugged'],
    ['4711', 'fault'],
    ['constructor', 'fault'],
    ['__proto__', 'fault'],
  ] as const)('%s is %s', (code, meaning) => expect(sbiErrorOf(code).trouble).toBe(meaning));

  it('never repeats what a service writes', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 5 }), (text) => {
        expect(sbiErrorOf(text).message).toBe('the service reports error of no number');
      }),
    );
  });

  it('is none when all is well', () => {
    expect(['', '0', '1', '101'].map(isSbiError)).toEqual([false, false, true, true]);
  });
});
