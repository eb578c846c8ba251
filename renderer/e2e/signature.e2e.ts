import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Download, expect, type Locator, type Page, test } from '@playwright/test';
import { type CameraFeed, openCameraFeed } from '../../fixtures/camera/feed.ts';
import * as officer from '../../fixtures/officer.ts';
import { laidByHand, photographPaper, printPage, signPaper } from '../../fixtures/papers/printed-page.ts';
import { prepareDraft, signaturesOf } from '../../fixtures/prepared-draft.ts';
import { openRig, type Rig } from '../../fixtures/rig.ts';
import { openWholeApp, shellOf, type WholeApp } from '../../fixtures/whole-app.ts';
import type { ApplicationId } from '../../main/contract/ids.ts';
import { PadSignature } from '../../main/contract/signature.ts';
import { signatureField } from '../../main/forms/signature-places.ts';
import { keyCap } from '../keys.ts';
import { errorTexts } from '../text/errors.vi.ts';
import { fieldLabels } from '../text/fields.vi.ts';
import { fingerText } from '../text/fingers.vi.ts';
import { irisText } from '../text/iris.vi.ts';
import { papersText } from '../text/papers.vi.ts';
import { fill, text } from '../text/screens.vi.ts';
import { pageProblemTexts, signatureText, signerNames } from '../text/signature.vi.ts';
import { expectGoodScreen } from './good-screen.ts';

/** One application that lacks nothing but the signature, in order: each test goes on where the one before ended. */
test.describe.configure({ mode: 'serial' });

let rig: Rig;
let app: WholeApp;
let page: Page;
let feed: CameraFeed;
let applicationId: ApplicationId;

// biome-ignore lint/correctness/noEmptyPattern: a hook that wants the test's info must take its fixtures, of which it needs none
test.beforeAll(async ({}, testInfo) => {
  test.setTimeout(180_000);
  rig = await openRig();
  feed = await openCameraFeed(rig.cameraFile);
  await rig.station.kill();
  applicationId = await prepareDraft(rig.dataDir);
  await rig.station.start();
  app = await openWholeApp(rig, shellOf(testInfo));
  page = app.page;
  await officer.signIn(page);
});
test.afterAll(async () => {
  await app?.close();
  await rig?.close();
});

async function press(key: string): Promise<void> {
  await page.waitForTimeout(350);
  await page.keyboard.press(key);
}

/** At a counter's screen: one primary action, high enough, wholly in sight, with its key on it. */
async function expectPrimary(name: string, key: 'capture' | 'primary'): Promise<void> {
  const primary = page.locator('button.primary');
  await expect(primary).toHaveCount(1);
  await expect(primary).toContainText(name);
  await expect(primary.locator('.key-cap')).toHaveText(keyCap(key));
  await expectLarge(primary);
  await expectGoodScreen(page);
  await press('F1');
  const help = page.getByRole('complementary', { name: text.keys.help });
  for (const told of new Set([keyCap(key), keyCap('primary'), keyCap('help')]))
    await expect(help.getByText(told, { exact: true })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(help).toHaveCount(0);
}

async function expectLarge(primary: Locator): Promise<void> {
  await expect(primary).toHaveCount(1);
  await expect(primary).toBeInViewport({ ratio: 1 });
  expect((await primary.boundingBox())?.height).toBeGreaterThanOrEqual(56);
}

test.describe('the officer’s hands: every step has one large action, on its keys', () => {
  test('a new application: from the card to the review', async () => {
    await officer.begin(page);
    await expectPrimary(text.card.read, 'primary');
    await press('Alt+2');
    await expectPrimary(text.next, 'primary');
    await press('Alt+3');
    await expectPrimary(fingerText.capture, 'capture');
    await press('Alt+4');
    // It takes the picture by itself as soon as the face is right: which action is next depends on when one looks.
    await expectLarge(page.locator('button.primary'));
    await press('Alt+5');
    await expectPrimary(irisText.capture, 'capture');
    await press('Alt+6');
    await expectPrimary(papersText.oldCard.collect, 'primary');
    await press('Alt+7');
    await expectPrimary(signatureText.print, 'primary');
  });

  for (const key of ['F8', 'Control+Enter']) {
    test(`${key} captures fingers, and the portrait is taken`, async () => {
      await press('Alt+3');
      await press(key);
      await expect(page.getByRole('button', { name: fingerText.stop })).toBeVisible({ timeout: 15_000 });
      await press('Escape');
      await expect(page.getByRole('button', { name: fingerText.stop })).toHaveCount(0);
      if (key === 'F8') return;
      await press('Alt+4');
      await officer.portraitTaken(page);
    });
  }

  test('back at the desk, the one that waits for its signature opens where it is missing', async () => {
    await rig.station.kill();
    await rig.station.start();
    await page.goto(rig.station.url());
    await officer.signIn(page);
    await page.getByRole('row', { name: /NGUYỄN VÍ DỤ/ }).focus();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { name: text.review.title })).toBeVisible();
    await expect(page.getByText(fill(signatureText.notPrinted, { revision: 1 }))).toBeVisible();
    await expectPrimary(signatureText.print, 'primary');
  });
});

