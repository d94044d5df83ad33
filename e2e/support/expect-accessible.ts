import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect } from '../doors/fixture';

/** Expects that axe finds nothing on what is shown now, in the light and in the dark theme. */
export async function expectAccessible(page: Page): Promise<void> {
  const before = await page.locator('html').getAttribute('data-theme');
  for (const theme of ['light', 'dark']) {
    await showTheme(page, theme);
    // The announcer's nodes name what was just said and are removed seconds later, after what they point at.
    const { violations } = await new AxeBuilder({ page }).setLegacyMode().exclude('[data-live-announcer]').analyze();
    const found = violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html}`));
    expect(found, `axe in the ${theme} theme`).toEqual([]);
  }
  await showTheme(page, before ?? 'light');
}

const showTheme = (page: Page, theme: string) =>
  page.evaluate((name) => {
    document.documentElement.dataset.theme = name;
  }, theme);
