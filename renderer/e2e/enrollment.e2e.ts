import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { foundIn, secretsOf } from '../../fixtures/log-scan.ts';
import * as officer from '../../fixtures/officer.ts';
import { exchangeAt25 } from '../../fixtures/people/people.ts';
import { openRig, type Rig } from '../../fixtures/rig.ts';
import { openWholeApp, shellOf, type WholeApp } from '../../fixtures/whole-app.ts';
import { findingWords } from '../steps/fingers/words.ts';
import { chipVerdicts, retypeNames } from '../text/chip.vi.ts';
import { errorTexts } from '../text/errors.vi.ts';
import { exceptionNames, fingerText, sentenceName } from '../text/fingers.vi.ts';
import { verdictHint } from '../text/hints.vi.ts';
import { queueStates, queueText } from '../text/queue.vi.ts';
import { fill, text } from '../text/screens.vi.ts';
import { expectGoodScreen as expectGood } from './good-screen.ts';

/** One day at the counter, in order: each test goes on where the one before ended. */
test.describe.configure({ mode: 'serial' });

let rig: Rig;
let app: WholeApp;
let page: Page;
const pageErrors: string[] = [];

// biome-ignore lint/correctness/noEmptyPattern: a hook that wants the test's info must take its fixtures, of which it needs none
test.beforeAll(async ({}, testInfo) => {
  test.setTimeout(180_000);
  rig = await openRig();
  app = await openWholeApp(rig, shellOf(testInfo));
  page = app.page;
  page.on('pageerror', ({ message }) => pageErrors.push(message));
  page.on('console', (message) => message.type() === 'error' && pageErrors.push(message.text()));
  // Once more, with somebody listening to what it complains of.
  await page.reload();
});
test.afterAll(async () => {
  await app?.close();
  await rig?.close();
});

async function liftCard(): Promise<void> {
  rig.card.order('remove');
  await expect(page.getByText(text.card.noCard)).toBeVisible();
}

const expectGoodScreen = (): Promise<void> => expectGood(page);

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
  // Nobody's: there is no province 999. With the serial 000000 of our people it would open the chip by its access number.
  const fields = [
    [text.card.personalId, '999301111111'],
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
  await app.killDeviceProcess();
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

/** She lost the tip of her left little finger. */
const lost = { position: 10, code: 'amputated', note: 'mất đốt đầu' } as const;

test('a finger that is not there is told once, with a photo, and asked for no more', async () => {
  rig.scanner.order(`missing ${lost.position}`);
  await page.waitForTimeout(350);
  await officer.openFingers(page);
  await expectGoodScreen();
  await officer.exceptFinger(page, lost);
  await expect(page.getByRole('button', { name: exceptionNames[lost.code] })).toBeVisible();
  await officer.captureFingers(page, [13, 14], [lost]);
});

test('a scanner pulled out in the middle gets a sentence, and goes on when it is back', async () => {
  rig.scanner.order('faults {"unplugAfterChunks":200}');
  await officer.captureOnce(page, 15, [lost]);
  const unplugged = page.getByRole('alert').filter({ hasText: errorTexts['finger/unplugged'].what });
  await expect(unplugged).toBeVisible({ timeout: 15_000 });
  await expectGoodScreen();
  rig.scanner.order('faults {}');
  rig.scanner.order('plug');
  await expect(page.getByText(fingerText.ready)).toBeVisible();
  await officer.captureFingers(page, [15, 1], [lost]);
});

test('a dry finger gets its name and what to do, and the same finger twice both names', async () => {
  rig.scanner.order('condition dry');
  await officer.captureOnce(page, 2, [lost]);
  await expect(page.getByText(verdictHint('dry', sentenceName(2)))).toBeVisible({ timeout: 20_000 });
  await expectGoodScreen();
  rig.scanner.order('condition good');
  await officer.captureFingers(page, [2], [lost]);
  rig.scanner.order('lay 2');
  await officer.captureOnce(page, 3, [lost]);
  const same = findingWords({ kind: 'same-finger', position: 3, as: 2 }, 3);
  await expect(page.getByText(same)).toBeVisible({ timeout: 20_000 });
  await expectGoodScreen();
  rig.scanner.order('lay');
  await officer.captureFingers(page, [3], [lost]);
});

test('all other fingers are rolled with one key each', async () => {
  await officer.captureFingers(page, [4, 5, 6, 7, 8, 9], [lost]);
  await expect(page.getByText(fill(fingerText.done, { n: 13, m: 13 })).first()).toBeVisible();
  await expectGoodScreen();
});

test('the portrait is taken beside the chip’s', async () => {
  await officer.takePortrait(page);
  await expect(page.getByRole('img', { name: text.portrait.chipPhoto }).first()).toBeVisible();
  await expectGoodScreen();
});

test('both eyes are taken with one key', async () => {
  await officer.openIris(page);
  await expectGoodScreen();
  await officer.captureIris(page);
  await expectGoodScreen();
});

test('the old card is taken in with one key', async () => {
  await officer.takeOldCard(page);
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

/** Opens a screen from the desk by its button, without the mouse. */
async function openFromDesk(name: string): Promise<void> {
  await page.getByRole('button', { name: `${text.desk.open} ${name}` }).focus();
  await page.keyboard.press('Enter');
}

async function backToDesk(): Promise<void> {
  await page.keyboard.press('Escape');
  await expect(page.getByRole('heading', { name: text.desk.today })).toBeVisible();
}

test('the queue tells what became of each packet', async () => {
  await openFromDesk(text.desk.queue);
  await expect(page.getByRole('heading', { name: queueText.title })).toBeVisible();
  const row = page.getByRole('row', { name: /ĐẶNG NGỌC MẪU/ });
  await expect(row).toContainText(queueStates.accepted);
  await expect(row).toContainText(/TW-\d/);
  await expectGoodScreen();
  await backToDesk();
});

test('the devices screen tells what is plugged in, and what to do about what is not', async () => {
  await openFromDesk(text.desk.devices);
  await expect(page.getByRole('heading', { name: text.devices.title })).toBeVisible();
  const scanner = page.getByRole('row', { name: text.devices.kinds.fingerprint });
  await expect(scanner).toContainText(text.devices.states.ready);
  await expectGoodScreen();
  rig.scanner.order('unplug');
  await expect(scanner).toContainText(text.devices.states.missing);
  await expect(scanner).toContainText(errorTexts['finger/no-scanner'].todo);
  await expectGoodScreen();
  rig.scanner.order('plug');
  await expect(scanner).toContainText(text.devices.states.ready);
  await backToDesk();
});

test('help lists the keys over any screen, and goes away', async () => {
  await page.keyboard.press('F1');
  await expect(page.getByRole('heading', { name: text.keys.help })).toBeVisible();
  await expectGoodScreen();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('heading', { name: text.keys.help })).toHaveCount(0);
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