/** A pen that presses, as a tablet sends it. */
async function penStroke(points: readonly (readonly [number, number, number])[]): Promise<void> {
  const box = await page.getByRole('img', { name: signatureText.padLabel }).boundingBox();
  if (!box) throw new Error('there is no pad');
  const tablet = await page.context().newCDPSession(page);
  for (const [index, [x, y, force]] of points.entries()) {
    const type = index === 0 ? 'mousePressed' : index === points.length - 1 ? 'mouseReleased' : 'mouseMoved';
    const at = { x: box.x + x * box.width, y: box.y + y * box.height };
    const buttons = type === 'mouseReleased' ? 0 : 1;
    await tablet.send('Input.dispatchMouseEvent', {
      type,
      ...at,
      buttons,
      force,
      button: 'left',
      pointerType: 'pen',
      clickCount: 1,
    });
  }
  await tablet.detach();
}

const wave = (top: number) =>
  Array.from(
    { length: 20 },
    (_, i) => [0.25 + i * 0.025, top + 0.15 * Math.sin(i * 0.9), 0.2 + 0.03 * i] as const,
  );

test('a dot is no signature; strokes can be taken back one by one, or all', async () => {
  await officer.openPad(page);
  await expect(page.getByText(fill(signatureText.padStatement, { revision: 1 }))).toBeVisible();
  await expect(page.locator('button.primary')).toBeDisabled();
  await penStroke([
    [0.5, 0.5, 0.5],
    [0.5, 0.5, 0.5],
  ]);
  await press('F8');
  await expect(page.getByRole('alert')).toContainText(errorTexts['signature/too-short'].what);
  await penStroke(wave(0.4));
  await penStroke(wave(0.7));
  await expect(page.getByRole('status').getByText(fill(signatureText.padStrokes, { n: 3 }))).toBeVisible();
  await press('Control+z');
  await expect(page.getByText(fill(signatureText.padStrokes, { n: 2 }))).toBeVisible();
  await press('Delete');
  await expect(page.getByText(signatureText.padEmpty)).toBeVisible();
  await expect(page.locator('button.primary')).toBeDisabled();
});

