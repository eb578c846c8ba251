import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BrowserContext, expect, type Locator, type Page, test } from '@playwright/test';
import { openBrowser } from '../../fixtures/browser.ts';
import { type Central, openCentral } from '../../fixtures/central/central.ts';
import * as officer from '../../fixtures/officer.ts';
import { type Program, startProgram } from '../../fixtures/processes.ts';
import { addQueued, withStationStore } from '../../fixtures/queued.ts';
import { prepareStation } from '../../fixtures/station-setup.ts';
import { decodeFrame, encodeFrame, MainFrame } from '../../main/contract/frames.ts';
import type { ApplicationId } from '../../main/contract/ids.ts';
import { errorTexts } from '../text/errors.vi.ts';
import { choiceNames, filterNames, orderNames, queueStates, queueText } from '../text/queue.vi.ts';
import { text } from '../text/screens.vi.ts';
import { expectGoodScreen } from './good-screen.ts';

/** A queue of a bad day, in order: each test goes on where the one before ended. The centre and its faults are the reference's. */
test.describe.configure({ mode: 'serial' });

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const people = [
  'NGUYỄN VĂN MẪU',
  "H'MẪU NIÊ",
  'TRẦN THỊ THỬ NGHIỆM',
  'TÔN NỮ HOÀNG PHƯƠNG THẢO NGUYÊN THỊ VÍ DỤ',
];

let dir: string;
let central: Central;
let station: Program;
let context: BrowserContext;
let page: Page;
const ids: ApplicationId[] = [];
const pageErrors: string[] = [];

// biome-ignore lint/correctness/noEmptyPattern: a hook that wants the test's info must take its fixtures, of which it needs none
test.beforeAll(async ({}, { project }) => {
  test.skip(project.name !== 'web', 'the queue is the same page in every shell');
  test.setTimeout(180_000);
  dir = mkdtempSync(join(tmpdir(), 'queue-'));
  const dataDir = join(dir, 'station');
  central = await openCentral({ port: 0, dataDir: join(dir, 'central') });
  await prepareStation(dataDir, central.url, await central.control.newCode());
  await withStationStore(dataDir, async (store, keys) => {
    for (const [index, fullName] of people.entries())
      ids.push(await addQueued(store, keys, central.keys, queuedOf(fullName, index)));
  });
  // It begins with a centre that is down.
  central.control.setFaults(Array(400).fill({ kind: 'status', status: 503 }));
  const shell = ['--data', dataDir, '--renderer', here('../../out/app/renderer')];
  station = startProgram(here('../../main/web.ts'), shell, { STATION_WEB_SHELL: 'development' });
  const { url } = await station.fact((fact) => typeof fact['url'] === 'string');
  context = await openBrowser({ cameraFile: '/dev/null' });
  page = await context.newPage();
  page.on('pageerror', ({ message }) => pageErrors.push(message));
  await page.goto(String(url));
  await officer.signIn(page);
});
test.afterAll(async () => {
  await context?.close();
  await station?.stop();
  await central?.close();
  if (dir) rmSync(dir, { recursive: true, force: true });
});

function queuedOf(fullName: string, index: number) {
  return {
    fullName,
    personalId: `${String(1 + index).padStart(3, '0')}301000000`,
    receiptNo: `H99-03-261125-${String(index).padStart(4, '0')}-7`,
    sealedAtMs: Date.now() - 3_600_000 + index,
    bytes: 20_000,
  };
}

const rows = (name?: string): Locator =>
  page.getByRole('grid').getByRole('row', name === undefined ? {} : { name });
const rowOf = (name: string): Locator => rows(name);
const detail = (): Locator => page.getByRole('complementary', { name: queueText.detail });

async function choose(name: string): Promise<void> {
  await rowOf(name).click();
  await expect(detail().getByRole('heading', { name })).toBeVisible();
}

test('a centre that is down: every packet waits with its cause and its time, and nobody is asked for anything', async () => {
  await page.getByRole('button', { name: `${text.desk.open} ${text.desk.queue}` }).click();
  await expect(page.getByRole('heading', { name: queueText.title })).toBeVisible();
  await expect(rowOf('NGUYỄN VĂN MẪU')).toContainText(errorTexts['centre/unavailable'].what, {
    timeout: 15_000,
  });
  await expect(rowOf('NGUYỄN VĂN MẪU')).toContainText(queueStates.waiting);
  await expect(page.getByRole('contentinfo')).toContainText(queueText.nobodyNeeded);
  await expectGoodScreen(page);
});

