import { once } from 'node:events';
import { closeSync, fsyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSlowLine } from '../fixtures/central/slow-line.ts';
import { openTestCentre } from '../fixtures/central/test-centre.ts';
import { deliver, type Shipment } from '../main/sync/delivery.ts';
import { openLine } from '../main/sync/line.ts';
import { openPace } from '../main/sync/pace.ts';
import type { BenchRow } from './row.ts';

const packetBytes = 6e6;
/** 40 Mbit/s, as an office may have. On loopback the ratio is that of verifying to copying memory. */
const line = { bytesPerSecond: 5e6, dropEveryMs: 2 ** 31 - 1 };
/** Enough for the chunks to have grown to what such a line carries. */
const warmUps = 2;

/** A packet delivered to the reference centre, which verifies and signs, against a bare PUT of the same bytes on the same line. */
export async function packetDelivered(): Promise<BenchRow> {
  const test = await openTestCentre();
  const bare = await openBareServer();
  const ours = await openSlowLine({ ...line, toPort: Number(new URL(test.central().url).port) });
  const theirs = await openSlowLine({ ...line, toPort: bare.port });
  const centre = test.centre({ url: `http://127.0.0.1:${ours.port}` });
  const way = { centre, line: openLine(centre, 60_000), pace: openPace() };
  const send = async (shipment: Shipment): Promise<void> => {
    const { kind } = await deliver(way, shipment, new AbortController().signal);
    if (kind !== 'accepted') throw new Error(`the packet was not taken: ${kind}`);
  };
  for (let round = 0; round < warmUps; round += 1) await send(await test.shipment(packetBytes));
  return {
    name: 'packet of 6 MB delivered at 40 Mbit/s',
    floorName: 'bare PUT on the same line',
    measure: async () => {
      const shipment = await test.shipment(packetBytes);
      const startedMs = performance.now();
      await send(shipment);
      const sentMs = performance.now();
      await fetch(`http://127.0.0.1:${theirs.port}/`, {
        method: 'PUT',
        body: new Uint8Array(shipment.packet),
      });
      return { oursMs: sentMs - startedMs, floorMs: performance.now() - sentMs };
    },
    close: async () => {
      way.line.hangUp();
      await Promise.all([ours.close(), theirs.close()]);
      await bare.close();
      await test.remove();
    },
  };
}

/** Keeps what it is sent, and knows nothing of it. */
async function openBareServer(): Promise<{ readonly port: number; close(): Promise<void> }> {
  const dir = mkdtempSync(join(tmpdir(), 'bare-'));
  const server = createServer(async (request, response) => {
    const file = openSync(join(dir, 'packet'), 'w');
    for await (const chunk of request as AsyncIterable<Uint8Array>) writeSync(file, chunk);
    fsyncSync(file);
    closeSync(file);
    response.end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      server.closeAllConnections();
      server.close();
      rmSync(dir, { recursive: true });
    },
  };
}
