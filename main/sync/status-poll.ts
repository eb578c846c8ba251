import { keepStatuses, readStatusCursor } from '../../db/centre-statuses.ts';
import type { Store } from '../../db/open.ts';
import { failureCode } from './answers.ts';
import { backoffMs } from './backoff.ts';
import type { Centre } from './centre.ts';
import type { ClockReading } from './clock.ts';
import type { Line } from './line.ts';
import { askStatuses } from './statuses.ts';

export interface StatusPollOptions {
  readonly store: Store;
  readonly centre: Centre;
  readonly line: Line;
  /** From one question to the next, a random half of it aside. */
  readonly everyMs: number;
  readonly now: () => number;
  readonly random: () => number;
  log(message: string): void;
}

/** Brings home what became of the applications the centre has taken. */
export interface StatusPoll {
  isDue(): boolean;
  /**
   * Asks for one page from the stored cursor on, and stores it with the next: a page comes once, whenever the station stops.
   *
   * @returns the applications whose status is another now; nothing after a failure, which is tried again later
   * @throws the signal's reason, StoreError
   */
  ask(
    signal: AbortSignal,
  ): Promise<{ readonly changed: readonly string[]; readonly clock: ClockReading | undefined }>;
}

const firstRetryMs = 5_000;

export function openStatusPoll(options: StatusPollOptions): StatusPoll {
  const { store, everyMs, now, random, log } = options;
  let dueAtMs = now();
  let failures = 0;

  async function askPage(signal: AbortSignal): ReturnType<typeof askStatuses> {
    try {
      return await askStatuses(options, readStatusCursor(store), signal);
    } catch (error) {
      options.line.hangUp();
      throw error;
    }
  }

  function postpone(error: unknown): void {
    failures += 1;
    dueAtMs = now() + backoffMs({ firstMs: firstRetryMs, maxMs: everyMs }, failures, random);
    log(`statuses: ${failureCode(error)}`);
  }

  return {
    // A clock that was set back must not keep the station from asking.
    isDue: () => now() >= dueAtMs || dueAtMs - now() > everyMs,
    ask: async (signal) => {
      const asked = await askPage(signal).catch((error: unknown) => {
        signal.throwIfAborted();
        postpone(error);
      });
      if (!asked) return { changed: [], clock: undefined };
      const { page, clock } = asked;
      const records = page.statuses.map(({ applicationId, status, reason = null, at }) => ({
        applicationId,
        status,
        reason,
        atMs: Date.parse(at),
      }));
      const changed = keepStatuses(store, records, page.cursor);
      failures = 0;
      dueAtMs = now() + (page.hasMore ? 0 : backoffMs({ firstMs: everyMs, maxMs: everyMs }, 1, random));
      return { changed, clock };
    },
  };
}
