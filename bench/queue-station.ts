/** As much of a station as has to do with its queue. Says what memory that took, and ends when it is told to. */
import { openStore } from '../db/open.ts';
import { countOutbox } from '../db/outbox.ts';
import { rewrapForCurrentKey } from '../main/enrollment/rewrap.ts';
import { queuePage } from '../main/queue-rows.ts';
import type { Centre } from '../main/sync/centre.ts';
import { openSync } from '../main/sync/sync.ts';

const [file = '', centreText = '{}'] = process.argv.slice(2);
const centre = JSON.parse(centreText) as Centre;
const store = openStore({ file, key: new Uint8Array(32).fill(1) });
// Nobody wraps again: the packets have no content key here, and are only read where they must be.
await rewrapForCurrentKey(store, centre.signingKey, Date.now());
const { total } = queuePage(store, { filter: 'all', search: '', offset: 0, limit: 150 });
queuePage(store, { filter: 'all', search: '', offset: Math.max(0, total - 50), limit: 150 });
queuePage(store, { filter: 'all', search: 'nguyen van mau 99', offset: 0, limit: 150 });

const before = countOutbox(store).accepted;
const delivered = Promise.withResolvers<void>();
const sync = openSync({
  ...{ store, centre, log: () => {} },
  onChange: () => {
    if (countOutbox(store).accepted > before) delivered.resolve();
  },
});
await delivered.promise;
await sync.close();
store.close();
// Linux counts it in kB.
console.log(JSON.stringify({ mostResidentMb: process.resourceUsage().maxRSS / 1024 }));
