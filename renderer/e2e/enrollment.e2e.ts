import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { type BrowserContext, expect, type Page, test } from '@playwright/test';
import { openBrowser } from '../../fixtures/browser.ts';
import { foundIn, secretsOf } from '../../fixtures/log-scan.ts';
import * as officer from '../../fixtures/officer.ts';
import { exchangeAt25 } from '../../fixtures/people/people.ts';
import { openRig, type Rig } from '../../fixtures/rig.ts';
import { chipVerdicts, retypeNames } from '../text/chip.vi.ts';
import { errorTexts } from '../text/errors.vi.ts';
import { text } from '../text/screens.vi.ts';

/** One day at the counter, in order: each test goes on where the one before ended. */
test.describe.configure({ mode: 'serial' });

let rig: Rig;
let context: BrowserContext;
let page: Page;
const pageErrors: string[] = [];

test.beforeAll(async () => {
  test.setTimeout(180_000);
  rig = await openRig();
  context = await openBrowser({ cameraFile: rig.cameraFile });
  page = await context.newPage();
  page.on('pageerror', ({ message }) => pageErrors.push(message));
  page.on('console', (message) => message.type() === 'error' && pageErrors.push(message.text()));
  await page.goto(rig.station.url());
});
test.afterAll(async () => {
  await context?.close();
  await rig?.close();
});

async function liftCard(): Promise<void> {
  rig.card.order('remove');
  await expect(page.getByText(text.card.noCard)).toBeVisible();
}

/** What every screen must keep: no barrier that axe finds, nothing cut off, the primary action in sight. */
async function expectGoodScreen(): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
  const cut = await page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('h1, h2, p, td, th, dd, dt, button, label')]
      .filter(
        (box) =>
          box.scrollWidth > box.clientWidth + 1 &&
          getComputedStyle(box).display !== 'inline' &&
          box.clientWidth > 1,
      )
      .map((box) => box.outerHTML.slice(0, 120)),
  );
  expect(cut).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
  const primary = page.locator('button.primary');
  if ((await primary.count()) > 0) await expect(primary.last()).toBeInViewport({ ratio: 1 });
}

test('an officer signs in; a wrong password gets a sentence', async () => {
  await expect(page.getByRole('heading', { name: text.signIn.title })).toBeVisible();
  await page.keyboard.type('sai');
  await page.waitForTimeout(350);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toContainText(errorTexts['officer/wrong-password'].what);
  await expectGoodScreen();
  await page.getByLabel(text.signIn.password, { exact: true }).first().fill('');
  await officer.signIn(page);
  await expectGoodScreen();
});

test('the code of something else is refused in a sentence', async () => {
  await officer.begin(page);
  await expectGoodScreen();
  await page.keyboard.insertText('HS4010000000000|x|y');
  await page.waitForTimeout(350);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toContainText(errorTexts['qr/not-card'].what);
});

test('a chip that refuses the code says which fields to look at again', async () => {
  await page.getByLabel(text.card.key).fill('');
  const fields = [
    [text.card.personalId, '001301111111'],
    [text.card.birthDate, '12/05/2001'],
    [text.card.expiryDate, '12/05/2026'],
  ] as const;
  for (const [label, value] of fields) await page.getByLabel(label).fill(value);
  await page.waitForTimeout(350);
  await page.keyboard.press('Enter');
  await expect(page.getByText(text.card.awaited)).toBeVisible();
  rig.card.order('insert');
  const refused = page.getByRole('alert').filter({ hasText: errorTexts['card/wrong-key'].what });
  await expect(refused).toContainText(retypeNames.expiry, { timeout: 15_000 });
  for (const [label] of fields) await expect(page.getByLabel(label)).toHaveAttribute('aria-invalid', 'true');
  await expectGoodScreen();
});

test('the code comes first, the card after it: the reading starts by itself', async () => {
  await liftCard();
  await officer.scanQr(page, exchangeAt25);
  await expect(page.getByText(text.card.awaited)).toBeVisible();
  await expect(page.getByText('ĐẶNG NGỌC MẪU').first()).toBeVisible();
  await expectGoodScreen();
  rig.card.order('insert');
  await officer.expectRead(page);
  await expect(page.getByText(chipVerdicts.genuine.what)).toBeVisible();
  await expectGoodScreen();
});

test('the device process dies while a card is read: a sentence, and the next read works', async () => {
  rig.card.order('fault delay 20 3000');
  await officer.scanQr(page, exchangeAt25);
  await expect(page.getByRole('button', { name: text.card.busy })).toBeVisible();
  await rig.station.killDeviceProcess();
  await expect(
    page.getByRole('alert').filter({ hasText: errorTexts['device/restarted'].what }).first(),
  ).toBeVisible();
  rig.card.order('no-faults');
  await expect(page.getByText(text.card.hasCard)).toBeVisible({ timeout: 15_000 });
  await officer.readCard(page, exchangeAt25);
});

