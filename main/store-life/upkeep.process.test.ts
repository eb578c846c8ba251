import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { listApplications } from '../../db/applications.ts';
import { verifyAudit } from '../../db/audit.ts';
import { readCurrentCaptures } from '../../db/captures.ts';
import { openStore, type Store } from '../../db/open.ts';
import { nextDue } from '../../db/outbox.ts';
import { addCapture, addDraft, addSealed } from '../../db/test-store.ts';
import { randomNumbers } from '../../db/test-writer.ts';
import { developmentProtector, storeKey } from '../store-key.ts';
import type { UpkeepAction } from './test-upkeep.ts';

const upkeep = fileURLToPath(new URL('./test-upkeep.ts', import.meta.url));
const kills = 3;
const random = randomNumbers(20_261_125);

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'station-upkeep-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

function open(): Store {
  return openStore({
    file: join(dir, 'station.db'),
    key: storeKey({ dataDir: dir, protector: developmentProtector }),
  });
}

/** Twelve applications of invented people, one of them sealed, and a copy made before the last of them. */
function fill(): void {
  const store = open();
  for (let count = 0; count < 12; count += 1) {
    if (count === 11) renameSync(store.backUp(join(dir, 'made')), join(dir, 'copy.db'));
    addDraft(store, `a${count}`);
    addCapture(store, `a${count}`, `c${count}`, new Uint8Array(300_000).fill(count));
  }
  addSealed(store, 'sealed', 1);
  store.close();
}

/** Runs it and kills it somewhere between its first step and a little after its last. */
async function killIn(action: UpkeepAction): Promise<'killed' | 'done'> {
  const child = spawn(process.execPath, [upkeep, action, dir], { stdio: ['ignore', 'pipe', 'inherit'] });
  const closed = once(child, 'close');
  const said: string[] = [];
  child.stdout.on('data', (bytes) => said.push(String(bytes)));
  await once(child.stdout, 'data');
  await sleep(random() * 120);
  child.kill('SIGKILL');
  await closed;
  return said.join('').includes('done') ? 'done' : 'killed';
}

/** How many applications there are, how many captures read back whole, whether the packet is there. */
function whatIsThere() {
  const store = open();
  try {
    store.examine();
    const applications = listApplications(store, { sinceMs: 0 }, 100);
    const captures = applications.flatMap(({ id }) => readCurrentCaptures(store, id));
    const whole = captures.filter(({ id, bytes }) =>
      Buffer.alloc(300_000, Number(id.slice(1))).equals(bytes),
    );
    return {
      applications: applications.length,
      whole: whole.length,
      hasPacket: nextDue(store, 9)?.packet.length === 3,
      auditBrokenAt: verifyAudit(store).brokenAt,
    };
  } finally {
    store.close();
  }
}

const everything = { applications: 13, whole: 12, hasPacket: true, auditBrokenAt: undefined };

it.each(['backup', 'rekey'] as const)(
  'loses nothing when a %s is killed, and can do it again',
  async (action) => {
    fill();
    for (let count = 0; count < kills; count += 1) {
      await killIn(action);
      expect(whatIsThere()).toEqual(everything);
    }
    expect(readdirSync(dir).filter((name) => name.endsWith('.next'))).toEqual([]);
  },
  120_000,
);

it('leaves the store or the copy when a restore is killed, never half of either', async () => {
  fill();
  for (let count = 0; count < kills; count += 1) {
    await killIn('restore');
    const there = whatIsThere();
    if (there.hasPacket) expect(there).toEqual(everything);
    else expect(there).toEqual({ ...everything, applications: 11, whole: 11, hasPacket: false });
    expect(existsSync(join(dir, 'copy.db'))).toBe(true);
  }
}, 120_000);

it('erases each application whole or not at all when it is killed', async () => {
  fill();
  await killIn('erase');
  const store = open();
  const halves = store
    .statement(
      `SELECT a.id FROM applications a LEFT JOIN payload_keys k ON k.application_id = a.id
       WHERE (k.key IS NULL) <> (a.payload IS NULL) OR (k.key IS NULL) <> (a.personal_id = '')
         OR (k.key IS NULL AND EXISTS (SELECT 1 FROM captures c WHERE c.application_id = a.id))`,
    )
    .all();
  expect(halves).toEqual([]);
  store.close();
}, 60_000);
