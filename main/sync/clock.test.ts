import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isClockWrong, readClock } from './clock.ts';

const noon = Date.UTC(2026, 10, 25, 12);
const date = (ms: number): { date: string } => ({ date: new Date(ms).toUTCString() });

describe('the clock', () => {
  it('is told from the Date header, with what is not known about it', () => {
    expect(readClock(date(noon), noon + 100, noon + 300)).toEqual({ aheadMs: 300, withinMs: 600 });
    expect(readClock(date(noon + 3_600_000), noon, noon)).toEqual({ aheadMs: 3_600_500, withinMs: 500 });
  });

  it('is never further away than it says, whenever the centre looked at its own', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -1e9, max: 1e9 }),
        fc.integer({ min: 0, max: 60_000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (aheadMs, tookMs, when) => {
          const reading = readClock(date(noon + tookMs * when + aheadMs), noon, noon + tookMs);
          expect(Math.abs((reading?.aheadMs ?? Number.NaN) - aheadMs)).toBeLessThanOrEqual(
            (reading?.withinMs ?? 0) + 1,
          );
        },
      ),
    );
  });

  it('is not told by a cache, by an answer without a date, or when it was set meanwhile', () => {
    expect(readClock({ ...date(noon), age: '3' }, noon, noon)).toBeUndefined();
    expect(readClock({}, noon, noon)).toBeUndefined();
    expect(readClock({ date: 'yesterday' }, noon, noon)).toBeUndefined();
    expect(readClock(date(noon), noon, noon - 1)).toBeUndefined();
  });

  it('is wrong only when no slow answer can explain it', () => {
    expect(isClockWrong({ aheadMs: -61_000, withinMs: 600 })).toBe(true);
    expect(isClockWrong({ aheadMs: 61_000, withinMs: 30_000 })).toBe(false);
  });
});
