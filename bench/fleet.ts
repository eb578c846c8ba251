/** `npm run bench -- fleet`: many stations, with keys of their own, deliver to one reference centre at the same time. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { CentrePublicKeys } from '../fixtures/central/keys.ts';
import { openPostgres, postgresPrograms } from '../fixtures/central/postgres.ts';
import { sampleStationKeys } from '../fixtures/central/samples.ts';
import { sealedShipment } from '../fixtures/central/test-centre.ts';
import { type Program, startProgram } from '../fixtures/processes.ts';
import type { StationKeys } from '../main/enrollment/station-keys.ts';
import { deliver } from '../main/sync/delivery.ts';
import { type Line, openLine } from '../main/sync/line.ts';
import { openPace } from '../main/sync/pace.ts';

/** Bounded in both ways: whichever comes first ends it. */
interface Load {
  readonly stations: number;
  readonly packetBytes: number;
  readonly mostApplications: number;
  readonly mostMs: number;
}

const loads: readonly Load[] = [
  { stations: 40, packetBytes: 20_000, mostApplications: 2_000, mostMs: 20_000 },
  { stations: 20, packetBytes: 6_000_000, mostApplications: 200, mostMs: 20_000 },
];

/** What a station got a receipt for. */
interface Delivered {
  readonly applicationId: string;
  readonly receipt: string;
  /** From its first announcement to its receipt, with what was tried again. */
  readonly tookMs: number;
}

interface FleetResult extends Load {
  readonly database: 'SQLite' | 'PostgreSQL';
  readonly applications: number;
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  /** Attempts that came to nothing, by cause. */
  readonly triedAgain: Readonly<Record<string, number>>;
}

interface RunningCentre {
  readonly program: Program;
  readonly url: string;
  readonly controlUrl: string;
  readonly keys: CentrePublicKeys;
}

interface FleetStation {
  readonly line: Line;
  /** Delivers for as long as it may; counts in `causes` what came to nothing. */
  send(mayBegin: () => boolean, causes: Record<string, number>): Promise<Delivered[]>;
}

const mostAttempts = 20;
const never = new AbortController().signal;

/** On SQLite, and on PostgreSQL where Debian's is installed. */
export async function measureFleet(): Promise<FleetResult[]> {
  const results: FleetResult[] = [];
  for (const load of loads) results.push({ ...(await onCentre(load, {})), database: 'SQLite' });
  const programs = postgresPrograms();
  if (programs === undefined) return results;
  for (const load of loads) {
    const postgres = await openPostgres(programs);
    try {
      results.push({ ...(await onCentre(load, { DATABASE_URL: postgres.url })), database: 'PostgreSQL' });
    } finally {
      await postgres.close();
    }
  }
  return results;
}

export function printFleet(results: readonly FleetResult[]): void {
  console.log('fleet: stations  packet  applications  a second  p50  p95  tried again');
  for (const each of results) {
    const { database, stations, packetBytes, applications, perSecond, p50Ms, p95Ms, triedAgain } = each;
    console.log(
      `${database}: ${stations}  ${packetBytes / 1e6} MB  ${applications}  ${perSecond.toFixed(1)}  ` +
        `${p50Ms.toFixed(0)} ms  ${p95Ms.toFixed(0)} ms  ${JSON.stringify(triedAgain)}`,
    );
  }
}

