import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import * as officer from '../../fixtures/officer.ts';
import { layOnDesk } from '../../fixtures/papers/on-desk.ts';
import type { Scene } from '../../fixtures/papers/photograph.ts';
import { birthCertificate, drivingLicence, type SheetContent } from '../../fixtures/papers/sheet.ts';
import { openRig, type Rig } from '../../fixtures/rig.ts';
import { openWholeApp, shellOf, type WholeApp } from '../../fixtures/whole-app.ts';
import { errorTexts } from '../text/errors.vi.ts';
import { oldCardReasons, pageHints, paperNames, papersText } from '../text/papers.vi.ts';
import { fill, text } from '../text/screens.vi.ts';
import { expectGoodScreen } from './good-screen.ts';

/** The papers of one citizen, in order: each test goes on where the one before ended. No mouse. */
test.describe.configure({ mode: 'serial' });

let rig: Rig;
let app: WholeApp;
let page: Page;
let folder: string;
const pageErrors: string[] = [];

// biome-ignore lint/correctness/noEmptyPattern: a hook that wants the test's info must take its fixtures, of which it needs none
test.beforeAll(async ({}, testInfo) => {
  test.setTimeout(180_000);
  folder = await mkdtemp(join(tmpdir(), 'desk-'));
  rig = await openRig();
  app = await openWholeApp(rig, shellOf(testInfo));
  page = app.page;
  page.on('pageerror', ({ message }) => pageErrors.push(message));
  await officer.signIn(page);
  await officer.begin(page);
  await press('Alt+Digit6');
  await expect(page.getByRole('heading', { name: papersText.oldCard.title })).toBeVisible();
});
test.afterAll(async () => {
  await app?.close();
  await rig?.close();
  await rm(folder, { recursive: true, force: true });
});

async function press(key: string): Promise<void> {
  await page.waitForTimeout(350);
  await page.keyboard.press(key);
}

/** Lays a paper under the camera. */
async function lay(content: SheetContent, changed: Partial<Scene> = {}): Promise<void> {
  await rig.camera.show(await layOnDesk(join(folder, 'desk.jpg'), content, changed));
}

async function addPaper(kind: keyof typeof paperNames): Promise<void> {
  await press('Insert');
  await expect(page.getByRole('heading', { name: papersText.addTitle })).toBeVisible();
  const wanted = page.getByRole('radio', { name: paperNames[kind], exact: true });
  while (!(await wanted.isChecked())) await page.keyboard.press('ArrowDown');
  await press('Control+Enter');
  await expect(page.getByRole('heading', { name: paperNames[kind] })).toBeVisible();
}

/** Opens the camera, waits for the outline and takes the page; the same key does both. */
async function photograph(hint: string): Promise<void> {
  await press('F8');
  await expect(page.locator('.stage-hint')).toContainText(hint, { timeout: 20_000 });
  await press('F8');
  await expect(seeOriginal()).toBeVisible({ timeout: 20_000 });
}

const seeOriginal = () => page.getByRole('button', { name: papersText.seeOriginal, exact: true });
const row = (name: string) => page.getByRole('button', { name: new RegExp(`^${name}`) });

test('why the old card is not here is said with three keys', async () => {
  await expectGoodScreen(page);
  await press('F9');
  await expect(page.getByRole('radio', { name: oldCardReasons['at-handover'] })).toBeChecked();
  await expectGoodScreen(page);
  await press('Control+Enter');
  await expect(row(papersText.oldCard.name)).toContainText(
    fill(papersText.oldCard.kept, { reason: oldCardReasons['at-handover'].toLocaleLowerCase('vi') }),
  );
  await expectGoodScreen(page);
});

