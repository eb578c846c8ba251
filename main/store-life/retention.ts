import {
  dropStubs,
  erasePayload,
  forgetErased,
  type IdleDraft,
  listErasable,
  listIdleDrafts,
} from '../../db/erase.ts';
import type { Store } from '../../db/open.ts';
import { receptionDay } from '../applications/reception-day.ts';
import { rulesOn } from '../applications/rules.ts';
import { recordEvent } from '../audit/events.ts';

const dayMs = 86_400_000;
const hourMs = 3_600_000;
const monthMs = 31 * dayMs;
/** At a time: the desk does not wait long for the rest. */
const mostAtOnce = 50;

/**
 * Drops stubs that have served their time, and erases the payload of what the centre accepted, or was cancelled here, longer ago than the rules of today keep it.
 *
 * @returns the applications erased; what is left over comes the next time
 */
export function applyRetention(store: Store, nowMs: number): readonly string[] {
  const { payloadDaysAfterReceipt, stubMonths } = rulesOn(receptionDay(nowMs)).retention;
  const due = listErasable(store, nowMs - payloadDaysAfterReceipt * dayMs, mostAtOnce);
  for (const applicationId of due) {
    store.transaction(() => {
      const captures = erasePayload(store, applicationId, nowMs);
      if (captures === undefined) return;
      recordEvent(store, {
        atMs: nowMs,
        actor: 'station',
        event: 'payload-erased',
        subject: applicationId,
        details: { captures },
      });
    });
  }
  dropStubs(store, nowMs - stubMonths * monthMs);
  // Also when a crash came between an erasure and this: the log is then still there.
  forgetErased(store);
  return due;
}

/** Drafts that have lain longer than the rules of today allow: a supervisor decides. */
export function idleDrafts(store: Store, nowMs: number): IdleDraft[] {
  const { idleDraftHours } = rulesOn(receptionDay(nowMs)).retention;
  return listIdleDrafts(store, nowMs - idleDraftHours * hourMs);
}
