/** A day, month or year as stored: `YYYY-MM-DD`, `YYYY-MM` or `YYYY`. Only births may lack day or month. */
interface DateParts {
  readonly year: number;
  readonly month?: number;
  readonly day?: number;
}

const stored = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/;
const written = /^(?:(?:(\d{1,2}|-{1,2})[/.-])?(\d{1,2}|-{1,2})[/.-])?(\d{4})$/;
const compact = /^(\d{2})(\d{2})(\d{4})$/;

/** Takes a stored date apart, or gives undefined when it is not written as one. The day need not exist: see `isRealDate`. */
export function datePartsOf(text: string): DateParts | undefined {
  const match = stored.exec(text);
  if (!match) return undefined;
  const [, year, month, day] = match;
  return {
    year: Number(year),
    ...(month === undefined ? {} : { month: Number(month) }),
    ...(day === undefined ? {} : { day: Number(day) }),
  };
}

/** Whether month and day, as far as they are given, exist in the proleptic Gregorian calendar. */
export function isRealDate({ year, month, day }: DateParts): boolean {
  if (month === undefined) return true;
  if (month < 1 || month > 12) return false;
  return day === undefined || (day >= 1 && day <= daysInMonth(year, month));
}

/** Days of a month (1–12), leap years counted. */
export function daysInMonth(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

/**
 * Brings a written date into the stored form: `12/05/2001`, `12052001`, `--/--/1950`, `00001950`, `05/1950`, `1950`.
 *
 * Only the writing changes: 31/02 stays 31/02. Gives undefined for anything else, also for a day without its month.
 */
export function storedDateOf(text: string): string | undefined {
  if (datePartsOf(text)) return text;
  const match = written.exec(text) ?? compact.exec(text);
  if (!match) return undefined;
  const [, day, month, year = ''] = match;
  const [knownDay, knownMonth] = [knownPart(day), knownPart(month)];
  if (knownMonth === undefined) return knownDay === undefined ? year : undefined;
  return [year, knownMonth, ...(knownDay === undefined ? [] : [knownDay])].join('-');
}

function knownPart(part: string | undefined): string | undefined {
  return part === undefined || /^(-+|0+)$/.test(part) ? undefined : part.padStart(2, '0');
}

/** A stored date as officers and citizens read it: `12/05/2001`, `--/--/1950`. Other text stays as it is. */
export function shownDateOf(text: string): string {
  const parts = datePartsOf(text);
  if (!parts) return text;
  const shown = (part: number | undefined): string =>
    part === undefined ? '--' : String(part).padStart(2, '0');
  return `${shown(parts.day)}/${shown(parts.month)}/${String(parts.year).padStart(4, '0')}`;
}

/** The last day a partial date can mean: what has certainly been reached by then. `1950` is 1950-12-31. */
export function lastDayOf({ year, month = 12, day }: DateParts): string {
  return isoDay(year, month, day ?? daysInMonth(year, month));
}

/** `YYYY-MM-DD` of a year, month (1–12) and day. */
export function isoDay(year: number, month: number, day: number): string {
  const twoDigits = (part: number): string => String(part).padStart(2, '0');
  return `${String(year).padStart(4, '0')}-${twoDigits(month)}-${twoDigits(day)}`;
}
