import { type ApplicationListing, listApplications } from '../db/applications.ts';
import type { Store } from '../db/open.ts';
import { type DeliveryMark, readDeliveryMarks } from '../db/queue.ts';
import type { ApplicationRow } from './contract/calls.ts';
import { ApplicationReason, ApplicationType, StepName } from './contract/enrollment.ts';
import { ApplicationId } from './contract/ids.ts';

/** More rows than an officer looks through; beyond them he searches. */
const mostRows = 500;

/** What the desk lists: today's applications and every unfinished draft, or whatever the search finds on this station. */
export function applicationRows(store: Store, search: string, sinceMs: number): ApplicationRow[] {
  const filter = search.trim() === '' ? { sinceMs } : { search };
  const listed = listApplications(store, filter, mostRows);
  const marks = new Map(
    readDeliveryMarks(
      store,
      listed.map(({ id }) => id),
    ).map((mark) => [mark.applicationId, mark]),
  );
  return listed.map((record) => applicationRow(record, marks.get(record.id)));
}

function applicationRow(record: ApplicationListing, mark: DeliveryMark | undefined): ApplicationRow {
  const { receiptNo, receivedAtMs, fullName, personalId, birthDate, sex, state, nextStep } = record;
  return {
    applicationId: ApplicationId.parse(record.id),
    receiptNo,
    receivedAtMs,
    fullName,
    personalId,
    birthDate,
    sex,
    type: ApplicationType.parse(record.type),
    reason: ApplicationReason.parse(record.reason),
    state,
    ...(state === 'draft' && nextStep !== null ? { nextStep: StepName.parse(nextStep) } : {}),
    ...(mark?.hold ? { hold: mark.hold } : {}),
    ...(mark?.centreStatus ? { centreStatus: mark.centreStatus } : {}),
  };
}
