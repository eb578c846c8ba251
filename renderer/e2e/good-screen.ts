import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';

/** What every screen must keep: no barrier that axe finds, nothing cut off, the primary action in sight. */
export async function expectGoodScreen(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
  expect(await page.evaluate(cutOff)).toEqual([]);
  const primary = page.locator('button.primary');
  if ((await primary.count()) > 0) await expect(primary.last()).toBeInViewport({ ratio: 1 });
  await takePictures(page);
}

/** Runs in the page: what is wider than its place. */
function cutOff(): string[] {
  const isPageWide = document.documentElement.scrollWidth > window.innerWidth;
  const cut = [...document.querySelectorAll<HTMLElement>('h1, h2, p, td, th, dd, dt, button, label')].filter(
    (box) =>
      box.scrollWidth > box.clientWidth + 1 &&
      getComputedStyle(box).display !== 'inline' &&
      box.clientWidth > 1,
  );
  return [...(isPageWide ? ['the page'] : []), ...cut.map((box) => box.outerHTML.slice(0, 120))];
}

const views = [
  { name: '1366', width: 1366, height: 768, textPercent: 100 },
  { name: '1920', width: 1920, height: 1080, textPercent: 100 },
  { name: 'large-text', width: 1366, height: 768, textPercent: 130 },
] as const;

let taken = 0;

/** For eyes: each screen as it is seen on small and large displays and with larger text, into the folder that STATION_PICTURES names. */
async function takePictures(page: Page): Promise<void> {
  const folder = process.env['STATION_PICTURES'];
  if (!folder) return;
  taken += 1;
  const title = test
    .info()
    .title.slice(0, 40)
    .replaceAll(/[^a-z]+/gi, '-');
  const [file] = test.info().titlePath;
  const before = page.viewportSize();
  for (const { name, width, height, textPercent } of views) {
    await page.setViewportSize({ width, height });
    await page.evaluate((percent) => {
      document.documentElement.style.fontSize = `${percent}%`;
    }, textPercent);
    for (const cut of await page.evaluate(cutOff)) console.info(`${taken} ${name}: cut off: ${cut}`);
    await page.screenshot({
      path: `${folder}/${file}-${String(taken).padStart(2, '0')}-${title}-${name}.png`,
    });
  }
  await page.evaluate(() => document.documentElement.style.removeProperty('font-size'));
  if (before) await page.setViewportSize(before);
}
