import { type DeliveryEvent, readDeliveryEvents } from '../db/delivery-events.ts';
import { listOfficers } from '../db/officers.ts';
import type { Store } from '../db/open.ts';
import { countFound, countQueue, type QueueListing, readQueue, readQueueEntry } from '../db/queue.ts';
import { isErrorCode } from './contract/errors.ts';
import { ApplicationId } from './contract/ids.ts';
import {
  CentreStatusName,
  ConflictChoice,
  type QueueEntry,
  type QueueEvent,
  type QueuePage,
  type QueueRow,
  type QueueWindow,
} from './contract/queue.ts';
import type { PublicKey } from './enrollment/public-key.ts';
import type { CentreReceipt } from './enrollment/state.ts';
import { shownConflict } from './sync/decide.ts';
import { isDeliveryPaused } from './sync/delivery-pause.ts';

/** More lines of one entry's history than anybody reads. */
const mostEvents = 200;

/** A window of the outbox as the officer reads it: state, cause, next try, and who must act. */
export function queuePage(store: Store, window: QueueWindow): QueuePage {
  const counts = countQueue(store);
  const { filter, search, offset } = window;
  return {
    counts,
    total: search.trim() === '' ? counts[filter] : countFound(store, window),
    offset,
    rows: readQueue(store, window).map(queueRow),
    isPaused: isDeliveryPaused(store),
  };
}

/** One entry with its history; null when the application has none. */
export async function queueEntry(
  store: Store,
  applicationId: string,
  centreSigningKey: PublicKey,
): Promise<QueueEntry | null> {
  const listing = readQueueEntry(store, applicationId);
  if (!listing) return null;
  const names = new Map(listOfficers(store).map(({ id, name }) => [id, name]));
  const events = readDeliveryEvents(store, applicationId, mostEvents);
  const conflict = await shownConflict(store, applicationId, centreSigningKey);
  return {
    row: queueRow(listing),
    events: events.map((event) => queueEvent(event, names)),
    ...(conflict ? { conflict } : {}),
  };
}

export function queueRow(listing: QueueListing): QueueRow {
  const {
    applicationId,
    receiptNo,
    fullName,
    personalId,
    state,
    attempts,
    sealedAtMs,
    notBeforeMs,
    packetBytes,
  } = listing;
  const { lastCode, isUrgent, centreReceipt, centreStatus, centreReason, handedOverTo } = listing;
  return {
    applicationId: ApplicationId.parse(applicationId),
    ...{ receiptNo, fullName, personalId, state, attempts, sealedAtMs, notBeforeMs, packetBytes },
    isUrgent: isUrgent === 1,
    actor: actorOf(listing),
    // Why it did not go from here no longer matters once another station sends it.
    ...(isErrorCode(lastCode) && state !== 'handed-over' ? { cause: lastCode } : {}),
    ...(centreReceipt === null
      ? {}
      : { centreReceiptNo: (JSON.parse(centreReceipt) as CentreReceipt).receiptNo }),
    ...(centreStatus === null ? {} : { centreStatus }),
    ...(centreReason === null ? {} : { centreReason }),
    ...(handedOverTo === null ? {} : { handedOverTo }),
  };
}

function queueEvent(event: DeliveryEvent, names: ReadonlyMap<string, string>): QueueEvent {
  const { kind, code, detail, actor, times, firstAtMs, lastAtMs } = event;
  const status = CentreStatusName.safeParse(code);
  const choice = ConflictChoice.safeParse(code);
  const officer = names.get(actor);
  return {
    ...{ kind, times, firstAtMs, lastAtMs },
    ...(isErrorCode(code) ? { cause: code } : {}),
    ...(status.success ? { status: status.data } : {}),
    ...(choice.success ? { choice: choice.data } : {}),
    ...(detail === null ? {} : { detail }),
    ...(officer === undefined ? {} : { officer }),
  };
}

function actorOf({ state, needsPerson, lastCode }: QueueListing): QueueRow['actor'] {
  if (state === 'isolated') return 'administrator';
  if (needsPerson === 1 || state === 'paused') return 'officer';
  return state === 'waiting' && forAdministrators.has(lastCode ?? '') ? 'administrator' : 'nobody';
}

/** What does not go away by trying again. */
const forAdministrators: ReadonlySet<string> = new Set([
  'line/untrusted',
  'line/proxy',
  'centre/not-registered',
  'centre/stale-key',
  'centre/bad-receipt',
]);
