import { fileURLToPath } from 'node:url';
import { expect, type Page, test } from '@playwright/test';
import { openBrowser } from '../../fixtures/browser.ts';
import * as officer from '../../fixtures/officer.ts';
import { sitterFile } from '../../fixtures/people/portraits.ts';
import { openRig, type Rig } from '../../fixtures/rig.ts';
import { cameraText } from '../text/camera.vi.ts';
import { errorTexts } from '../text/errors.vi.ts';
import { fingerText } from '../text/fingers.vi.ts';
import {
  criterionTexts,
  headCoveringNames,
  notHeldTexts,
  portraitHintTexts,
  portraitKeepNames,
  portraitText,
} from '../text/portrait.vi.ts';
import { fill, text } from '../text/screens.vi.ts';
import { expectGoodScreen } from './good-screen.ts';

/** One portrait and its camera, in order: each test goes on where the one before ended. No mouse. */
test.describe.configure({ mode: 'serial' });

/** She smiles, before a wall that is not white. */
const smiling = fileURLToPath(new URL('../../fixtures/people/face.jpg', import.meta.url));

let rig: Rig;
let page: Page;
let close: () => Promise<void>;
/** Live frames that the page has sent. */
let sent = 0;

test.beforeAll(async () => {
  test.setTimeout(180_000);
  rig = await openRig();
  await rig.camera.show(smiling);
  // Nobody has allowed the camera yet.
  const context = await openBrowser({ cameraFile: rig.cameraFile, isCameraAllowed: false });
  close = () => context.close();
  page = await context.newPage();
  page.on('websocket', (socket) =>
    socket.on('framesent', ({ payload }) => {
      if (payload.includes('portrait.preview')) sent += 1;
    }),
  );
  await page.goto(rig.station.url());
});
test.afterAll(async () => {
  await close?.();
  await rig?.close();
});

const fault = (code: `camera/${'black' | 'denied' | 'frozen' | 'unplugged'}`) =>
  page.getByRole('alert').filter({ hasText: errorTexts[code].what });
const hint = () => page.locator('.stage-hint');
const button = (name: string) => page.getByRole('button', { name });

async function press(key: string): Promise<void> {
  await page.waitForTimeout(350);
  await page.keyboard.press(key);
}

async function expectLive(): Promise<void> {
  await expect(page.locator('video')).toBeVisible({ timeout: 20_000 });
}

test('a refused camera is told in place, and opens by itself once it is allowed', async () => {
  await officer.signIn(page);
  await officer.begin(page);
  await page.keyboard.press('Alt+4');
  await expect(page.getByRole('heading', { name: text.portrait.title })).toBeVisible();
  await expect(fault('camera/denied')).toBeVisible({ timeout: 20_000 });
  await expectGoodScreen(page);
  await page.context().grantPermissions(['camera']);
  await expectLive();
});

test('a covered lens is told, and its end seen', async () => {
  const view = await page.locator('.stage-view').boundingBox();
  rig.camera.cover();
  await expect(fault('camera/black')).toBeVisible({ timeout: 20_000 });
  expect(await page.locator('.stage-view').boundingBox()).toEqual(view);
  await expectGoodScreen(page);
  await rig.camera.show(smiling);
  await expectLive();
});

test('a picture that stands still is told, and opened again until it moves', async () => {
  rig.camera.freeze();
  await expect(fault('camera/frozen')).toBeVisible({ timeout: 20_000 });
  await rig.camera.show(smiling);
  await expectLive();
});

test('a camera pulled out is told, and comes back by itself', async () => {
  rig.camera.cut();
  await expect(fault('camera/unplugged')).toBeVisible({ timeout: 20_000 });
  await expectGoodScreen(page);
  rig.camera.remove();
  await page.evaluate(() => navigator.mediaDevices.dispatchEvent(new Event('devicechange')));
  await expect(fault('camera/unplugged')).toBeVisible();
  rig.camera.plug();
  await expectLive();
});

test('the camera is chosen by keyboard, and remembered', async () => {
  await button(cameraText.open).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('radio', { name: rig.cameraFile })).toBeFocused();
  await expectLive();
  await expectGoodScreen(page);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Space');
  const size = page.getByRole('radio', { name: fill(cameraText.sizes, { width: 1280, height: 720 }) });
  await expect(size).toBeChecked();
  await expectLive();
  await press('Escape');
  await expect(button(cameraText.open)).toBeFocused();
  await expectLive();
});