test('search finds in any accents, filters count, arrow keys choose', async () => {
  await page.keyboard.press('F3');
  await page.keyboard.type('hoang phuong');
  await expect(rows()).toHaveCount(2);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await expect(detail().getByRole('heading', { name: people[3] ?? '' })).toBeVisible();
  await expectGoodScreen(page);
  await page.getByLabel(queueText.search).fill('không ai');
  await expect(page.getByText(queueText.notFound)).toBeVisible();
  await page.getByLabel(queueText.search).fill('');
  await expect(rows()).toHaveCount(people.length + 1);
});

test('one packet is paused, and all of them; both can be taken back', async () => {
  await choose(people[1] ?? '');
  await detail().getByRole('button', { name: orderNames.pause, exact: true }).click();
  await expect(rowOf(people[1] ?? '')).toContainText(queueStates.paused);
  await detail().getByRole('button', { name: queueText.pauseAll, exact: true }).click();
  await expect(page.getByText(queueText.allPaused)).toBeVisible();
  await expect(page.getByRole('contentinfo')).toContainText(queueText.paused);
  await expectGoodScreen(page);
  await detail().getByRole('button', { name: queueText.resumeAll, exact: true }).click();
  await expect(page.getByText(queueText.allPaused)).toHaveCount(0);
});

test('a forged receipt settles nothing; a conflict waits for a person; a rejection and news come with their reason', async () => {
  const theirs = { fullName: "H'MẪU NIÊ KĐĂM", birthDate: '2001-05-13' };
  const record = { personalId: queuedOf('', 1).personalId, theirs } as const;
  await central.control.putRecord({ ...record, kind: 'corrected-centrally', at: '2027-01-01T00:00:00.000Z' });
  central.control.setFaults([{ kind: 'wrong-signature' }, { kind: 'refuse', reason: 'ảnh chân dung mờ' }]);
  await page.keyboard.press('Control+Enter');
  await expect(rowOf(people[0] ?? '')).toContainText(errorTexts['centre/bad-receipt'].what, {
    timeout: 15_000,
  });
  await expect(rowOf(people[2] ?? '')).toContainText(queueStates.refused, { timeout: 15_000 });
  await expect(rowOf(people[3] ?? '')).toContainText(queueStates.accepted, { timeout: 15_000 });
  await choose(people[1] ?? '');
  await detail().getByRole('button', { name: orderNames.resume, exact: true }).click();
  await expect(rowOf(people[1] ?? '')).toContainText(queueStates.conflict, { timeout: 15_000 });
  await expect(page.getByRole('contentinfo')).toContainText('2 cần người xử lý');
  await expectGoodScreen(page);
});

test('both sides are shown, and a person decides with his reason', async () => {
  await page.getByText(new RegExp(`^${filterNames.person}`)).click();
  await expect(rows()).toHaveCount(3);
  await choose(people[1] ?? '');
  await expect(detail().getByRole('cell', { name: "H'MẪU NIÊ KĐĂM" })).toBeVisible();
  const keep = detail().getByRole('button', { name: choiceNames['keep-ours'] });
  await keep.click();
  await expect(detail().getByText(queueText.reasonMissing)).toBeVisible();
  await detail().getByLabel(queueText.reason).fill('đã đối chiếu giấy khai sinh bản gốc');
  await expectGoodScreen(page);
  await keep.click();
  await expect(detail().getByText(queueStates.accepted).first()).toBeVisible({ timeout: 15_000 });
  await expect(detail()).toContainText(choiceNames['keep-ours']);
});

test('what a person has seen to asks for nobody any more', async () => {
  await choose(people[2] ?? '');
  await expect(detail()).toContainText('ảnh chân dung mờ');
  await detail().getByRole('button', { name: orderNames.handled, exact: true }).click();
  await expect(page.getByText(queueText.emptyFilter)).toBeVisible();
  await expect(page.getByRole('contentinfo')).toContainText(queueText.nobodyNeeded);
});

test('a stream that breaks is told with its number, and opened again', async () => {
  const incident = 'K7Q2-0001';
  let isBroken = true;
  await page.routeWebSocket('**/wire', (socket) => {
    const main = socket.connectToServer();
    main.onMessage((bytes) => {
      const frame = typeof bytes === 'string' ? undefined : decodeFrame(MainFrame, new Uint8Array(bytes));
      if (!isBroken || frame?.kind !== 'item') return socket.send(bytes);
      const notice = { code: 'station/unexpected', incident } as const;
      socket.send(Buffer.from(encodeFrame({ kind: 'failure', id: frame.id, notice })));
    });
  });
  await page.reload();
  await expect(page.getByRole('alert')).toContainText(incident);
  isBroken = false;
  await expect(page.getByRole('heading', { name: text.desk.today })).toBeVisible({ timeout: 40_000 });
  await expect(page.getByRole('alert')).toHaveCount(0);
});

test('the page complained of nothing', () => {
  expect(pageErrors).toEqual([]);
});
