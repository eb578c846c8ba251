import { paperOnDesk } from '../fixtures/papers/on-desk.ts';
import { drivingLicence } from '../fixtures/papers/sheet.ts';
import { rulesOn } from '../main/applications/rules.ts';
import { findInFrame, straightenPage } from '../main/biometrics/document/page.ts';
import { decodeColour } from '../main/biometrics/picture.ts';
import { type BenchRow, timed } from './row.ts';

const repeats = 3;

/** A card found in a photograph, straightened, judged and compressed. */
export async function straightenedPage(): Promise<BenchRow> {
  const { legibility, pageBudgetBytes } = rulesOn('2026-11-25').papers;
  const demands = {
    formats: ['id-1'],
    quarterTurns: 0,
    limits: legibility,
    budgetBytes: pageBudgetBytes,
  } as const;
  const bytes = await paperOnDesk(drivingLicence);
  return againstDecoding('document: found and straightened', bytes, () => straightenPage(bytes, demands));
}

/** The same card found in a live frame. */
export async function livePage(): Promise<BenchRow> {
  const bytes = await paperOnDesk(drivingLicence);
  return againstDecoding('document: found in a frame', bytes, () => findInFrame(bytes));
}

/** A row whose floor is the decoding of the photograph. */
function againstDecoding(name: string, bytes: Uint8Array, work: () => unknown): BenchRow {
  return {
    name,
    floorName: 'photograph decoded',
    measure: async () => ({
      oursMs: await timed(repeats, work),
      floorMs: await timed(repeats, () => decodeColour(bytes)),
    }),
  };
}
