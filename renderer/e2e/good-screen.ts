import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

/** What every screen must keep: no barrier that axe finds, nothing cut off, the primary action in sight. */
export async function expectGoodScreen(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
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
