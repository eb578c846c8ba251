/** Vietnam keeps UTC+7 all year, without daylight saving, since 1975. */
const vietnamOffsetMs = 7 * 3_600_000;

/** The day at the counter (Asia/Ho_Chi_Minh) of an instant, as `YYYY-MM-DD`. */
export function receptionDay(receivedAtMs: number): string {
  return atCounter(receivedAtMs).slice(0, 10);
}

/** The time of day at the counter, as `HH:mm`. */
export function receptionTime(receivedAtMs: number): string {
  return atCounter(receivedAtMs).slice(11, 16);
}

/** The instant at which the day at the counter began. */
export function startOfReceptionDayMs(ms: number): number {
  return Date.parse(receptionDay(ms)) - vietnamOffsetMs;
}

function atCounter(ms: number): string {
  return new Date(ms + vietnamOffsetMs).toISOString();
}