test('what is wrong is said live, and of the picture taken all the same', async () => {
  const criteria = page.getByRole('list', { name: portraitText.criteria });
  await expect(criteria).toContainText(criterionTexts.expression.notMet, { timeout: 20_000 });
  await expect(hint()).toHaveClass(/warn/);
  expect(Object.values(portraitHintTexts)).toContain(await hint().textContent());
  await expectGoodScreen(page);
  await press('F8');
  await officer.portraitTaken(page);
  await expect(criteria).toContainText(criterionTexts.expression.notMet);
  await expect(hint()).toHaveClass(/warn/);
  await expect(button(portraitText.again)).toBeVisible();
  await expect(button(portraitText.confirm)).toHaveCount(0);
  await expectGoodScreen(page);
});

test('no frame is sent while the picture is looked at', async () => {
  const before = sent;
  expect(before).toBeGreaterThan(0);
  await page.waitForTimeout(1000);
  expect(sent).toBe(before);
});

test('a picture can be gone back to while another one is tried', async () => {
  await press('F8');
  await expectLive();
  await expect(button(portraitText.backToTaken)).toBeVisible();
  await press('Escape');
  await officer.portraitTaken(page);
});

test('after the tries it is kept with a reason', async () => {
  for (const _try of [2, 3]) {
    await press('F8');
    await expectLive();
    await press('F8');
    await officer.portraitTaken(page);
  }
  await expect(hint()).toContainText(fill(portraitText.mayKeep, { n: 3 }));
  await button(portraitText.keep).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('radio', { name: portraitKeepNames.disability })).toBeFocused();
  await page.keyboard.press('Space');
  await expectGoodScreen(page);
  await expect(button(fingerText.keep.submit)).toBeEnabled();
  await press('Control+Enter');
  await expect(button(portraitText.confirm)).toBeEnabled();
});

test('what does not hold is said by keyboard: a tick, not an argument', async () => {
  await press('F9');
  await expect(page.getByRole('checkbox', { name: /Đúng người/ })).toBeFocused();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Space');
  await expect(hint()).toContainText(notHeldTexts.noGlasses);
  await expect(button(portraitText.confirm)).toHaveCount(0);
  await expectGoodScreen(page);
  await page.keyboard.press('Space');
  await page.getByRole('checkbox', { name: portraitText.bareHead }).focus();
  await page.keyboard.press('Space');
  await expect(hint()).toContainText(notHeldTexts.bareHead);
  await page.getByRole('radio', { name: headCoveringNames.religious }).focus();
  await page.keyboard.press('Space');
  await expectGoodScreen(page);
  await press('Control+Enter');
  await expect(page.getByRole('heading', { name: portraitText.checkOnly })).toHaveCount(0);
});

test('what was confirmed is shown again', async () => {
  await press('Alt+4');
  await officer.portraitTaken(page);
  await expect(page.getByRole('checkbox', { name: portraitText.bareHead })).not.toBeChecked();
  await expect(page.getByRole('radio', { name: headCoveringNames.religious })).toBeChecked();
});

test('when all is right the picture is taken by itself', async () => {
  await rig.camera.show(sitterFile);
  await press('F8');
  await expect(hint()).toContainText(portraitText.hold, { timeout: 20_000 });
  await officer.portraitTaken(page);
  await expect(hint()).toContainText(portraitText.good);
  await expect(page.getByRole('checkbox', { name: portraitText.bareHead })).toBeChecked();
  await expectGoodScreen(page);
});

test('a bandaged ear is said, and the picture kept with the reason', async () => {
  await page.getByRole('checkbox', { name: portraitText.bothEars }).focus();
  await page.keyboard.press('Space');
  await expect(hint()).toContainText(notHeldTexts.bothEars);
  await expect(hint()).toContainText(portraitText.orKeep);
  await expectGoodScreen(page);
  await button(portraitText.keep).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('radio', { name: portraitKeepNames.medical }).focus();
  await page.keyboard.press('Space');
  await expectGoodScreen(page);
  await press('Control+Enter');
  await expect(button(portraitText.confirm)).toBeEnabled();
  await expect(page.getByRole('checkbox', { name: portraitText.bothEars })).not.toBeChecked();
  await expectGoodScreen(page);
});

test('the guidance ends with the step, and the camera is remembered', async () => {
  await press('F8');
  await expectLive();
  await press('Alt+1');
  await expect(page.getByRole('heading', { name: text.card.title })).toBeVisible();
  const before = sent;
  await page.waitForTimeout(1000);
  expect(sent).toBe(before);
  await press('Alt+4');
  await press('F8');
  await expectLive();
  await button(cameraText.open).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('radio', { name: '1280 × 720' })).toBeChecked();
});
