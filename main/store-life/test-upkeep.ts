/** Something done to a station's store, to be killed in the middle: `node test-upkeep.ts ACTION DIR`. It says when it begins and when it is done. */
import { writeSync } from 'node:fs';
import { join } from 'node:path';
import { erasePayload, forgetErased } from '../../db/erase.ts';
import { openStore } from '../../db/open.ts';
import { changeStoreKey, developmentProtector, storeKey } from '../store-key.ts';
import { restoreStation } from './restore.ts';

const actions = {
  backup: (dataDir: string) => withStore(dataDir, (store) => void store.backUp(join(dataDir, 'backups'))),
  erase: (dataDir: string) =>
    withStore(dataDir, (store) => {
      for (const { id } of store
        .statement<{ id: string }>('SELECT application_id AS id FROM payload_keys')
        .all())
        store.transaction(() => erasePayload(store, id, 1));
      forgetErased(store);
    }),
  rekey: (dataDir: string) => void changeStoreKey({ dataDir, protector: developmentProtector }),
  restore: (dataDir: string) => {
    const key = storeKey({ dataDir, protector: developmentProtector });
    restoreStation({ dataDir, key, from: join(dataDir, 'copy.db'), nowMs: Date.UTC(2026, 10, 24, 3) });
  },
};

export type UpkeepAction = keyof typeof actions;

function withStore(dataDir: string, work: (store: ReturnType<typeof openStore>) => void): void {
  const key = storeKey({ dataDir, protector: developmentProtector });
  const store = openStore({ file: join(dataDir, 'station.db'), key });
  work(store);
  store.close();
}

const [, , action, dataDir] = process.argv;
if (import.meta.main && action && dataDir) {
  writeSync(1, 'begun\n');
  actions[action as UpkeepAction](dataDir);
  writeSync(1, 'done\n');
}