test('signed on the pad: the signature stands on the screen, and sealing is next', async () => {
  await penStroke(wave(0.4));
  await penStroke(wave(0.6));
  await expectPrimary(signatureText.padDone, 'capture');
  await press('Control+Enter');
  await expectPrimary(text.review.seal, 'primary');
  const drawn = page.getByRole('img', { name: signatureText.signaturePicture });
  await expect.poll(() => drawn.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(709);
});

test('a change after signing voids the signature, and says which', async () => {
  await press('Alt+2');
  const occupation = page.getByRole('textbox', { name: fieldLabels.occupation });
  await occupation.fill('Thợ may');
  await occupation.press('Tab');
  await press('Alt+7');
  const voided = { revision: 1, next: 2, by: fieldLabels.occupation };
  await expect(page.getByText(fill(signatureText.voided, voided))).toBeVisible();
  await expectPrimary(signatureText.print, 'primary');
});

async function bytesOf(download: Download): Promise<Uint8Array> {
  return readFileSync((await download.path()) ?? '');
}

/** Lays a page under the camera. */
async function lay(paper: Uint8Array): Promise<void> {
  const file = join(rig.dataDir, '..', 'photo.png');
  writeFileSync(file, await photographPaper(paper, laidByHand));
  await feed.show(file);
}

let printed: Uint8Array;

test('a page of an older revision is refused, and an empty one is told', async () => {
  const old = printPage(await bytesOf(await officer.print(page, 2)));
  await press('Alt+2');
  const occupation = page.getByRole('textbox', { name: fieldLabels.occupation });
  await occupation.fill('Thợ mộc');
  await occupation.press('Tab');
  await press('Alt+7');
  printed = printPage(await bytesOf(await officer.print(page, 3)));
  await expectPrimary(signatureText.scan, 'capture');
  await lay(await signPaper(old, signatureField));
  await press('F8');
  await expect(page.getByText(signatureText.scanHint)).toBeVisible({ timeout: 20_000 });
  await page.waitForFunction(() => (document.querySelector('video')?.currentTime ?? 0) > 0.3);
  await expectPrimary(signatureText.scanTake, 'capture');
  await press('F8');
  await expect(page.getByRole('alert')).toContainText(errorTexts['signature/older-revision'].what, {
    timeout: 20_000,
  });
  await expectGoodScreen(page);
  await lay(printed);
  await expect(async () => {
    await press('F8');
    await expect(page.getByText(pageProblemTexts['no-ink'])).toBeVisible({ timeout: 3000 });
  }).toPass({ timeout: 30_000 });
  await expect(page.locator('button.primary')).toHaveCount(1);
});

test('the signed page is read, and signs; a representative is named', async () => {
  await press('Escape');
  await page.getByRole('combobox', { name: signatureText.signer }).focus();
  await page.keyboard.press('ArrowDown');
  await page.getByRole('option', { name: signerNames.representative }).waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  const note = page.getByRole('textbox', { name: signatureText.note.representative });
  await expect(page.locator('button.primary')).toBeDisabled();
  await note.fill('LÊ THỊ MẪU, mẹ');
  await lay(await signPaper(printed, signatureField));
  await press('F8');
  await expect(page.getByRole('heading', { name: signatureText.scanTitle })).toBeVisible();
  await expect(page.locator('button.primary')).toBeEnabled({ timeout: 20_000 });
  await press('F8');
  await expectPrimary(text.review.seal, 'primary');
  const words = { signer: signerNames.representative, note: 'LÊ THỊ MẪU, mẹ' };
  await expect(page.getByText(fill(signatureText.signedBy, words))).toBeVisible();
});

test('the voided signature stays in the store, and counts no longer', async () => {
  await rig.station.kill();
  const kept = await signaturesOf(rig.dataDir, applicationId);
  expect(kept.map(({ label, isCurrent }) => [label, isCurrent])).toEqual([
    ['strokes', false],
    ['pad', false],
    ['sheet', false],
    ['page', false],
    ['page', true],
  ]);
  const strokes: unknown = JSON.parse(new TextDecoder().decode(kept[0]?.bytes));
  const { strokes: written, hasPressure, pointer } = PadSignature.loose().parse(strokes);
  expect({ count: written.length, hasPressure, pointer }).toEqual({
    count: 2,
    hasPressure: true,
    pointer: 'pen',
  });
});