async function onCentre(load: Load, env: Record<string, string>): Promise<Omit<FleetResult, 'database'>> {
  const dataDir = mkdtempSync(join(tmpdir(), 'fleet-'));
  const file = fileURLToPath(new URL('../fixtures/central/central.ts', import.meta.url));
  const program = startProgram(file, ['--data', dataDir], env);
  try {
    const told = await program.fact((fact) => 'url' in fact);
    return await measure(load, { ...(told as unknown as Omit<RunningCentre, 'program'>), program });
  } finally {
    await program.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function measure(load: Load, centre: RunningCentre): Promise<Omit<FleetResult, 'database'>> {
  const stations: FleetStation[] = [];
  for (let no = 1; no <= load.stations; no += 1)
    stations.push(await openFleetStation(centre, String(no).padStart(2, '0'), load.packetBytes));
  const startedMs = performance.now();
  let begun = 0;
  const mayBegin = (): boolean => {
    begun += 1;
    return begun <= load.mostApplications && performance.now() - startedMs < load.mostMs;
  };
  const triedAgain: Record<string, number> = {};
  const delivered = (await Promise.all(stations.map(({ send }) => send(mayBegin, triedAgain)))).flat();
  const seconds = (performance.now() - startedMs) / 1000;
  for (const { line } of stations) line.hangUp();
  await checkHeld(centre, delivered);
  const took = delivered.map(({ tookMs }) => tookMs).sort((a, b) => a - b);
  const quantile = (part: number): number => took[Math.floor(took.length * part)] ?? Number.NaN;
  return {
    ...load,
    applications: delivered.length,
    perSecond: delivered.length / seconds,
    p50Ms: quantile(0.5),
    p95Ms: quantile(0.95),
    triedAgain,
  };
}

/** @throws Error unless the centre holds exactly what stations have receipts for, each once, under that receipt */
async function checkHeld({ controlUrl }: RunningCentre, delivered: readonly Delivered[]): Promise<void> {
  const answer = (await (await fetch(`${controlUrl}/control/applications`)).json()) as {
    readonly applications: readonly Delivered[];
  };
  const held = new Map(answer.applications.map(({ applicationId, receipt }) => [applicationId, receipt]));
  if (held.size !== answer.applications.length) throw new Error('an application is held twice');
  if (held.size !== delivered.length)
    throw new Error(`${held.size} applications are held, and ${delivered.length} receipts were given`);
  const isWrong = delivered.some(({ applicationId, receipt }) => held.get(applicationId) !== receipt);
  if (isWrong) throw new Error('an application is held under another receipt, or not at all');
}

/** A station that makes real packets and delivers them one after the other, as the delivery of a station does. */
async function openFleetStation(
  { url, controlUrl, keys: centreKeys }: RunningCentre,
  stationNo: string,
  packetBytes: number,
): Promise<FleetStation> {
  const keys = await sampleStationKeys(stationNo);
  await register({ url, controlUrl }, keys);
  const centre = { url, stationNo, signingKey: centreKeys.signingKey };
  const line = openLine(centre, 60_000);
  const way = { centre, line, pace: openPace() };

  async function sendOne(causes: Record<string, number>): Promise<Delivered> {
    const shipment = await sealedShipment(keys, centreKeys, packetBytes);
    const { applicationId } = shipment;
    const startedMs = performance.now();
    for (let attempt = 1; attempt <= mostAttempts; attempt += 1) {
      const delivery = await deliver(way, shipment, never);
      if (delivery.kind === 'accepted')
        return { applicationId, receipt: delivery.receipt, tookMs: performance.now() - startedMs };
      const cause = delivery.kind === 'later' ? delivery.code : delivery.kind;
      causes[cause] = (causes[cause] ?? 0) + 1;
    }
    throw new Error(`station ${stationNo}: not delivered, ${JSON.stringify(causes)}`);
  }

  return {
    line,
    send: async (mayBegin, causes) => {
      const delivered: Delivered[] = [];
      while (mayBegin()) delivered.push(await sendOne(causes));
      return delivered;
    },
  };
}

/** As an administrator does it: with a code that is good once. */
async function register(
  { url, controlUrl }: Pick<RunningCentre, 'url' | 'controlUrl'>,
  { stationNo, publicKey }: StationKeys,
): Promise<void> {
  const made = await fetch(`${controlUrl}/control/codes`, { method: 'POST' });
  const { code } = (await made.json()) as { readonly code: string };
  const answer = await fetch(`${url}/stations/${stationNo}`, {
    method: 'PUT',
    body: JSON.stringify({ code, publicKey }),
  });
  if (!answer.ok) throw new Error(`station ${stationNo} was not registered: ${answer.status}`);
}
