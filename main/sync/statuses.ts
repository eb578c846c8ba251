import { z } from 'zod';
import { StationError } from '../contract/errors.ts';
import { ApplicationId } from '../contract/ids.ts';
import { readStatement } from '../enrollment/statement.ts';
import { answered, unexpected } from './answers.ts';
import type { Centre } from './centre.ts';
import type { ClockReading } from './clock.ts';
import type { Line } from './line.ts';

/** Largest page anybody makes or takes. */
export const maxStatusesPerPage = 100;

const cursor = z.string().max(100);

/** What became of one application after its receipt. Times are UTC, ISO 8601. */
export const CentreStatus = z.strictObject({
  applicationId: ApplicationId,
  status: z.enum(['accepted', 'supplement-wanted', 'rejected', 'in-production', 'at-office']),
  /** For the officer; what is wanted, or why it is rejected. */
  reason: z.string().max(500).optional(),
  at: z.iso.datetime({ precision: 3 }),
});
export type CentreStatus = z.infer<typeof CentreStatus>;

/** What the centre signs when a station asks what is new. In the order in which it happened; the last of an application counts. */
export const StatusPage = z.strictObject({
  schema: z.literal(1),
  stationNo: z.string().regex(/^\d{2}$/),
  /** The cursor that was asked with. */
  after: cursor,
  /** What to ask with next. */
  cursor,
  hasMore: z.boolean(),
  statuses: z.array(CentreStatus).max(maxStatusesPerPage),
});
export type StatusPage = z.infer<typeof StatusPage>;

const Answer = z.object({ statuses: z.string() });

/**
 * Asks what has become of this station's applications since `after`; empty for everything.
 *
 * @throws StationError `centre/unexpected-answer`, `centre/bad-receipt` for a page the centre did not sign, or not for this question;
 * what `answered` throws; the line's error
 */
export async function askStatuses(
  { line, centre }: { readonly line: Line; readonly centre: Centre },
  after: string,
  signal: AbortSignal,
): Promise<{ readonly page: StatusPage; readonly clock: ClockReading | undefined }> {
  const url = `stations/${centre.stationNo}/statuses?after=${encodeURIComponent(after)}`;
  const { body, clock } = await answered(line, { method: 'GET', url }, signal);
  const page = await readPage(readAnswer(body), centre);
  if (page.stationNo !== centre.stationNo || page.after !== after)
    throw new StationError('centre/bad-receipt', 'the page answers another question');
  if (page.hasMore && page.cursor === after) throw unexpected('the page leads nowhere');
  return { page, clock };
}

function readAnswer(body: string): string {
  try {
    return Answer.parse(JSON.parse(body)).statuses;
  } catch (cause) {
    throw unexpected('the answer holds no statuses', cause);
  }
}

async function readPage(jws: string, { signingKey }: Centre): Promise<StatusPage> {
  try {
    return StatusPage.parse(JSON.parse(await readStatement('enrollment-statuses', jws, [signingKey])));
  } catch (cause) {
    throw new StationError('centre/bad-receipt', 'not a page of the centre', { cause });
  }
}
