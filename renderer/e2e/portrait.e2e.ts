import { expect, type Page, test } from '@playwright/test';
import { openBrowser } from '../../fixtures/browser.ts';
import { portrait } from '../../fixtures/camera/feed.ts';
import * as officer from '../../fixtures/officer.ts';
import { openRig, type Rig } from '../../fixtures/rig.ts';
import { errorTexts } from '../text/errors.vi.ts';
import { text } from '../text/screens.vi.ts';
import { expectGoodScreen } from './good-screen.ts';

/** One station and its camera, in order: each test goes on where the one before ended. */
test.describe.configure({ mode: 'serial' });

let rig: Rig;
let page: Page;
let close: () => Promise<void>;

test.beforeAll(async () => {
  test.setTimeout(180_000);
  rig = await openRig();
  // Nobody has allowed the camera yet.
  const context = await openBrowser({ cameraFile: rig.cameraFile, isCameraAllowed: false });
  close = () => context.close();
  page = await context.newPage();
  await page.goto(rig.station.url());
});
test.afterAll(async () => {
  await close?.();
  await rig?.close();
});

const fault = (code: `camera/${'black' | 'denied' | 'frozen' | 'none' | 'unplugged'}`) =>
  page.getByRole('alert').filter({ hasText: errorTexts[code].what });
const live = () => page.locator('video');

test('a refused camera is told in place, and opens by itself once it is allowed', async () => {
  await officer.signIn(page);
  await officer.begin(page);
  await page.keyboard.press('Alt+4');
  await expect(page.getByRole('heading', { name: text.portrait.title })).toBeVisible();
  await expect(fault('camera/denied')).toBeVisible({ timeout: 20_000 });
  await expectGoodScreen(page);
  await page.context().grantPermissions(['camera']);
  await expect(live()).toBeVisible({ timeout: 20_000 });
});

test('a covered lens is told, and its end seen', async () => {
  await rig.camera.cover();
  await expect(fault('camera/black')).toBeVisible({ timeout: 20_000 });
  await expectGoodScreen(page);
  await rig.camera.show(portrait);
  await expect(live()).toBeVisible({ timeout: 20_000 });
});

test('a picture that stands still is told, and opened again until it moves', async () => {
  rig.camera.freeze();
  await expect(fault('camera/frozen')).toBeVisible({ timeout: 20_000 });
  await rig.camera.show(portrait);
  await expect(live()).toBeVisible({ timeout: 20_000 });
});

test('a camera pulled out is told, and comes back by itself', async () => {
  rig.camera.cut();
  await expect(fault('camera/unplugged')).toBeVisible({ timeout: 20_000 });
  await expectGoodScreen(page);
  rig.camera.remove();
  await page.waitForTimeout(3000);
  await expect(fault('camera/unplugged')).toBeVisible();
  await rig.camera.plug();
  await expect(live()).toBeVisible({ timeout: 20_000 });
});
