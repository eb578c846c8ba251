import type { CentreStatusRecord } from './centre-statuses.ts';
import { foldVietnamese } from './fold.ts';
import type { Hold } from './handling.ts';
import type { Store } from './open.ts';
import { countOutbox, type OutboxEntry, type OutboxState } from './outbox.ts';
import { payloadOverheadBytes } from './payload.ts';

/** The outbox's state; for what waits but is held, why; and what was given to another station, which sends it. */
export type QueueState = OutboxState | Hold | 'handed-over';

/** Which entries to list. `person`: whom the station cannot help any further by itself. */
export type QueueFilter = 'all' | 'person' | 'waiting' | 'sending' | 'paused' | 'accepted';

/** A row of the queue, without the packet. Times are UTC epoch milliseconds. */
export interface QueueListing extends Omit<OutboxEntry, 'packet' | 'state'> {
  readonly state: QueueState;
  readonly isUrgent: 0 | 1;
  readonly needsPerson: 0 | 1;
  readonly sealedAtMs: number;
  readonly packetBytes: number;
  readonly receiptNo: string;
  readonly fullName: string;
  readonly personalId: string;
  /** JSON of what the receipt says. */
  readonly centreReceipt: string | null;
  readonly centreStatus: CentreStatusRecord['status'] | null;
  readonly centreReason: string | null;
  /** Number of the station that sends it in the place of this one. */
  readonly handedOverTo: string | null;
}

/** A part of the queue. */
export interface QueueWindow {
  readonly filter: QueueFilter;
  /** A part of the name in any accents, or of the personal or receipt number; empty for all. */
  readonly search: string;
  readonly offset: number;
  readonly limit: number;
}

const tables = `outbox o JOIN applications a ON a.id = o.application_id
  LEFT JOIN handling h ON h.application_id = o.application_id
  LEFT JOIN centre_statuses s ON s.application_id = o.application_id
  LEFT JOIN exported_packets e ON e.application_id = o.application_id`;

const handedOver = 'SELECT application_id FROM exported_packets';

/** Each part has an index of its own, and is small on a station where people do their work. */
const personWanted = `
  SELECT application_id FROM handling WHERE hold IN ('isolated', 'conflict') AND application_id NOT IN (${handedOver})
  UNION SELECT o.application_id FROM outbox o LEFT JOIN handling h ON h.application_id = o.application_id
    WHERE o.state = 'refused' AND h.handled_at_ms IS NULL
  UNION SELECT s.application_id FROM centre_statuses s LEFT JOIN handling h ON h.application_id = s.application_id
    WHERE s.status IN ('supplement-wanted', 'rejected') AND coalesce(h.handled_at_ms, -1) < s.at_ms`;

const isHeld =
  'EXISTS (SELECT 1 FROM handling h WHERE h.application_id = o.application_id AND h.hold IS NOT NULL)';
const isHandedOver = `o.application_id IN (${handedOver})`;

const filters: Readonly<Record<QueueFilter, string>> = {
  all: 'true',
  person: `o.application_id IN (${personWanted})`,
  waiting: `o.state = 'waiting' AND NOT ${isHeld} AND NOT ${isHandedOver}`,
  sending: "o.state = 'sending'",
  paused: `o.state = 'waiting' AND o.application_id IN (SELECT application_id FROM handling WHERE hold = 'paused')
    AND NOT ${isHandedOver}`,
  accepted: "o.state = 'accepted'",
};

/** Looks through an index that holds all three, not through the drafts. */
const found = `o.application_id IN (SELECT id FROM applications
  WHERE instr(fold_key, ?) > 0 OR instr(personal_id, ?) > 0 OR instr(lower(receipt_no), ?) > 0)`;

/** What is accepted comes last, otherwise oldest first; what is accepted alone, newest first. */
const orders: Readonly<Record<QueueFilter, string>> = {
  all: "o.state = 'accepted', o.created_at_ms, o.id",
  person: 'o.created_at_ms, o.id',
  waiting: 'o.created_at_ms, o.id',
  sending: 'o.created_at_ms, o.id',
  paused: 'o.created_at_ms, o.id',
  accepted: 'o.created_at_ms DESC, o.id DESC',
};

