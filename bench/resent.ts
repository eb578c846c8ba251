import type { Fault } from '../fixtures/central/faults.ts';
import { openTestCentre } from '../fixtures/central/test-centre.ts';
import { deliver } from '../main/sync/delivery.ts';
import { type Line, openLine } from '../main/sync/line.ts';
import { openPace } from '../main/sync/pace.ts';
import type { BenchRow } from './row.ts';

const packetBytes = 4e6;
/** Cut early, in the middle and late in a chunk, and once when the chunk has arrived and only its answer is lost. */
const faults: readonly Fault[] = [
  { kind: 'cut-upload', afterBytes: 1 },
  { kind: 'late-chunk', ms: 0 },
  { kind: 'late-chunk', ms: 0 },
  { kind: 'cut-upload', afterBytes: 200_000 },
  { kind: 'lose-patch-answer' },
  { kind: 'cut-upload', afterBytes: 100_000 },
];

/** Bytes of a packet that a cut makes the station send again, against the chunk that was cut: it may be no more. */
export async function bytesSentAgain(): Promise<BenchRow> {
  const test = await openTestCentre();
  const centre = test.centre();
  const line = openLine(centre, 60_000);
  return {
    name: 'sent again after a cut',
    floorName: 'the chunk that was cut',
    unit: 'kB',
    measure: async () => {
      const shipment = await test.shipment(packetBytes);
      test.central().control.setFaults(faults);
      const watched = watch(line);
      const way = { centre, line: watched.line, pace: openPace() };
      while ((await deliver(way, shipment, new AbortController().signal)).kind !== 'accepted');
      const { offeredBytes, cutBytes } = watched.seen;
      return { oursMs: (offeredBytes - shipment.packet.length) / 1e3, floorMs: cutBytes / 1e3 };
    },
    close: async () => {
      line.hangUp();
      await test.remove();
    },
  };
}

/** Counts what is offered in chunks, and what of it was in chunks that nobody answered. */
function watch(line: Line): {
  readonly line: Line;
  readonly seen: { offeredBytes: number; cutBytes: number };
} {
  const seen = { offeredBytes: 0, cutBytes: 0 };
  const request: Line['request'] = async (asked, signal) => {
    const bytes = asked.method === 'PATCH' ? (asked.body?.length ?? 0) : 0;
    seen.offeredBytes += bytes;
    try {
      return await line.request(asked, signal);
    } catch (error) {
      seen.cutBytes += bytes;
      throw error;
    }
  };
  return { line: { ...line, request }, seen };
}
