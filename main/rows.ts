import { type ApplicationListing, listApplications } from '../db/applications.ts';
import type { Store } from '../db/open.ts';
import { listOutbox, type OutboxListing } from '../db/outbox.ts';
import type { ApplicationRow, QueueRow } from './contract/calls.ts';
import { ApplicationReason, ApplicationType, StepName } from './contract/enrollment.ts';
import { isErrorCode } from './contract/errors.ts';
import { ApplicationId } from './contract/ids.ts';
import type { CentreReceipt } from './enrollment/state.ts';

/** More rows than an officer looks through; beyond them he searches. */
const mostRows = 500;

/** What the desk lists: today's applications and every unfinished draft, or whatever the search finds on this station. */
export function applicationRows(store: Store, search: string, sinceMs: number): ApplicationRow[] {
  const filter = search.trim() === '' ? { sinceMs } : { search };
  return listApplications(store, filter, mostRows).map(applicationRow);
}

function applicationRow(record: ApplicationListing): ApplicationRow {
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
  };
}

/** The outbox as the officer reads it: state, cause, next try, and who must act. */
export function queueRows(store: Store): QueueRow[] {
  return listOutbox(store).map(queueRow);
}

function queueRow(entry: OutboxListing): QueueRow {
  const {
    applicationId,
    receiptNo,
    fullName,
    state,
    attempts,
    notBeforeMs,
    packetBytes,
    lastCode,
    centreReceipt,
  } = entry;
  return {
    applicationId: ApplicationId.parse(applicationId),
    receiptNo,
    fullName,
    state,
    attempts,
    notBeforeMs,
    packetBytes,
    actor: actorOf(entry),
    ...(isErrorCode(lastCode) ? { cause: lastCode } : {}),
    ...(centreReceipt === null
      ? {}
      : { centreReceiptNo: (JSON.parse(centreReceipt) as CentreReceipt).receiptNo }),
  };
}

function actorOf({ state, lastCode }: OutboxListing): QueueRow['actor'] {
  if (state === 'refused') return 'officer';
  return state === 'waiting' && forAdministrators.has(lastCode ?? '') ? 'administrator' : 'nobody';
}

/** What does not go away by trying again. */
const forAdministrators: ReadonlySet<string> = new Set([
  'line/untrusted',
  'line/proxy',
  'centre/not-registered',
  'centre/bad-receipt',
]);
