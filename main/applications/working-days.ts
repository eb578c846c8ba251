import { z } from 'zod';
import type { ApplicationType } from '../contract/enrollment.ts';
import { receptionDay } from './reception-day.ts';
import holidays from './rules/holidays.json' with { type: 'json' };
import { rulesOn } from './rules.ts';

/** The days on which offices are closed besides the weekends, and the weekend days on which they are open. */
export const HolidayCalendar = z.strictObject({
  note: z.string(),
  basis: z.string(),
  yearly: z.array(z.strictObject({ day: z.string().regex(/^\d{2}-\d{2}$/), name: z.string() })),
  dated: z.array(z.strictObject({ date: z.iso.date(), name: z.string(), announced: z.boolean() })),
  workingWeekends: z.array(z.iso.date()),
});
export type HolidayCalendar = z.infer<typeof HolidayCalendar>;

const nationalCalendar = HolidayCalendar.parse(holidays);

/**
 * The day on which the n-th working day after a day falls. The day itself does not count.
 *
 * @param day `YYYY-MM-DD`
 * @param count 1 or more
 * @returns `YYYY-MM-DD`
 */
export function addWorkingDays(day: string, count: number, calendar: HolidayCalendar): string {
  let current = day;
  for (let left = count; left > 0; ) {
    current = dayAfter(current);
    if (isWorkingDay(current, calendar)) left -= 1;
  }
  return current;
}

/** The day the result is promised for, counted from the reception at the counter even when the line was down (`YYYY-MM-DD`). */
export function dueDate(type: ApplicationType, receivedAtMs: number): string {
  const day = receptionDay(receivedAtMs);
  return addWorkingDays(day, rulesOn(day).deadlines.workingDays[type], nationalCalendar);
}

function isWorkingDay(day: string, { yearly, dated, workingWeekends }: HolidayCalendar): boolean {
  if (workingWeekends.includes(day)) return true;
  const weekday = new Date(day).getUTCDay();
  const isWeekend = weekday === 0 || weekday === 6;
  return (
    !isWeekend && !yearly.some((off) => off.day === day.slice(5)) && !dated.some((off) => off.date === day)
  );
}

function dayAfter(day: string): string {
  return new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10);
}
