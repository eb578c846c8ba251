import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { readAuditHead } from '../../db/audit.ts';
import { raiseCounter, readCounter } from '../../db/counters.ts';
import { syncDir } from '../../db/replace.ts';
import { lastNumberIn, restoreStore } from '../../db/restore.ts';
import { receptionDay } from '../applications/reception-day.ts';
import { recordEvent } from '../audit/events.ts';

/** More than a desk takes in a day: what was given after the copy was made is below the next of these. */
const block = 1000;
const Given = z.strictObject({ day: z.string(), upTo: z.number().int() });

export interface RestoreStationOptions {
  readonly dataDir: string;
  readonly key: Uint8Array;
  readonly from: string;
  readonly nowMs: number;
}

/**
 * Goes back to a copy of the store. No receipt number of today is given twice: the restored store goes on after the next full thousand, counted
 * from the store that was there, the copy, and what an earlier restore of the day has said in `receipt-numbers.json`.
 *
 * @returns the number that the restored store goes on after
 * @throws StoreError as `restoreStore`
 */
export function restoreStation({ dataDir, key, from, nowMs }: RestoreStationOptions): number {
  const file = join(dataDir, 'station.db');
  const day = receptionDay(nowMs);
  const counter = `receipt-${day}`;
  const known = [givenOn(dataDir, day), existsSync(file) ? lastNumberIn(file, key, counter) : 0];
  let upTo = 0;
  restoreStore({
    ...{ file, key, from },
    prepare: (store) => {
      upTo = (Math.floor(Math.max(...known, readCounter(store, counter)) / block) + 1) * block;
      // Before the restored store can give a number.
      keepGiven(dataDir, { day, upTo });
      const auditHead = readAuditHead(store);
      store.transaction(() => {
        raiseCounter(store, counter, upTo);
        recordEvent(store, {
          ...{ atMs: nowMs, actor: 'station', event: 'store-restored', subject: '' },
          details: { from: from.split(/[\\/]/).at(-1) ?? '', auditHead, receiptsAfter: upTo },
        });
      });
    },
  });
  return upTo;
}

function givenOn(dataDir: string, day: string): number {
  const file = nameIn(dataDir);
  if (!existsSync(file)) return 0;
  const given = Given.parse(JSON.parse(readFileSync(file, 'utf8')));
  return given.day === day ? given.upTo : 0;
}

function keepGiven(dataDir: string, given: z.infer<typeof Given>): void {
  const file = nameIn(dataDir);
  writeFileSync(`${file}.new`, JSON.stringify(given), { flush: true });
  renameSync(`${file}.new`, file);
  syncDir(file);
}

function nameIn(dataDir: string): string {
  return join(dataDir, 'receipt-numbers.json');
}
