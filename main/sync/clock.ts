import type { IncomingHttpHeaders } from 'node:http';

/** How the centre's clock stands to the station's. */
export interface ClockReading {
  /** Centre minus station: positive when the station is slow. */
  readonly aheadMs: number;
  /** The true difference is no further away than this. */
  readonly withinMs: number;
}

/**
 * Reads the Date header (RFC 9110, section 6.6.1: whole seconds, cut off), which the centre wrote at some time between
 * question and answer. An answer out of a cache (Age, RFC 9111) tells nothing.
 */
export function readClock(
  headers: IncomingHttpHeaders,
  askedAtMs: number,
  answeredAtMs: number,
): ClockReading | undefined {
  const secondMs = Date.parse(headers.date ?? '');
  // The station's clock may have been set in between.
  if (Number.isNaN(secondMs) || headers['age'] !== undefined || answeredAtMs < askedAtMs) return undefined;
  const aheadMs = Math.round(secondMs + 500 - (askedAtMs + answeredAtMs) / 2);
  return { aheadMs, withinMs: Math.ceil(500 + (answeredAtMs - askedAtMs) / 2) };
}

/** More than this apart for certain, and times on forms and receipts no longer fit together. */
const mostApartMs = 60_000;

/** Whether the station's clock is certainly wrong, however late the answer came. */
export function isClockWrong({ aheadMs, withinMs }: ClockReading): boolean {
  return Math.abs(aheadMs) - withinMs > mostApartMs;
}
