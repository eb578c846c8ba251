import { randomBytes } from 'node:crypto';
import { pino } from 'pino';
import { StoreError } from '../db/errors.ts';
import { DriverError } from '../drivers/errors.ts';
import { type ErrorCode, StationError } from './contract/errors.ts';
import type { ErrorNotice } from './contract/notice.ts';

export interface Log {
  /** A fact about the station itself; never about a citizen. */
  info(message: string): void;
  /** Writes a failure down under a new incident number, and gives what the officer may see of it. */
  report(error: unknown): ErrorNotice;
}

/** Opens the log. Lines are JSON; values never hold a name, a number, an image or a key. */
export function openLog(file: string): Log {
  const logger = pino({ base: null }, pino.destination({ dest: file, mkdir: true, sync: true }));
  return {
    info: (message) => logger.info(message),
    report: (error) => {
      const notice = { code: codeOf(error), incident: randomBytes(4).toString('hex') };
      logger.error({ ...notice, trace: traceOf(error) });
      return notice;
    },
  };
}

function codeOf(error: unknown): ErrorCode {
  if (error instanceof DriverError || error instanceof StoreError || error instanceof StationError)
    return error.code;
  return 'station/unexpected';
}

function traceOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause === undefined ? '' : `\ncaused by ${traceOf(error.cause)}`;
  return `${error.stack ?? error.message}${cause}`;
}