test('a card lifted too early: what is read stays, and the reading goes on when it is back', async () => {
  await liftCard();
  await officer.scanQr(page, exchangeAt25);
  await expect(page.getByText(text.card.awaited)).toBeVisible();
  rig.card.order('fault remove 45');
  rig.card.order('insert');
  const removed = page.getByRole('alert').filter({ hasText: errorTexts['card/removed'].what });
  await expect(removed).toContainText(/Đã đọc [1-9]\d* tệp/, { timeout: 15_000 });
  await expectGoodScreen();
  await expect(page.getByText(text.card.noCard)).toBeVisible();
  rig.card.order('no-faults');
  rig.card.order('insert');
  await officer.expectRead(page);
});

test('what chip and QR code tell differently is shown, and chosen by keyboard', async () => {
  await officer.readCard(page, { ...exchangeAt25, residence: 'Phường Thử, Hà Nội' });
  const chip = page.getByRole('radio', { name: exchangeAt25.residence });
  const qr = page.getByRole('radio', { name: 'Phường Thử, Hà Nội' });
  const shown = page.locator('.card-result dd').last();
  await expect(chip).toBeChecked();
  await page.keyboard.press('Shift+Tab');
  await expect(chip).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(shown).toHaveText('Phường Thử, Hà Nội');
  await expect(qr).toBeChecked();
  await expectGoodScreen();
  await page.keyboard.press('ArrowUp');
  await expect(shown).toHaveText(exchangeAt25.residence);
});

test('what the card does not say is typed, and the form is complete', async () => {
  await officer.fillForm(page, {
    maritalStatus: 'Chưa có',
    birthRegPlace: 'Phường Thử Nghiệm, Hà Nội',
    currentAddress: 'Tổ dân phố 3, Phường Mẫu, Hà Nội',
  });
  await expectGoodScreen();
});

test('a scanner pulled out in the middle gets a sentence, and goes on when it is back', async () => {
  rig.scanner.order('faults {"unplugAfterChunks":200}');
  await page.waitForTimeout(350);
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('heading', { name: text.fingers.place[13] ?? '' })).toBeVisible();
  await page.waitForTimeout(350);
  await page.keyboard.press('F8');
  const unplugged = page.getByRole('alert').filter({ hasText: errorTexts['finger/unplugged'].what });
  await expect(unplugged).toBeVisible({ timeout: 15_000 });
  await expectGoodScreen();
  rig.scanner.order('faults {}');
  rig.scanner.order('plug');
  await page.keyboard.press('Alt+2');
  await officer.captureFingers(page);
  await expectGoodScreen();
});

test('the portrait is taken beside the chip’s', async () => {
  await officer.takePortrait(page);
  await expect(page.getByRole('img', { name: text.portrait.chipPhoto }).first()).toBeVisible();
  await expectGoodScreen();
});

test('printed, signed, sealed with the line down; delivered when it is back', async () => {
  await rig.central.stop();
  const cc01 = await officer.printAndSign(page);
  expect(
    readFileSync((await cc01.path()) ?? '')
      .subarray(0, 5)
      .toString(),
  ).toBe('%PDF-');
  await expectGoodScreen();
  const cc02 = await officer.seal(page);
  expect(cc02.suggestedFilename()).toMatch(/^CC02-H99-03-\d{6}-0001-\d-1\.pdf$/);
  await expectGoodScreen();
  await expect(page.getByText(text.sealed.notYet)).toBeVisible();
  await rig.central.start();
  expect(await officer.receipt(page)).toMatch(/^TW-/);
});

test('the next citizen is one key away, and the list shows the one before', async () => {
  await page.waitForTimeout(350);
  await page.keyboard.press('Control+Enter');
  await expect(page.getByPlaceholder(text.desk.search)).toBeFocused();
  await expect(page.getByRole('row', { name: /ĐẶNG NGỌC MẪU/ })).toContainText('001 ••• ••• 000');
  await expectGoodScreen();
});

test('locking covers everything at once', async () => {
  await page.keyboard.press('Control+l');
  await expect(page.getByRole('heading', { name: text.signIn.title })).toBeVisible();
  await expect(page.getByText('ĐẶNG NGỌC MẪU')).toHaveCount(0);
});

test('the log tells what failed, and of nobody', async () => {
  const folder = join(rig.dataDir, 'log');
  expect(await foundIn(folder, ['card/wrong-key', 'card/removed'])).toEqual([
    'card/wrong-key',
    'card/removed',
  ]);
  expect(await foundIn(folder, secretsOf(exchangeAt25))).toEqual([]);
});

test('the page complained of nothing', () => {
  expect(pageErrors).toEqual([]);
});
