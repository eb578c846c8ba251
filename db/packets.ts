import type { Store } from './open.ts';
import { decryptPayload, encryptPayload, requirePayloadKey } from './payload.ts';

/** A packet in the outbox, with its bytes. */
export interface StoredPacket {
  readonly id: string;
  readonly applicationId: string;
  readonly packetSha256: string;
  readonly packet: Uint8Array;
}

/** Outbox entries that are still to be delivered from here, the oldest first. */
export function listUnsent(store: Store): string[] {
  return store
    .statement<{ id: string }>(
      `SELECT id FROM outbox WHERE state IN ('waiting', 'sending')
         AND application_id NOT IN (SELECT application_id FROM exported_packets) ORDER BY created_at_ms, id`,
    )
    .all()
    .map(({ id }) => id);
}

/** One entry's packet; undefined when there is no such entry. */
export function readPacket(store: Store, id: string): StoredPacket | undefined {
  const row = store
    .statement<StoredPacket>(
      'SELECT id, application_id AS applicationId, packet_sha256 AS packetSha256, packet FROM outbox WHERE id = ?',
    )
    .get(id);
  if (!row) return undefined;
  const key = requirePayloadKey(store, row.applicationId);
  return { ...row, packet: decryptPayload(key, packetPlace(id), row.packet) };
}

/** Puts another packet of the same application in place of one that is not delivered. Runs in the caller's transaction. */
export function exchangePacket(
  store: Store,
  { id, applicationId, packet, packetSha256 }: StoredPacket,
): void {
  const key = requirePayloadKey(store, applicationId);
  const { changes } = store
    .statement(
      "UPDATE outbox SET packet = ?, packet_sha256 = ? WHERE id = ? AND state IN ('waiting', 'sending')",
    )
    .run(encryptPayload(key, packetPlace(id), packet), packetSha256, id);
  if (changes !== 1) throw new Error('only a packet that is not delivered is exchanged');
}

/** Where a packet is kept, as its encryption knows it. */
export function packetPlace(id: string): string {
  return `packet/${id}`;
}