const columns = `o.id, o.application_id AS applicationId, o.packet_sha256 AS packetSha256, o.attempts,
  o.not_before_ms AS notBeforeMs, o.last_code AS lastCode, o.created_at_ms AS sealedAtMs, max(0, length(o.packet) - ${payloadOverheadBytes}) AS packetBytes,
  CASE WHEN o.state <> 'waiting' THEN o.state WHEN e.application_id IS NOT NULL THEN 'handed-over'
    ELSE coalesce(h.hold, 'waiting') END AS state, e.to_station_no AS handedOverTo, coalesce(h.is_urgent, 0) AS isUrgent,
  o.application_id IN (${personWanted}) AS needsPerson,
  a.receipt_no AS receiptNo, a.full_name AS fullName, a.personal_id AS personalId, a.centre_receipt AS centreReceipt,
  s.status AS centreStatus, s.reason AS centreReason`;

/** Reads one window of the queue; the rest is not touched. */
export function readQueue(store: Store, { filter, search, offset, limit }: QueueWindow): QueueListing[] {
  const order = orders[filter];
  return store
    .statement<QueueListing>(
      `SELECT ${columns} FROM ${tables} WHERE o.rowid IN
         (SELECT o.rowid FROM outbox o WHERE ${whereOf(filter, search)} ORDER BY ${order} LIMIT ? OFFSET ?)
       ORDER BY ${order}`,
    )
    .all(...searched(search), limit, offset);
}

/** How many rows all windows of a filter and a search have together. */
export function countFound(store: Store, { filter, search }: Pick<QueueWindow, 'filter' | 'search'>): number {
  return (
    store
      .statement<{ n: number }>(`SELECT count(*) AS n FROM outbox o WHERE ${whereOf(filter, search)}`)
      .get(...searched(search))?.n ?? 0
  );
}

/** One row; undefined when the application has nothing in the outbox. */
export function readQueueEntry(store: Store, applicationId: string): QueueListing | undefined {
  return store
    .statement<QueueListing>(`SELECT ${columns} FROM ${tables} WHERE o.application_id = ?`)
    .get(applicationId);
}

/** How many entries each filter lists. */
export function countQueue(store: Store): Record<QueueFilter, number> {
  const { waiting, sending, accepted, refused } = countOutbox(store);
  const held = new Map(
    store
      .statement<{ hold: Hold; n: number }>(
        `SELECT h.hold, count(*) AS n FROM handling h JOIN outbox o ON o.application_id = h.application_id
         WHERE h.hold IS NOT NULL AND o.state = 'waiting' AND NOT ${isHandedOver} GROUP BY h.hold`,
      )
      .all()
      .map(({ hold, n }) => [hold, n]),
  );
  const allHeld = [...held.values()].reduce((sum, n) => sum + n, 0);
  const elsewhere =
    store
      .statement<{ n: number }>(
        `SELECT count(*) AS n FROM exported_packets e JOIN outbox o ON o.application_id = e.application_id
         WHERE o.state = 'waiting'`,
      )
      .get()?.n ?? 0;
  const person = store.statement<{ n: number }>(`SELECT count(*) AS n FROM (${personWanted})`).get()?.n ?? 0;
  return {
    all: waiting + sending + accepted + refused,
    person,
    waiting: waiting - allHeld - elsewhere,
    sending,
    paused: held.get('paused') ?? 0,
    accepted,
  };
}

/** What the desk shows of an application beyond its state. */
export interface DeliveryMark {
  readonly applicationId: string;
  readonly hold: Hold | 'handed-over' | null;
  readonly centreStatus: CentreStatusRecord['status'] | null;
}

/** The marks of those applications that have any. */
export function readDeliveryMarks(store: Store, applicationIds: readonly string[]): DeliveryMark[] {
  return store
    .statement<DeliveryMark>(
      `SELECT i.value AS applicationId, iif(e.application_id IS NULL, h.hold, 'handed-over') AS hold, s.status AS centreStatus
       FROM json_each(?) i LEFT JOIN handling h ON h.application_id = i.value
         LEFT JOIN centre_statuses s ON s.application_id = i.value LEFT JOIN exported_packets e ON e.application_id = i.value
       WHERE h.hold IS NOT NULL OR s.status IS NOT NULL OR e.application_id IS NOT NULL`,
    )
    .all(JSON.stringify(applicationIds));
}

function whereOf(filter: QueueFilter, search: string): string {
  return foldVietnamese(search) === '' ? filters[filter] : `${filters[filter]} AND ${found}`;
}

function searched(search: string): string[] {
  const folded = foldVietnamese(search);
  return folded === '' ? [] : [folded, folded.replaceAll(' ', ''), folded];
}
