import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readApplication } from './applications.ts';
import { verifyAudit } from './audit.ts';
import { readCapture } from './captures.ts';
import { openStore, type Store } from './open.ts';
import { type Fact, randomNumbers, writerKey } from './test-writer.ts';

const writer = fileURLToPath(new URL('./test-writer.ts', import.meta.url));
const kills = 60;

let dir: string;
let file: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'station-kill-'));
  file = join(dir, 'station.db');
});
afterEach(() => rmSync(dir, { recursive: true }));

/** Starts a writer and kills it some time after it has said so many things. Returns all it said. */
async function workUntilKilled(seed: number, facts: number, moreMs: number): Promise<Fact[]> {
  const child = spawn(process.execPath, [writer, file, String(seed)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const said: Fact[] = [];
  const { promise: enough, resolve } = Promise.withResolvers<void>();
  if (facts === 0) resolve();
  createInterface(child.stdout).on('line', (line) => {
    said.push(JSON.parse(line) as Fact);
    if (said.length === facts) resolve();
  });
  const closed = once(child, 'close');
  await Promise.race([enough, closed]);
  await sleep(moreMs);
  child.kill('SIGKILL');
  const [code, signal] = await closed;
  expect({ code, signal }).toEqual({ code: null, signal: 'SIGKILL' });
  return said;
}

const ranks = ['draft', 'sealed', 'sending', 'accepted'];

/** Whether the store still knows what the writer said it had stored. What was being sent may be on its way again. */
function isKept(store: Store, fact: Fact): boolean {
  const application = readApplication(store, fact.id);
  if (!application) return false;
  switch (fact.kind) {
    case 'begun':
      return true;
    case 'saved':
      return application.revision >= fact.revision;
    case 'captured': {
      const bytes = readCapture(store, fact.captureId)?.bytes ?? new Uint8Array();
      return createHash('sha256').update(bytes).digest('hex') === fact.sha256;
    }
    case 'sealed':
    case 'sending':
      return ranks.indexOf(application.state) >= ranks.indexOf('sealed');
    case 'accepted':
      return application.state === 'accepted' && application.centreReceipt === `receipt of ${fact.id}`;
  }
}

/** Everything that would show half a transaction, as one value. */
function halves(store: Store): unknown {
  const one = (sql: string): unknown => Object.values(store.statement<object>(sql).get() ?? {})[0];
  const pair = `(a.state, o.state) IN (VALUES ('sealed', 'waiting'), ('sending', 'sending'), ('accepted', 'accepted'))`;
  return {
    sealedWithoutPacket: one(
      "SELECT count(*) FROM applications WHERE state <> 'draft' AND id NOT IN (SELECT application_id FROM outbox)",
    ),
    packetInAnotherState: one(
      `SELECT count(*) FROM outbox o JOIN applications a ON a.id = o.application_id WHERE NOT (${pair})`,
    ),
    numbersWithoutApplication: one(
      'SELECT coalesce(max(value), 0) - (SELECT count(*) FROM applications) FROM counters',
    ),
    applicationsNotWrittenDown: one(
      "SELECT count(*) - (SELECT count(*) FROM audit WHERE event = 'application-begun') FROM applications",
    ),
    sealsNotWrittenDown: one(
      "SELECT count(*) - (SELECT count(*) FROM audit WHERE event = 'seal') FROM outbox",
    ),
    currentCapturesTooMany: one(
      'SELECT count(*) - count(DISTINCT application_id || kind || label) FROM captures WHERE is_current = 1',
    ),
    auditBrokenAt: verifyAudit(store).brokenAt,
  };
}

it(`keeps all it said it had stored, and no half of anything, through ${kills} kills`, {
  timeout: 180_000,
}, async () => {
  const random = randomNumbers(20_261_124);
  const said: Fact[] = [];
  for (let seed = 1; seed <= kills; seed++) {
    // Every fourth is killed while it starts: before, during and after it makes or recovers the store.
    const isStarting = seed % 4 === 1;
    const facts = isStarting ? 0 : Math.ceil(random() * 40);
    said.push(...(await workUntilKilled(seed, facts, random() * (isStarting ? 200 : 5))));
    if (!existsSync(file)) continue;
    const store = openStore({ file, key: writerKey });
    const lost = said.filter((fact) => !isKept(store, fact));
    expect({ seed, lost, ...(halves(store) as object) }).toEqual({
      ...{ seed, lost: [], sealedWithoutPacket: 0, packetInAnotherState: 0, numbersWithoutApplication: 0 },
      ...{ applicationsNotWrittenDown: 0, sealsNotWrittenDown: 0, currentCapturesTooMany: 0 },
      auditBrokenAt: undefined,
    });
    store.close();
  }
  expect(new Set(said.map(({ kind }) => kind)).size).toBe(6);
});

it('is free again the moment its holder is killed, and not before', async () => {
  const child = spawn(process.execPath, [writer, file, '1'], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  expect(() => openStore({ file, key: writerKey })).toThrow(expect.objectContaining({ code: 'store/busy' }));
  child.kill('SIGKILL');
  await once(child, 'exit');
  openStore({ file, key: writerKey }).close();
});
