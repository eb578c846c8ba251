import { datePartsOf, isRealDate, lastDayOf } from './partial-date.ts';

/**
 * Full years a person has certainly reached on a day. A birth known only by year counts from 31 December.
 *
 * @param birth `YYYY-MM-DD`, `YYYY-MM` or `YYYY`
 * @param day `YYYY-MM-DD`
 * @returns undefined when `birth` is no date or lies after `day`
 */
export function ageOn(birth: string, day: string): number | undefined {
  const parts = datePartsOf(birth);
  if (!parts || !isRealDate(parts)) return undefined;
  const born = lastDayOf(parts);
  if (birth > day) return undefined;
  const hadBirthday = day.slice(5) >= born.slice(5);
  return Math.max(0, Number(day.slice(0, 4)) - parts.year - (hadBirthday ? 0 : 1));
}
