import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openStore, type Store } from '../db/open.ts';
import { openTestCentre, type TestCentre } from '../fixtures/central/test-centre.ts';
import { startProgram } from '../fixtures/processes.ts';
import { addListed, putQueued, type Queued } from '../fixtures/queued.ts';
import { ApplicationId } from '../main/contract/ids.ts';
import type { BenchRow } from './row.ts';

const out = fileURLToPath(new URL('../out/', import.meta.url));
const program = fileURLToPath(new URL('queue-station.ts', import.meta.url));
const [few, many] = [100, 100_000];
const atOnce = 5_000;
/** Delivered in turn, one or two in each measurement. */
const real = 60;
const key = new Uint8Array(32).fill(1);

/** What a station takes at most to open its store, list, search and deliver, with 100,000 in the queue against with 100. */
export async function queueMemory(): Promise<BenchRow> {
  mkdirSync(out, { recursive: true });
  const dir = mkdtempSync(join(out, 'bench-'));
  const test = await openTestCentre();
  const files = { small: join(dir, 'small.db'), large: join(dir, 'large.db') };
  await fill(files.small, few, test);
  await fill(files.large, many, test);
  return {
    name: 'memory with a queue of 100,000',
    floorName: 'with 100',
    unit: 'MB',
    measure: async () => ({
      oursMs: await mostMemory(files.large, test),
      floorMs: await mostMemory(files.small, test),
    }),
    close: async () => {
      await test.remove();
      rmSync(dir, { recursive: true });
    },
  };
}

/** In a process of its own. @returns MB, the most that was resident */
async function mostMemory(file: string, test: TestCentre): Promise<number> {
  const station = startProgram(program, [file, JSON.stringify(test.centre())]);
  const { mostResidentMb } = await station.fact((fact) => 'mostResidentMb' in fact, 60_000);
  await station.stop();
  return Number(mostResidentMb);
}

/** The oldest can be delivered. The others are as small as an entry may be, and wait. */
async function fill(file: string, rows: number, test: TestCentre): Promise<void> {
  const store = openStore({ file, key });
  for (let index = 0; index < real; index += 1) {
    const { applicationId, packet, packetSha256 } = await test.shipment(100);
    putQueued(store, ApplicationId.parse(applicationId), queued(index), packet, packetSha256);
  }
  for (let from = real; from < rows; from += atOnce) addSome(store, from, Math.min(from + atOnce, rows));
  store.close();
}

function addSome(store: Store, from: number, to: number): void {
  store.transaction(() => {
    for (let index = from; index < to; index += 1) addListed(store, queued(index));
  });
}

function queued(index: number): Queued {
  return {
    ...{ fullName: `NGUYỄN VĂN MẪU ${index}`, personalId: '001201000000', sealedAtMs: index, bytes: 10 },
    receiptNo: `H99-03-261125-${String(index).padStart(6, '0')}`,
  };
}
