import type { Store } from './open.ts';
import { packetPlace } from './packets.ts';
import { decryptPayload, encryptPayload, requirePayloadKey } from './payload.ts';

export type OutboxState = 'waiting' | 'sending' | 'accepted' | 'refused';

/** A sealed packet on its way. It leaves only with the centre's signed receipt. */
export interface OutboxEntry {
  readonly id: string;
  /** Also the idempotency key at the centre. */
  readonly applicationId: string;
  readonly packet: Uint8Array;
  readonly packetSha256: string;
  readonly state: OutboxState;
  readonly attempts: number;
  readonly notBeforeMs: number;
  /** Why the last attempt came to nothing. */
  readonly lastCode: string | null;
}

const columns = `o.id, o.application_id AS applicationId, o.packet_sha256 AS packetSha256, o.state, o.attempts,
  o.not_before_ms AS notBeforeMs, o.last_code AS lastCode`;

/**
 * Puts a packet in. Only inside the transaction that seals its application, so that neither exists without the other.
 *
 * @throws Error outside a transaction
 */
export function enqueue(
  store: Store,
  entry: Pick<OutboxEntry, 'id' | 'applicationId' | 'packet' | 'packetSha256'> & { readonly nowMs: number },
): void {
  if (!store.isInTransaction())
    throw new Error('a packet is put in with the state of its application, in one transaction');
  const { id, applicationId, packet, packetSha256, nowMs } = entry;
  store
    .statement(
      `INSERT INTO outbox (id, application_id, packet, packet_sha256, state, attempts, not_before_ms, created_at_ms)
       VALUES (?, ?, ?, ?, 'waiting', 0, ?, ?)`,
    )
    .run(id, applicationId, encryptPacket(store, id, applicationId, packet), packetSha256, nowMs, nowMs);
}

function encryptPacket(store: Store, id: string, applicationId: string, packet: Uint8Array): Uint8Array {
  return encryptPayload(requirePayloadKey(store, applicationId), packetPlace(id), packet);
}

/** The same entry with its packet as it was put in. */
function decrypted(store: Store, entry: OutboxEntry): OutboxEntry {
  const key = requirePayloadKey(store, entry.applicationId);
  return { ...entry, packet: decryptPayload(key, packetPlace(entry.id), entry.packet) };
}

const due = `o.state = 'waiting' AND o.not_before_ms <= ?
  AND NOT EXISTS (SELECT 1 FROM exported_packets e WHERE e.application_id = o.application_id)`;

/** Of the packets that may be tried now and are not held, an urgent one, or the one that has waited longest. */
export function nextDue(store: Store, nowMs: number): OutboxEntry | undefined {
  const entry =
    store
      .statement<OutboxEntry>(
        `SELECT ${columns}, o.packet FROM handling h JOIN outbox o ON o.application_id = h.application_id
         WHERE h.is_urgent = 1 AND h.hold IS NULL AND ${due} ORDER BY o.created_at_ms, o.id LIMIT 1`,
      )
      .get(nowMs) ??
    store
      .statement<OutboxEntry>(
        `SELECT ${columns}, o.packet FROM outbox o WHERE ${due}
           AND NOT EXISTS (SELECT 1 FROM handling h WHERE h.application_id = o.application_id AND h.hold IS NOT NULL)
         ORDER BY o.created_at_ms, o.id LIMIT 1`,
      )
      .get(nowMs);
  return entry && decrypted(store, entry);
}

/** The packet is on its way: until this attempt ends, or the station starts again, nobody else sends it. */
export function markSending(store: Store, id: string): void {
  change(store, "UPDATE outbox SET state = 'sending' WHERE id = ? AND state = 'waiting'", id);
}

/** The attempt came to nothing: the packet waits again. There is no last attempt. */
export function postpone(
  store: Store,
  id: string,
  why: { readonly code: string; readonly notBeforeMs: number },
): void {
  change(
    store,
    `UPDATE outbox SET state = 'waiting', attempts = attempts + 1, last_code = ?, not_before_ms = ?
     WHERE id = ? AND state = 'sending'`,
    ...[why.code, why.notBeforeMs, id],
  );
}

/** The centre has spoken, with a receipt it signed. Nothing holds the entry any more. */
export function settle(
  store: Store,
  id: string,
  end: {
    readonly state: 'accepted' | 'refused';
    readonly receipt: string | null;
    readonly code: string | null;
  },
): void {
  change(
    store,
    "UPDATE outbox SET state = ?, receipt = ?, last_code = ?, attempts = attempts + 1 WHERE id = ? AND state = 'sending'",
    ...[end.state, end.receipt, end.code, id],
  );
  store
    .statement(
      `UPDATE handling SET hold = NULL
       WHERE hold IS NOT NULL AND application_id = (SELECT application_id FROM outbox WHERE id = ?)`,
    )
    .run(id);
}

/**
 * What was being sent when the station stopped waits again.
 *
 * @returns the applications concerned
 */
export function recoverSending(store: Store): string[] {
  return store
    .statement<{ applicationId: string }>(
      "UPDATE outbox SET state = 'waiting' WHERE state = 'sending' RETURNING application_id AS applicationId",
    )
    .all()
    .map(({ applicationId }) => applicationId);
}

/** Everything that waits may be tried now, or what waits of one application. */
export function makeDue(store: Store, nowMs: number, applicationId?: string): void {
  store
    .statement(
      `UPDATE outbox SET not_before_ms = ?
       WHERE state = 'waiting' AND not_before_ms > ? AND application_id = coalesce(?, application_id)`,
    )
    .run(nowMs, nowMs, applicationId ?? null);
}

/** How many entries are in each state. */
export function countOutbox(store: Store): Record<OutboxState, number> {
  const counts = { waiting: 0, sending: 0, accepted: 0, refused: 0 };
  const rows = store
    .statement<{ state: OutboxState; n: number }>('SELECT state, count(*) AS n FROM outbox GROUP BY state')
    .all();
  for (const { state, n } of rows) counts[state] = n;
  return counts;
}

/** An entry that is elsewhere than the caller believes is a bug, and changes nothing. */
function change(store: Store, sql: string, ...values: readonly unknown[]): void {
  if (store.statement(sql).run(...values).changes !== 1)
    throw new Error('the outbox entry is not in the state this change needs');
}
