const clock = new Intl.DateTimeFormat('vi-VN', {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
});
const shortClock = new Intl.DateTimeFormat('vi-VN', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const weekday = new Intl.DateTimeFormat('vi-VN', { weekday: 'long' });

/** 08:12:04 */
export function timeOf(ms: number): string {
  return clock.format(ms);
}

/** 08:12 */
export function shortTimeOf(ms: number): string {
  return shortClock.format(ms);
}

/** 08:12 23/11 */
export function dayTimeOf(ms: number): string {
  return `${shortTimeOf(ms)} ${dayOf(new Date(ms))}`;
}

function dayOf(date: Date): string {
  return [date.getDate(), date.getMonth() + 1].map((part) => String(part).padStart(2, '0')).join('/');
}

/** 6,3 MB, or 12 KB */
export function sizeOf(bytes: number): string {
  const [value, unit] = bytes < 1e6 ? [Math.ceil(bytes / 1e3), 'KB'] : [bytes / 1e6, 'MB'];
  return `${value.toLocaleString('vi-VN', { maximumFractionDigits: 1 })} ${unit}`;
}

/** 08:12 · Thứ Hai 23/11/2026 */
export function nowLine(ms: number): string {
  const date = new Date(ms);
  return `${shortTimeOf(ms)} · ${weekday.format(date)} ${dayOf(date)}/${date.getFullYear()}`;
}

/** A stored date (`YYYY-MM-DD`, `YYYY-MM`, `YYYY`) as people write it; unknown parts are dashes. */
export function shownDate(stored: string): string {
  const [, year, month = '--', day = '--'] = /^(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?$/.exec(stored) ?? [];
  return year === undefined ? stored : `${day}/${month}/${year}`;
}

/** 079185000000 → 079, 185, 000, 000: shown apart by markup, so that copying gives twelve digits. */
export function inThrees(number: string): string[] {
  return number.match(/.{1,3}/g) ?? [];
}

/** In lists a number is masked: 079 ••• ••• 000. */
export function masked(personalId: string): string {
  return personalId.length === 12 ? `${personalId.slice(0, 3)} ••• ••• ${personalId.slice(9)}` : personalId;
}

/** Full years on a day, from a stored birth date. */
export function yearsSince(birth: string, nowMs: number): number | undefined {
  const [year, month = 12, day = 31] = birth.split('-').map(Number);
  if (!year) return undefined;
  const now = new Date(nowMs);
  const hadBirthday = now.getMonth() + 1 > month || (now.getMonth() + 1 === month && now.getDate() >= day);
  return now.getFullYear() - year - (hadBirthday ? 0 : 1);
}

/** The first letter as it begins a sentence. */
export function capitalized(words: string): string {
  return words.charAt(0).toLocaleUpperCase('vi') + words.slice(1);
}
