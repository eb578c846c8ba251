import type { Store } from './open.ts';
import { decryptPayload, encryptPayload, readPayloadKey, requirePayloadKey } from './payload.ts';

/** Keeps the key that opens a packet's content, under the application's own. Runs in the transaction that puts the packet in the outbox. */
export function keepContentKey(store: Store, applicationId: string, contentKey: Uint8Array): void {
  const encrypted = encryptPayload(
    requirePayloadKey(store, applicationId),
    placeOf(applicationId),
    contentKey,
  );
  store
    .statement('INSERT INTO content_keys (application_id, key) VALUES (?, ?)')
    .run(applicationId, encrypted);
}

/** The key that opens a packet's content; undefined once it is erased. */
export function readContentKey(store: Store, applicationId: string): Uint8Array | undefined {
  const row = store
    .statement<{ key: Uint8Array }>('SELECT key FROM content_keys WHERE application_id = ?')
    .get(applicationId);
  const key = readPayloadKey(store, applicationId);
  return row && key && decryptPayload(key, placeOf(applicationId), row.key);
}

function placeOf(applicationId: string): string {
  return `content-key/${applicationId}`;
}
