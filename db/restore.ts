import { copyFileSync, rmSync } from 'node:fs';
import { orRemoved } from './backup.ts';
import { examine } from './connect.ts';
import { readCounter } from './counters.ts';
import { StoreError } from './errors.ts';
import { guarded } from './failures.ts';
import { openStore, type Store } from './open.ts';
import { finishReplacement, stage } from './replace.ts';

export interface RestoreOptions {
  readonly file: string;
  readonly key: Uint8Array;
  /** The copy to go back to; it stays as it is. */
  readonly from: string;
  /** Changes the restored store before it takes the other's place. */
  readonly prepare: (store: Store) => void;
}

/**
 * Puts a copy of the store in its place. The store that was there stays beside it, with its write-ahead log. Killed at any moment, it leaves
 * one of the two, whole; doing it again is safe.
 *
 * @throws StoreError as `openStore`, for the copy; `store/busy` while a station runs. Nothing is changed then.
 */
export function restoreStore({ file, key, from, prepare }: RestoreOptions): void {
  guarded(() => {
    examine(from, key);
    const restored = `${file}.restored`;
    for (const left of [restored, `${restored}-wal`, `${restored}-shm`]) rmSync(left, { force: true });
    orRemoved(restored, () => {
      copyFileSync(from, restored);
      const store = openStore({ file: restored, key });
      try {
        prepare(store);
      } finally {
        store.close();
      }
    });
    stage(restored, file);
    finishReplacement(file);
  });
}

/**
 * The last number of a series in the store that is there now; 0 when it cannot be read any more.
 *
 * @throws StoreError `store/busy` while a station runs
 */
export function lastNumberIn(file: string, key: Uint8Array, counter: string): number {
  try {
    const store = openStore({ file, key });
    try {
      return readCounter(store, counter);
    } finally {
      store.close();
    }
  } catch (error) {
    if (!(error instanceof StoreError) || error.code === 'store/busy') throw error;
    return 0;
  }
}
