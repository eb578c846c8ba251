import { describe, expect, it } from 'vitest';
import { inThrees, masked, shownDate, yearsSince } from './format.ts';

describe('values as people write them', () => {
  it('shows dates, whole and in part', () => {
    expect(['1985-07-04', '1950-03', '1950', '04071985'].map(shownDate)).toEqual([
      '04/07/1985',
      '--/03/1950',
      '--/--/1950',
      '04071985',
    ]);
  });

  it('shows numbers in threes, and masks them in lists', () => {
    expect(inThrees('079185000000')).toEqual(['079', '185', '000', '000']);
    expect(masked('079185000000')).toBe('079 ••• ••• 000');
    expect(masked('')).toBe('');
  });

  it('counts full years, and a year alone from its end', () => {
    const day = new Date(2026, 10, 24).getTime();
    expect(['2001-11-24', '2001-11-25', '2001', '2026-11-24'].map((birth) => yearsSince(birth, day))).toEqual(
      [25, 24, 24, 0],
    );
  });
});
