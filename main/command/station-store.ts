import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { StoreError } from '../../db/errors.ts';
import { openStore, type Store } from '../../db/open.ts';
import { developmentProtector, storeKey } from '../store-key.ts';
import { UnusableInput } from './outcome.ts';

export function hasStore(dataDir: string): boolean {
  return existsSync(join(dataDir, 'station.db'));
}

/**
 * Runs `work` on the store of a station that is not running.
 *
 * @throws UnusableInput naming the folder, with the store's code
 */
export async function withStore<T>(dataDir: string, work: (store: Store) => T): Promise<Awaited<T>> {
  if (!hasStore(dataDir)) {
    throw new UnusableInput(`${dataDir}: holds no store; the station makes it when it starts`);
  }
  try {
    const key = storeKey({ dataDir, protector: developmentProtector });
    const store = openStore({ file: join(dataDir, 'station.db'), key });
    try {
      return await work(store);
    } finally {
      store.close();
    }
  } catch (error) {
    if (error instanceof StoreError)
      throw new UnusableInput(`${dataDir}: ${error.code}: ${error.message}`, { cause: error });
    throw error;
  }
}
