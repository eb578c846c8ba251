import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { insertApplication } from '../../db/applications.ts';
import { readCentreStatus, readStatusCursor } from '../../db/centre-statuses.ts';
import { openStore, type Store } from '../../db/open.ts';
import { sampleContent, sampleStationKeys } from '../../fixtures/central/samples.ts';
import { openTestCentre, type TestCentre } from '../../fixtures/central/test-centre.ts';
import { signStatement } from '../enrollment/statement.ts';
import type { Centre } from './centre.ts';
import type { ClockReading } from './clock.ts';
import type { Line, LineAnswer } from './line.ts';
import { askStatuses, type CentreStatus } from './statuses.ts';
import { openSync, type Sync } from './sync.ts';

let test: TestCentre;
beforeAll(async () => {
  test = await openTestCentre();
});
afterAll(() => test.remove());

let store: Store;
let stores = 0;
let sync: Sync | null = null;
beforeEach(() => {
  stores += 1;
  store = openStore({ file: join(test.dir, `station-${stores}.db`), key: new Uint8Array(32).fill(7) });
});
afterEach(async () => {
  await sync?.close();
  sync = null;
  store.close();
});

function start(options: { now?: () => number; onClockWrong?(reading: ClockReading): void } = {}): Sync {
  sync = openSync({
    store,
    centre: test.centre(),
    onChange: () => undefined,
    log: () => undefined,
    statusEveryMs: 20,
    ...options,
  });
  return sync;
}

function addApplication(): CentreStatus['applicationId'] {
  const { applicationId } = sampleContent();
  insertApplication(store, {
    id: applicationId,
    receiptNo: `H99-03-${applicationId}`,
    type: 'exchange',
    reason: 'age',
    officerId: 'demo',
    receivedAtMs: 0,
    draft: '{}',
    nextStep: null,
  });
  return applicationId;
}

const at = '2026-11-25T02:00:00.000Z';
const say = (status: Omit<CentreStatus, 'at'>, stationNo = '03'): Promise<void> =>
  test.central().control.addStatus(stationNo, { ...status, at });
const settle = { timeout: 10_000, interval: 20 };

describe('what became of an application', () => {
  it('comes down as it happens, with its reason', async () => {
    const applicationId = addApplication();
    start();
    for (const status of ['accepted', 'in-production', 'at-office'] as const) {
      await say({ applicationId, status });
      sync?.wake();
      await expect.poll(() => readCentreStatus(store, applicationId)?.status, settle).toBe(status);
    }
    await say({ applicationId, status: 'supplement-wanted', reason: 'ảnh chân dung mờ' });
    sync?.wake();
    await expect
      .poll(() => readCentreStatus(store, applicationId), settle)
      .toEqual({
        applicationId,
        status: 'supplement-wanted',
        reason: 'ảnh chân dung mờ',
        atMs: Date.parse(at),
      });
  });

  it('comes once, page after page, whenever the station and the centre stop', async () => {
    const ids = Array.from({ length: 250 }, addApplication);
    for (const applicationId of ids) await say({ applicationId, status: 'at-office' });
    const known = (): number => ids.filter((id) => readCentreStatus(store, id)).length;
    for (let turns = 0; known() < ids.length && turns < 50; turns += 1) {
      start();
      await new Promise((resolve) => setTimeout(resolve, 10 + turns * 5));
      await sync?.close();
      await test.restart();
    }
    expect(known()).toBe(250);
    expect(readStatusCursor(store)).toMatch(/^\d+$/);
  });

  it('is not told to another station', async () => {
    const applicationId = addApplication();
    await say({ applicationId, status: 'rejected', reason: 'thử' }, '04');
    const marker = addApplication();
    await say({ applicationId: marker, status: 'accepted' });
    start();
    await expect.poll(() => readCentreStatus(store, marker)?.status, settle).toBe('accepted');
    expect(readCentreStatus(store, applicationId)).toBeUndefined();
  });
});

