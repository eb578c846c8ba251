import { expect, it } from 'vitest';
import { ageOn } from './age.ts';
import { receptionDay, receptionTime, startOfReceptionDayMs } from './reception-day.ts';

it.each([
  ['2001-05-12', '2026-05-11', 24],
  ['2001-05-12', '2026-05-12', 25],
  ['2000-02-29', '2025-02-28', 24],
  ['2000-02-29', '2025-03-01', 25],
  ['1950', '2026-11-24', 75],
  ['1950', '2026-12-31', 76],
  ['1950-05', '2026-05-30', 75],
  ['1950-05', '2026-05-31', 76],
  ['2026', '2026-11-24', 0],
  ['2026-11-25', '2026-11-24', undefined],
  ['2001-02-30', '2026-11-24', undefined],
  ['', '2026-11-24', undefined],
])('a person born %s is on %s of age %s', (birth, day, age) => {
  expect(ageOn(birth, day)).toBe(age);
});

it('tells day and time at the counter, seven hours ahead of Greenwich', () => {
  const ms = Date.parse('2026-11-23T17:31:00Z');
  expect([receptionDay(ms), receptionTime(ms)]).toEqual(['2026-11-24', '00:31']);
  expect(startOfReceptionDayMs(ms)).toBe(Date.parse('2026-11-24T00:00:00+07:00'));
});
