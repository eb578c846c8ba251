import { setTimeout as delay } from 'node:timers/promises';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Fault } from '../../fixtures/central/faults.ts';
import { openSlowLine } from '../../fixtures/central/slow-line.ts';
import { openTestCentre, type TestCentre } from '../../fixtures/central/test-centre.ts';
import { type Delivery, deliver, type Shipment } from './delivery.ts';
import { type Line, openLine } from './line.ts';
import { openPace, type Pace } from './pace.ts';

let test: TestCentre;
const kib = 1024;

beforeAll(async () => {
  test = await openTestCentre();
});
afterEach(() => test.central().control.setFaults([]));
afterAll(() => test.remove());

const shipmentOf = (bytes: number): Promise<Shipment> => test.shipment(bytes);
const setFaults = (faults: readonly Fault[]): void => test.central().control.setFaults(faults);
const never = new AbortController().signal;

/** A station's way to the centre, which remembers what was asked and how many bytes of the packet were offered. */
interface Way {
  readonly asked: string[];
  offeredBytes(): number;
  readonly pace: Pace;
  send(shipment: Shipment, signal?: AbortSignal): Promise<Delivery>;
}

function openWay(url = test.central().url, pace = openPace()): Way {
  const centre = test.centre({ url });
  const line = openLine(centre, 5_000);
  const asked: string[] = [];
  let offered = 0;
  const watched: Line = {
    ...line,
    request: (request, signal) => {
      asked.push(request.method);
      if (request.method === 'PATCH') offered += request.body?.length ?? 0;
      return line.request(request, signal);
    },
  };
  return {
    asked,
    offeredBytes: () => offered,
    pace,
    send: (shipment, signal = never) => deliver({ centre, line: watched, pace }, shipment, signal),
  };
}

/** Tries until it is settled. @returns how often */
async function sendUntilSettled(way: Way, shipment: Shipment, pauseMs = 0): Promise<number> {
  for (let attempts = 1; attempts <= 100; attempts += 1) {
    const { kind } = await way.send(shipment);
    if (kind === 'accepted') return attempts;
    await delay(pauseMs);
  }
  throw new Error('never settled');
}