describe("the station's clock", () => {
  it('is told from what the centre signed, and once when it is wrong', async () => {
    const told: ClockReading[] = [];
    const running = start({ onClockWrong: (reading) => told.push(reading) });
    await expect.poll(() => running.clock(), settle).toBeDefined();
    expect(Math.abs(running.clock()?.aheadMs ?? Number.NaN)).toBeLessThan(10_000);
    expect(told).toEqual([]);
  });

  it('is wrong when the station is an hour behind, and that is said once', async () => {
    const told: ClockReading[] = [];
    start({ now: () => Date.now() - 3_600_000, onClockWrong: (reading) => told.push(reading) });
    const applicationId = addApplication();
    for (const status of ['accepted', 'at-office'] as const) {
      await say({ applicationId, status });
      sync?.wake();
      await expect.poll(() => readCentreStatus(store, applicationId)?.status, settle).toBe(status);
    }
    expect(told).toHaveLength(1);
    expect(Math.abs((told[0]?.aheadMs ?? 0) - 3_600_000)).toBeLessThan(10_000);
  });
});

/** A line on which one answer comes, whatever is asked. */
function lineWith(body: string, status = 200): Line {
  const answer: LineAnswer = { status, body, header: () => undefined, clock: undefined };
  return { request: () => Promise.resolve(answer), addressOf: (url) => url, hangUp: () => undefined };
}

describe('a page that is not believed', () => {
  const page = { schema: 1, stationNo: '03', after: '5', cursor: '6', hasMore: false, statuses: [] };
  let keys: Awaited<ReturnType<typeof sampleStationKeys>>;
  let centre: Centre;
  beforeAll(async () => {
    keys = await sampleStationKeys();
    centre = { url: 'http://127.0.0.1:1', signingKey: keys.publicKey, stationNo: '03' };
  });
  const ask = async (
    value: unknown,
    kind: 'enrollment-statuses' | 'enrollment-receipt' = 'enrollment-statuses',
  ) => {
    const statuses = await signStatement(kind, JSON.stringify(value), keys);
    return askStatuses(
      { line: lineWith(JSON.stringify({ statuses })), centre },
      '5',
      new AbortController().signal,
    );
  };

  it('is one that differs from this in anything', async () => {
    await expect(ask(page)).resolves.toMatchObject({ page });
  });

  it.each<[name: string, changes: object, code: string]>([
    ['for another station', { stationNo: '04' }, 'centre/bad-receipt'],
    ['for another question', { after: '4' }, 'centre/bad-receipt'],
    ['that leads nowhere', { cursor: '5', hasMore: true }, 'centre/unexpected-answer'],
    ['of a newer kind', { schema: 2 }, 'centre/bad-receipt'],
    [
      'that is too long',
      { statuses: Array(101).fill({ applicationId: sampleContent().applicationId, status: 'accepted', at }) },
      'centre/bad-receipt',
    ],
    [
      'with a status nobody knows',
      { statuses: [{ applicationId: sampleContent().applicationId, status: 'lost', at }] },
      'centre/bad-receipt',
    ],
    ['with a cursor without end', { cursor: 'x'.repeat(101) }, 'centre/bad-receipt'],
  ])('%s', async (_name, changes, code) => {
    await expect(ask({ ...page, ...changes })).rejects.toMatchObject({ code });
  });

  it('signed for another purpose, by somebody else, or not at all', async () => {
    await expect(ask(page, 'enrollment-receipt')).rejects.toMatchObject({ code: 'centre/bad-receipt' });
    const stranger = await signStatement(
      'enrollment-statuses',
      JSON.stringify(page),
      await sampleStationKeys(),
    );
    for (const [body, code] of [
      [JSON.stringify({ statuses: stranger }), 'centre/bad-receipt'],
      [JSON.stringify({ statuses: page }), 'centre/unexpected-answer'],
      ['<!doctype html>', 'centre/unexpected-answer'],
      ['', 'centre/unexpected-answer'],
    ] as const) {
      const asked = askStatuses({ line: lineWith(body), centre }, '5', new AbortController().signal);
      await expect(asked).rejects.toMatchObject({ code });
    }
  });
});