test('a licence is found on the desk, photographed and straightened, and its original seen', async () => {
  await lay(drivingLicence);
  await addPaper('driving-licence');
  await expectGoodScreen(page);
  await press('F8');
  await expect(page.locator('.stage-hint')).toContainText(papersText.seen, { timeout: 20_000 });
  await expect(page.locator('polygon.outline')).toBeVisible();
  await expectGoodScreen(page);
  await press('F8');
  await expect(page.locator('.stage-hint')).toContainText(papersText.good, { timeout: 20_000 });
  const shown = page.getByRole('img', {
    name: fill(papersText.pageAlt, { paper: paperNames['driving-licence'], n: 1 }),
  });
  const ratio = () => shown.evaluate((image: HTMLImageElement) => image.naturalWidth / image.naturalHeight);
  await expect.poll(ratio).toBeCloseTo(85.6 / 53.98, 1);
  await expectGoodScreen(page);
  await press('ArrowRight');
  await expect.poll(ratio).toBeCloseTo(53.98 / 85.6, 1);
  for (let quarter = 0; quarter < 3; quarter += 1) {
    await expect(page.getByRole('button', { name: papersText.turn })).toBeEnabled();
    await press('ArrowRight');
  }
  await expect.poll(ratio).toBeCloseTo(85.6 / 53.98, 1);
  await press('Control+Enter');
  await expect(row(paperNames['driving-licence'])).toContainText(papersText.states.seen);
  await expectGoodScreen(page);
});

test('its number and what does not agree are written beside the page', async () => {
  await page.getByRole('button', { name: papersText.describe }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByLabel(papersText.number)).toBeFocused();
  await page.keyboard.insertText('00130100000');
  await page.keyboard.press('Tab');
  await page.keyboard.insertText('Tên đệm trên giấy phép là NGOC, trên giấy khai sinh là NGỌC');
  await expectGoodScreen(page);
  await press('Control+Enter');
  await expect(page.getByText(fill(papersText.numberUnusual, { number: '00130100000' }))).toBeVisible();
  await expectGoodScreen(page);
});

test('what is integrated already is one key, without a photograph', async () => {
  await addPaper('health-insurance');
  await press('F9');
  await expect(row(paperNames['health-insurance'])).toContainText(papersText.states.integrated);
  await expectGoodScreen(page);
});

test('a blurred certificate is to be taken again, and may be kept; its second page follows', async () => {
  await lay(birthCertificate, { blur: 5 });
  await addPaper('birth-certificate');
  await photograph(papersText.seen);
  await expect(page.locator('.stage-hint.warn')).toBeVisible();
  await expectGoodScreen(page);
  await lay(birthCertificate, { corners: closeUp });
  await photograph(papersText.seen);
  await expect(page.locator('.stage-hint')).toContainText(papersText.good);
  await page.getByRole('button', { name: papersText.more }).focus();
  await page.keyboard.press('Enter');
  await expect(page.locator('.stage-hint')).toContainText(papersText.seen, { timeout: 20_000 });
  await press('F8');
  await expect(page.getByRole('button', { name: fill(papersText.page, { n: 2, m: 2 }) })).toBeVisible({
    timeout: 20_000,
  });
  await expectGoodScreen(page);
});

/** An A4 sheet across, as an officer lays it to fill the picture. */
const closeUp = [
  { x: 1115, y: 60 },
  { x: 1120, y: 672 },
  { x: 250, y: 680 },
  { x: 260, y: 55 },
] as const;

test('a paper cut off by the picture is told before it is taken, and after', async () => {
  await lay(drivingLicence, {
    corners: [
      { x: 500, y: 200 },
      { x: 1400, y: 180 },
      { x: 1410, y: 740 },
      { x: 510, y: 690 },
    ],
  });
  await addPaper('vehicle-registration');
  await photograph(papersText.cut);
  await expect(page.locator('.stage-hint')).toContainText(pageHints['cut-off']);
  await expectGoodScreen(page);
});

test('what was photographed but not compared keeps the application open', async () => {
  await press('Alt+Digit7');
  for (const kind of ['birth-certificate', 'vehicle-registration'] as const) {
    const gap = fill(text.gaps['original-not-seen'], { paper: paperNames[kind] });
    await expect(page.getByRole('button', { name: gap })).toBeVisible();
  }
  await press('Alt+Digit6');
});

test('a camera pulled out gets a sentence, and comes back', async () => {
  await lay(drivingLicence);
  rig.camera.cut();
  rig.camera.remove();
  await press('F8');
  await expect(page.getByText(errorTexts['camera/none'].what)).toBeVisible({ timeout: 20_000 });
  await expectGoodScreen(page);
  await press('Escape');
  await expect(seeOriginal()).toBeVisible();
});

test('the page complained of nothing', () => {
  expect(pageErrors).toEqual([]);
});