describe('a delivery', () => {
  it('announces, uploads chunk by chunk, and announces again for its receipt', async () => {
    const way = openWay();
    const shipment = await shipmentOf(600 * kib);
    expect(await way.send(shipment)).toMatchObject({
      kind: 'accepted',
      clock: { withinMs: expect.any(Number) },
    });
    expect(way.asked).toEqual(['PUT', 'POST', 'PATCH', 'PATCH', 'PUT']);
    expect(way.offeredBytes()).toBe(shipment.packet.length);
  });

  it('gets the same receipt again without the packet', async () => {
    const shipment = await shipmentOf(kib);
    const first = await openWay().send(shipment);
    const again = openWay();
    expect(await again.send(shipment)).toMatchObject({
      kind: 'accepted',
      receipt: 'receipt' in first && first.receipt,
    });
    expect(again.asked).toEqual(['PUT']);
  });

  it.each<[name: string, fault: Fault, code: string, asked: string[]]>([
    [
      'a chunk is cut',
      { kind: 'cut-upload', afterBytes: 9_000 },
      'line/down',
      ['PUT', 'HEAD', 'PATCH', 'PATCH', 'PUT'],
    ],
    ['the answer to a chunk is lost', { kind: 'lose-patch-answer' }, 'line/down', ['PUT']],
  ])('goes on where the centre is when %s', async (_name, fault, code, asked) => {
    const shipment = await shipmentOf(200 * kib);
    setFaults([fault]);
    const cut = openWay();
    expect(await cut.send(shipment)).toEqual({
      kind: 'later',
      code,
      retryAfterMs: undefined,
      hasProgressed: false,
    });
    // The first attempt halved the chunk.
    const next = openWay(undefined, cut.pace);
    expect(await next.send(shipment)).toMatchObject({ kind: 'accepted' });
    expect(next.asked).toEqual(asked);
  });

  it('says whether the centre got more of the packet before the line broke', async () => {
    const shipment = await shipmentOf(600 * kib);
    setFaults([
      { kind: 'late-chunk', ms: 0 },
      { kind: 'cut-upload', afterBytes: 0 },
    ]);
    expect(await openWay().send(shipment)).toMatchObject({ code: 'line/down', hasProgressed: true });
    const next = openWay();
    expect(await next.send(shipment)).toMatchObject({ kind: 'accepted' });
    expect(next.offeredBytes()).toBe(shipment.packet.length - 256 * kib);
  });

  it.each<[name: string, fault: Fault]>([
    ['has forgotten the upload', { kind: 'forget-upload', status: 404 }],
    ['says the upload is gone', { kind: 'forget-upload', status: 410 }],
    ['says the upload is elsewhere', { kind: 'wrong-offset' }],
    ['found a chunk changed', { kind: 'wrong-checksum' }],
  ])('ends in the same attempt when the centre %s', async (_name, fault) => {
    const shipment = await shipmentOf(600 * kib);
    setFaults([fault, fault, fault]);
    const way = openWay();
    expect(await way.send(shipment)).toMatchObject({ kind: 'accepted' });
    expect(way.offeredBytes()).toBeLessThanOrEqual(shipment.packet.length + 3 * 256 * kib);
  });

  it.each<[name: string, fault: Fault, code: string]>([
    ['finds every chunk changed', { kind: 'wrong-checksum' }, 'line/damaged'],
    ['is never where it says', { kind: 'wrong-offset' }, 'centre/unexpected-answer'],
    [
      'says it has more than was sent',
      { kind: 'lie-about-offset', offset: '999999999' },
      'centre/unexpected-answer',
    ],
    [
      'says it has nothing of what was sent',
      { kind: 'lie-about-offset', offset: '0' },
      'centre/unexpected-answer',
    ],
    [
      'says nothing that is a number',
      { kind: 'lie-about-offset', offset: '-1e3' },
      'centre/unexpected-answer',
    ],
    ['does not take the station', { kind: 'status', status: 403 }, 'centre/not-registered'],
    ['is sent through a proxy that asks who comes', { kind: 'status', status: 407 }, 'line/proxy'],
  ])('waits with the cause when the centre %s', async (_name, fault, code) => {
    const shipment = await shipmentOf(kib);
    setFaults(Array(9).fill(fault));
    expect(await openWay().send(shipment)).toMatchObject({ kind: 'later', code });
    setFaults([]);
    expect(await openWay().send(shipment)).toMatchObject({ kind: 'accepted' });
  });

  it.each([
    ['120', 120_000],
    ['999999999', 900_000],
    [new Date(Date.now() + 60_000).toUTCString(), expect.any(Number)],
    ['soon', undefined],
  ])('hears when the centre wants to be asked again: %s', async (retryAfter, retryAfterMs) => {
    setFaults([{ kind: 'status', status: 503, retryAfter }]);
    expect(await openWay().send(await shipmentOf(kib))).toMatchObject({
      code: 'centre/unavailable',
      retryAfterMs,
    });
  });

  it('is broken off at once when the station stops, and goes on later', async () => {
    const shipment = await shipmentOf(300 * kib);
    const stop = new AbortController();
    setFaults([{ kind: 'delay', ms: 60_000 }]);
    const sending = openWay().send(shipment, stop.signal);
    setTimeout(() => stop.abort(new Error('the station stops')), 20);
    await expect(sending).rejects.toThrow('the station stops');
    expect(await openWay().send(shipment)).toMatchObject({ kind: 'accepted' });
  });

  it('offers at most one chunk again for every cut, wherever it falls', async () => {
    const cuts = fc.array(fc.integer({ min: 0, max: 400 * kib }), { maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(cuts, async (places) => {
        const shipment = await shipmentOf(500 * kib);
        setFaults(places.map((afterBytes) => ({ kind: 'cut-upload', afterBytes })));
        const way = openWay();
        let mostBytes = shipment.packet.length;
        for (let isSettled = false; !isSettled; ) {
          const chunkBytes = Math.max(way.pace.chunkBytes(), 256 * kib);
          const { kind } = await way.send(shipment);
          isSettled = kind === 'accepted';
          if (!isSettled) mostBytes += chunkBytes;
        }
        expect(way.offeredBytes()).toBeLessThanOrEqual(mostBytes);
      }),
      { numRuns: 15 },
    );
  }, 60_000);
});

describe('a line of 256 kbit/s that breaks every 20 s', () => {
  /** The line runs so many times faster here. */
  const faster = 20;

  it('carries a packet of 2 MB', async () => {
    const slow = await openSlowLine({
      toPort: Number(new URL(test.central().url).port),
      bytesPerSecond: 32_000 * faster,
      dropEveryMs: 20_000 / faster,
    });
    try {
      const shipment = await shipmentOf(2e6);
      const way = openWay(`http://127.0.0.1:${slow.port}`, openPace(4_000 / faster));
      const startedMs = performance.now();
      const attempts = await sendUntilSettled(way, shipment, 1_000 / faster);
      const tookS = ((performance.now() - startedMs) * faster) / 1000;
      const { length } = shipment.packet;
      const twice = slow.carriedBytes() - length;
      console.log(
        `${length} bytes in ${attempts} attempts and ${slow.cuts()} cuts: ${tookS.toFixed(0)} s on the real line (${(length / 32_000).toFixed(0)} s were it free), ` +
          `${twice} bytes (${((twice / length) * 100).toFixed(1)} %) more than the packet, headers included`,
      );
      expect(attempts).toBeGreaterThan(2);
      const perRequest = 1 * kib;
      expect(twice).toBeLessThanOrEqual(attempts * 256 * kib + way.asked.length * perRequest);
      expect(
        (await test.central().control.held()).filter(
          ({ applicationId }) => applicationId === shipment.applicationId,
        ),
      ).toHaveLength(1);
    } finally {
      await slow.close();
    }
  }, 60_000);
});
