import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { insertApplication, type NewApplication, saveDraft } from './applications.ts';
import { insertCapture, type NewCapture } from './captures.ts';
import { openStore, type Store } from './open.ts';
import { enqueue } from './outbox.ts';
import { type QueueListing, readQueue } from './queue.ts';

/** A store for one test, in a directory of its own. */
export interface TestStore {
  readonly dir: string;
  readonly file: string;
  readonly key: Uint8Array;
  readonly store: Store;
  /** Closes the store and removes the directory. */
  remove(): void;
}

/** Makes a store that `remove` takes away again. */
export function openTestStore(): TestStore {
  const dir = mkdtempSync(join(tmpdir(), 'station-store-'));
  const file = join(dir, 'station.db');
  const key = new Uint8Array(32).fill(7);
  const store = openStore({ file, key });
  return {
    dir,
    file,
    key,
    store,
    remove: () => {
      store.close();
      rmSync(dir, { recursive: true });
    },
  };
}

/** A draft of an invented person. Its receipt number is made of its id. */
export function addDraft(
  store: Store,
  id: string,
  {
    fullName = 'NGUYỄN VĂN MẪU',
    personalId = '001201000000',
    ...rest
  }: Partial<NewApplication> & { readonly fullName?: string; readonly personalId?: string } = {},
): void {
  store.transaction(() => {
    insertApplication(store, {
      id,
      receiptNo: `H99-${id}`,
      type: 'exchange',
      reason: 'age',
      officerId: 'le-thi-vi-du',
      receivedAtMs: 1_000,
      draft: '{}',
      nextStep: 'card',
      ...rest,
    });
    saveDraft(store, id, {
      ...{ savedAtMs: 2_000, revision: 2, fullName, personalId, birthDate: '2001-05-17', sex: 'M' },
      ...{ nextStep: 'form', draft: `{"fullName":"${fullName}"}` },
    });
  });
}

/** A capture of an application, with its own hash. */
export function captureOf(applicationId: string, id: string, more: Partial<NewCapture> = {}): NewCapture {
  const { bytes = Uint8Array.of(1, 2, 3) } = more;
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const kept = { id, applicationId, bytes, sha256 };
  return { kind: 'finger', label: '13', mime: 'image/png', capturedAtMs: 3_000, ...more, ...kept };
}

/** Puts a sealed application in the store and its packet in the outbox, in one transaction. */
export function addSealed(store: Store, id: string, nowMs: number, packet = Uint8Array.of(7, 8, 9)): void {
  store.transaction(() => {
    addDraft(store, id);
    store.statement("UPDATE applications SET state = 'sealed' WHERE id = ?").run(id);
    enqueue(store, { id: `outbox-${id}`, applicationId: id, packet, packetSha256: 'f'.repeat(64), nowMs });
  });
}

/** Stores these bytes as the current capture of an application. */
export function addCapture(store: Store, applicationId: string, id: string, bytes: Uint8Array): void {
  insertCapture(store, captureOf(applicationId, id, { bytes }));
}

/** The whole queue of a small store. */
export function wholeQueue(store: Store): QueueListing[] {
  return readQueue(store, { filter: 'all', search: '', offset: 0, limit: 10_000 });
}
