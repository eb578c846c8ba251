import { expect, type Page, test } from '@playwright/test';
import * as officer from '../../fixtures/officer.ts';
import { openRig, type Rig } from '../../fixtures/rig.ts';
import { openWholeApp, shellOf, type WholeApp } from '../../fixtures/whole-app.ts';
import { errorTexts } from '../text/errors.vi.ts';
import {
  eyeExceptionNames,
  eyeNames,
  irisFindings,
  irisHints,
  irisKeepReasons,
  irisText,
} from '../text/iris.vi.ts';
import { portraitText } from '../text/portrait.vi.ts';
import { fill, text } from '../text/screens.vi.ts';
import { expectGoodScreen } from './good-screen.ts';

/** Eyes at the counter, in order: each test goes on where the one before ended. */
test.describe.configure({ mode: 'serial' });

let rig: Rig;
let app: WholeApp;
let page: Page;

// biome-ignore lint/correctness/noEmptyPattern: a hook that wants the test's info must take its fixtures, of which it needs none
test.beforeAll(async ({}, testInfo) => {
  test.setTimeout(180_000);
  rig = await openRig();
  app = await openWholeApp(rig, shellOf(testInfo));
  page = app.page;
  await officer.signIn(page);
  await officer.begin(page);
  await press('Alt+5');
  await expect(page.getByRole('heading', { name: irisText.title })).toBeVisible();
});
test.afterAll(async () => {
  await app?.close();
  await rig?.close();
});

/** A pressed key acts only when its screen has been there for a moment. */
async function press(key: string): Promise<void> {
  await page.waitForTimeout(350);
  await page.keyboard.press(key);
}

/** Both eyes named, as the screen begins a sentence. */
const right = 'Mắt phải';
const left = 'Mắt trái';

async function expectHint(...lines: readonly string[]): Promise<void> {
  for (const line of lines)
    await expect(page.locator('.stage-hint')).toContainText(line, { timeout: 30_000 });
}

test('live eyes while the scanner waits; a closed eye gets its name and what to do', async () => {
  rig.irisScanner.order('condition closed left');
  rig.irisScanner.order('lift');
  await press('F8');
  await expect(page.getByRole('img', { name: irisText.live })).toBeVisible({ timeout: 20_000 });
  await expectGoodScreen(page);
  rig.irisScanner.order('place');
  await expectHint(fill(irisText.of, { eye: left, hint: irisHints['open-eye'] }));
  await expect(page.getByRole('img', { name: fill(irisText.alt, { eye: eyeNames.right }) })).toBeVisible();
  await expectGoodScreen(page);
});

test('only the eye that was not good is taken again; after three tries it may be kept with a reason', async () => {
  rig.irisScanner.order('condition half-closed left');
  for (const tries of [2, 3]) {
    await press('F8');
    await expect(page.locator('.eye').last()).toContainText(fill(irisText.tries, { n: tries }), {
      timeout: 30_000,
    });
  }
  await expect(page.locator('.eye').first()).toContainText(fill(irisText.tries, { n: 1 }));
  await expectHint(fill(irisText.of, { eye: left, hint: irisHints.lids }), fill(irisText.mayKeep, { n: 3 }));
  await expectGoodScreen(page);
  await page.getByRole('button', { name: 'Giữ ảnh này, ghi lý do' }).focus();
  await press('Enter');
  await page.getByRole('radio', { name: irisKeepReasons.lids }).focus();
  await page.keyboard.press('Space');
  await expectGoodScreen(page);
  await press('Control+Enter');
  await expectHint(fill(irisText.kept, { eye: left, reason: irisKeepReasons.lids.toLocaleLowerCase('vi') }));
  await expectGoodScreen(page);
});

test('one eye shown twice is told, with both names', async () => {
  rig.irisScanner.order('condition good');
  rig.irisScanner.order('same');
  await press('F8');
  await expectHint(fill(irisFindings['same-eye'], { eye: left, other: eyeNames.right }));
  await expectGoodScreen(page);
  rig.irisScanner.order('straight');
  await officer.captureIris(page);
});

test('an eye that is not there is told once, and asked for no more', async () => {
  await press('F9');
  await expect(page.getByRole('heading', { name: irisText.except.title })).toBeVisible();
  const eye = page.getByRole('radio', { name: right });
  await expect(eye).toBeFocused();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Space');
  const code = page.getByRole('radio', { name: eyeExceptionNames.bandaged });
  while (!(await code.isChecked())) await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Tab');
  await page.keyboard.insertText('băng sau mổ');
  await expectGoodScreen(page);
  await press('Control+Enter');
  await expectHint(fill(irisText.skipped, { eye: right, reason: 'băng sau mổ' }));
  await expectGoodScreen(page);
});

test('a scanner pulled out in the middle gets a sentence, and goes on when it is back', async () => {
  rig.irisScanner.order('faults {"unplugAfterChunks":10}');
  await press('F8');
  const unplugged = page.getByRole('alert').filter({ hasText: errorTexts['iris/unplugged'].what });
  await expect(unplugged).toBeVisible({ timeout: 30_000 });
  await expectGoodScreen(page);
  rig.irisScanner.order('faults {}');
  rig.irisScanner.order('plug');
  await page.waitForTimeout(2500);
  await press('F8');
  await expectHint(fill(irisText.good, { eye: left }));
  await expect(page.getByRole('button', { name: text.next })).toBeVisible();
});

test('a face scanner takes the portrait where one is plugged in', async () => {
  // What comes then comes from the scanner.
  rig.camera.cover();
  await press('Alt+4');
  await expect(page.getByRole('heading', { name: text.portrait.title })).toBeVisible();
  const scan = page.getByRole('button', { name: portraitText.scan });
  await expect(scan).toHaveCount(0);
  rig.faceScanner.order('plug');
  await expect(scan).toBeVisible({ timeout: 30_000 });
  rig.faceScanner.order('faults {"errorCode":"101"}');
  await scan.focus();
  await press('Enter');
  const unseen = page.getByRole('alert').filter({ hasText: errorTexts['face/not-seen'].what });
  await expect(unseen).toBeVisible({ timeout: 30_000 });
  rig.faceScanner.order('faults {}');
  await scan.focus();
  await press('Enter');
  await officer.portraitTaken(page);
});
