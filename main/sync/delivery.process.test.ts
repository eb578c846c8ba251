import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Fault } from '../../fixtures/central/faults.ts';
import type { CentrePublicKeys } from '../../fixtures/central/keys.ts';
import { sampleStationKeys } from '../../fixtures/central/samples.ts';
import { sealedShipment } from '../../fixtures/central/test-centre.ts';
import { type Program, startProgram } from '../../fixtures/processes.ts';
import { type Delivery, deliver, type Shipment } from './delivery.ts';
import { type LineRequest, openLine } from './line.ts';
import { openPace } from './pace.ts';

const entry = fileURLToPath(new URL('../../fixtures/central/central.ts', import.meta.url));
const json = { 'content-type': 'application/json' };
let dir: string;
let port = '0';
let program: Program;
let url: string;
let controlUrl: string;
let keys: CentrePublicKeys;

async function startCentre(): Promise<void> {
  program = startProgram(entry, ['--port', port, '--data', join(dir, 'central')]);
  const fact = await program.fact((one) => typeof one['url'] === 'string');
  url = String(fact['url']);
  controlUrl = String(fact['controlUrl']);
  keys = fact['keys'] as CentrePublicKeys;
  port = new URL(url).port;
}

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'centre-process-'));
  await startCentre();
});
afterAll(async () => {
  await program.stop();
  rmSync(dir, { recursive: true });
});

async function send(shipment: Shipment): Promise<{ delivery: Delivery; asked: LineRequest[] }> {
  const centre = { url, signingKey: keys.signingKey, stationNo: '03' };
  const line = openLine(centre, 5_000);
  const asked: LineRequest[] = [];
  const watched: typeof line = {
    ...line,
    request: (request, signal) => {
      asked.push(request);
      return line.request(request, signal);
    },
  };
  const signal = new AbortController().signal;
  const delivery = await deliver({ centre, line: watched, pace: openPace() }, shipment, signal);
  line.hangUp();
  return { delivery, asked };
}

it('goes on with the upload of a centre that was killed in the middle, and gets one receipt', async () => {
  const told = await program.fact((one) => typeof one['url'] === 'string');
  const station = await sampleStationKeys();
  const registered = await fetch(`${url}/stations/03`, {
    method: 'PUT',
    headers: json,
    body: JSON.stringify({ code: told['registrationCode'], publicKey: station.publicKey }),
  });
  expect(registered.status).toBe(200);
  const shipment = await sealedShipment(station, keys, 600_000);
  const faults: Fault[] = [
    { kind: 'late-chunk', ms: 0 },
    { kind: 'die-in-upload', afterBytes: 100_000 },
  ];
  await fetch(`${controlUrl}/control/faults`, {
    method: 'PUT',
    headers: json,
    body: JSON.stringify({ faults }),
  });

  const first = await send(shipment);
  expect(first.delivery).toMatchObject({ kind: 'later', code: 'line/down', hasProgressed: true });
  await startCentre();
  const second = await send(shipment);
  expect(second.delivery).toMatchObject({ kind: 'accepted' });
  const offered = second.asked.filter(({ method }) => method === 'PATCH');
  expect(offered.reduce((bytes, { body }) => bytes + (body?.length ?? 0), 0)).toBe(
    shipment.packet.length - 256 * 1024,
  );

  await program.stop('SIGKILL');
  await startCentre();
  const third = await send(shipment);
  expect(third.delivery).toEqual({ ...second.delivery, clock: expect.anything() });
  const { applications } = (await (await fetch(`${controlUrl}/control/applications`)).json()) as {
    applications: unknown[];
  };
  expect(applications).toHaveLength(1);
});
