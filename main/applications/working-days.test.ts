import { expect, it } from 'vitest';
import holidays from './rules/holidays.json' with { type: 'json' };
import { addWorkingDays, dueDate, HolidayCalendar } from './working-days.ts';

const national = HolidayCalendar.parse(holidays);
const noHolidays = { ...national, yearly: [], dated: [] };

it.each([
  ['2026-11-02', 7, '2026-11-11'],
  ['2026-11-06', 1, '2026-11-09'],
  ['2026-11-07', 1, '2026-11-09'],
  ['2026-11-08', 5, '2026-11-13'],
])('%s plus %d working days is %s', (day, count, end) => {
  expect(addWorkingDays(day, count, noHolidays)).toBe(end);
});

it.each([
  ['2026-11-23', '2026-12-03'],
  ['2026-12-30', '2027-01-11'],
  ['2027-02-03', '2027-02-19'],
])('does not count the days the offices are closed: received %s, due %s', (day, due) => {
  expect(dueDate('exchange', Date.parse(`${day}T08:30:00+07:00`))).toBe(due);
});

it('counts a Saturday on which the offices are open instead', () => {
  expect(addWorkingDays('2026-11-06', 1, { ...noHolidays, workingWeekends: ['2026-11-07'] })).toBe(
    '2026-11-07',
  );
});

it('names no weekend as a holiday: that would hide a day in lieu', () => {
  const weekends = national.dated.filter(({ date }) => [0, 6].includes(new Date(date).getUTCDay()));
  expect(weekends).toEqual([]);
});
