import { v7 as uuidv7 } from 'uuid';
import { type ApplicationRecord, insertApplication, readApplication } from '../../db/applications.ts';
import { nextCounter } from '../../db/counters.ts';
import { makeReceiptNo } from '../applications/receipt-number.ts';
import { receptionDay } from '../applications/reception-day.ts';
import { rulesOn } from '../applications/rules.ts';
import { recordEvent } from '../audit/events.ts';
import type { ApplicationReason, ApplicationType } from '../contract/enrollment.ts';
import { StationError } from '../contract/errors.ts';
import { ApplicationId, type OfficerId } from '../contract/ids.ts';
import type { Desk } from './desk.ts';
import { openSession, type Session } from './session.ts';
import { begin, type CentreReceipt, type EnrollmentState, resume } from './state.ts';

/** Every enrollment this station has in hand; each is taken up from the store the first time somebody asks for it. */
export interface Enrollments {
  /** Begins an application and stores it at once. The reception time is now, and stays. */
  begin(type: ApplicationType, reason: ApplicationReason, officerId: OfficerId): ApplicationId;
  /** @throws StationError `application/unknown` */
  session(applicationId: ApplicationId): Session;
  /** The store has news of a sealed application's delivery: whoever watches it is shown. */
  refresh(applicationId: string): void;
  close(): void;
}

export function openEnrollments(desk: Desk): Enrollments {
  const sessions = new Map<string, Session>();

  function session(applicationId: string): Session {
    const open = sessions.get(applicationId);
    if (open) return open;
    const record = readApplication(desk.store, applicationId);
    if (!record) throw new StationError('application/unknown', 'no such application on this station');
    const opened = openSession(desk, takeUp(record), record.savedAtMs);
    sessions.set(applicationId, opened);
    return opened;
  }

  return {
    begin: (type, reason, officerId) => {
      const state = desk.store.transaction(() => store(newState(desk, type, reason, officerId)));
      sessions.set(state.applicationId, openSession(desk, state, state.receivedAtMs));
      return state.applicationId;
    },
    session,
    refresh: (applicationId) => {
      const open = sessions.get(applicationId);
      const record = open && readApplication(desk.store, applicationId);
      if (record) open.delivered(deliveryOf(record));
    },
    close: () => {
      for (const open of sessions.values()) open.close();
      sessions.clear();
    },
  };

  function store(state: EnrollmentState): EnrollmentState {
    insertApplication(desk.store, {
      id: state.applicationId,
      receiptNo: state.receiptNo,
      type: state.type,
      reason: state.reason,
      officerId: state.officerId,
      receivedAtMs: state.receivedAtMs,
      draft: JSON.stringify(state),
      nextStep: 'card',
    });
    recordEvent(desk.store, {
      atMs: state.receivedAtMs,
      actor: state.officerId,
      event: 'application-begun',
      subject: state.applicationId,
      details: { type: state.type, reason: state.reason },
    });
    return state;
  }
}

function newState(
  desk: Desk,
  type: ApplicationType,
  reason: ApplicationReason,
  officerId: OfficerId,
): EnrollmentState {
  const receivedAtMs = desk.now();
  const { office, stationNo } = desk.settings;
  const day = receptionDay(receivedAtMs);
  const rules = rulesOn(day);
  const counter = nextCounter(desk.store, `receipt-${day}`);
  return begin({
    applicationId: ApplicationId.parse(uuidv7({ msecs: receivedAtMs })),
    type,
    reason,
    receiptNo: makeReceiptNo({ officeCode: office.code, stationNo, receptionDay: day, counter }),
    receivedAtMs,
    officerId,
    fingerSteps: rules.captures.steps,
    asksOldCard: rules.papers.oldCardAskedFor.includes(type),
  });
}

/** The row's own state outweighs the one in the draft: delivery moves only the row. */
function takeUp(record: ApplicationRecord): EnrollmentState {
  const draft = JSON.parse(record.draft) as EnrollmentState;
  const { centreReceipt } = deliveryOf(record);
  return resume({ ...draft, state: record.state, ...(centreReceipt ? { centreReceipt } : {}) });
}

function deliveryOf(record: ApplicationRecord) {
  const state = record.state === 'draft' || record.state === 'cancelled' ? 'sealed' : record.state;
  const centreReceipt =
    record.centreReceipt === null ? undefined : (JSON.parse(record.centreReceipt) as CentreReceipt);
  return { kind: 'delivery', state, ...(centreReceipt ? { centreReceipt } : {}) } as const;
}
