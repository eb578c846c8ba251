import { datePartsOf, daysInMonth, isoDay, lastDayOf } from './partial-date.ts';
import { cardValidityOn } from './rules.ts';

/** How a card without expiry (không thời hạn) writes it in the MRZ. */
export const noExpiryMrz = '991231';

/**
 * The day a card runs out: the birthday at the next threshold age, or at the one after when it was issued within the margin of
 * two years before (Law 26/2023 art. 21).
 *
 * A birthday on 29 February ends on 28 February of a common year, and an unknown day is taken as the last possible; how the
 * ministry does either is not published.
 *
 * @param birth `YYYY-MM-DD`, `YYYY-MM` or `YYYY`
 * @param issue `YYYY-MM-DD`
 * @returns `YYYY-MM-DD`, or null for a card without expiry
 */
export function cardExpiry(birth: string, issue: string): string | null {
  const ends = possibleEnds(birth, issue);
  return ends[ruledEnd(ends, issue)] ?? null;
}

/**
 * The expiry dates to try as part of the MRZ key when only birth and issue are known: first the one by law, then its neighbours.
 *
 * @returns one to three dates `YYMMDD`
 */
export function candidateExpiries(birth: string, issue: string): string[] {
  const ends = possibleEnds(birth, issue);
  const ruled = ruledEnd(ends, issue);
  return [ruled, ruled + 1, ruled - 1]
    .filter((index) => index >= 0 && index <= ends.length)
    .map((index) => ends[index] ?? null)
    .filter((end) => end === null || end > issue)
    .map((end) => (end === null ? noExpiryMrz : end.slice(2).replaceAll('-', '')));
}

/** The birthdays at the threshold ages; past the last of them there is no expiry. */
function possibleEnds(birth: string, issue: string): string[] {
  const parts = datePartsOf(birth);
  const thresholds = cardValidityOn(issue)?.thresholdAges;
  if (!parts || !thresholds) throw new Error('birth or issue date of a card cannot be');
  const birthday = lastDayOf(parts);
  return thresholds.map((age) => yearsAfter(birthday, age));
}

function ruledEnd(ends: readonly string[], issue: string): number {
  const marginYears = cardValidityOn(issue)?.marginYears ?? 0;
  const index = ends.findIndex((end) => issue < yearsAfter(end, -marginYears));
  return index === -1 ? ends.length : index;
}

function yearsAfter(day: string, years: number): string {
  const { year, month = 1, day: dayOfMonth = 1 } = datePartsOf(day) ?? { year: 0 };
  const endYear = year + years;
  return isoDay(endYear, month, Math.min(dayOfMonth, daysInMonth(endYear, month)));
}
