import { statSync } from 'node:fs';
import { listBackups } from '../../db/backup.ts';
import type { Store } from '../../db/open.ts';
import { applyRetention } from './retention.ts';

const hourMs = 3_600_000;
/** How long a copy is put off while somebody works: making one holds the station up for seconds. */
const patienceHours = 12;

export interface StoreLifeOptions {
  readonly store: Store;
  readonly backupDir: string;
  readonly everyHours: number;
  readonly kept: number;
  now(): number;
  /** Nobody is signed in. */
  isIdle(): boolean;
  /** The payload of this application is no more. */
  onErased(applicationId: string): void;
  /** What was due could not be done. */
  onFailure(error: unknown): void;
}

/** Looks after the store while the station runs: erases what is kept long enough, reads every page, makes copies. */
export interface StoreLife {
  /** Does what is due now. */
  look(): void;
  close(): void;
}

/** Looks at once, and then every hour. */
export function openStoreLife(options: StoreLifeOptions): StoreLife {
  const { store, now, onErased, onFailure } = options;
  const steps = [
    () => {
      for (const applicationId of applyRetention(store, now())) onErased(applicationId);
    },
    () => {
      if (!isBackupDue(options)) return;
      // In this order: a damaged store must not push out the copies that are whole.
      store.examine();
      store.backUp(options.backupDir, options.kept);
    },
  ];
  function look(): void {
    for (const step of steps) {
      try {
        step();
      } catch (error) {
        onFailure(error);
      }
    }
  }
  const timer = setInterval(look, hourMs);
  timer.unref();
  look();
  return { look, close: () => clearInterval(timer) };
}

function isBackupDue({ backupDir, everyHours, now, isIdle }: StoreLifeOptions): boolean {
  const newest = listBackups(backupDir).at(-1);
  if (newest === undefined) return true;
  const hours = (now() - statSync(newest).mtimeMs) / hourMs;
  return hours >= everyHours + (isIdle() ? 0 : patienceHours);
}
