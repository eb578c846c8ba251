import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openStore, type Store } from '../db/open.ts';
import { addListed } from '../fixtures/queued.ts';
import type { QueueWindow } from '../main/contract/queue.ts';
import { queuePage } from '../main/queue-rows.ts';
import { type BenchRow, timed } from './row.ts';

const out = fileURLToPath(new URL('../out/', import.meta.url));
const [few, many] = [100, 10_000];
const window: QueueWindow = { filter: 'all', search: '', offset: 0, limit: 150 };

/** A window of the queue at its end, and what a search finds, among ten thousand against among a hundred. */
export function queueListed(): BenchRow {
  return among('the queue’s last rows of 10,000', (rows) => ({ ...window, offset: rows - 50 }));
}

export function queueSearched(): BenchRow {
  return among('a name found among 10,000', () => ({ ...window, search: 'nguyen van mau 99' }));
}

function among(name: string, windowOf: (rows: number) => QueueWindow): BenchRow {
  mkdirSync(out, { recursive: true });
  const dir = mkdtempSync(join(out, 'bench-'));
  const [small, large] = [storeOf(join(dir, 'small.db'), few), storeOf(join(dir, 'large.db'), many)];
  return {
    name,
    floorName: 'of 100',
    measure: async () => ({
      oursMs: await timed(10, () => queuePage(large, windowOf(many))),
      floorMs: await timed(10, () => queuePage(small, windowOf(few))),
    }),
    close: async () => {
      small.close();
      large.close();
      rmSync(dir, { recursive: true });
    },
  };
}

/** People who differ by a number. */
function storeOf(file: string, rows: number): Store {
  const store = openStore({ file, key: new Uint8Array(32).fill(1) });
  store.transaction(() => {
    for (let index = 0; index < rows; index += 1)
      addListed(store, {
        fullName: `NGUYỄN VĂN MẪU ${index}`,
        personalId: '001201000000',
        receiptNo: `H99-03-261125-${String(index).padStart(5, '0')}`,
        sealedAtMs: index,
        bytes: 2_000,
      });
  });
  return store;
}
