import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect } from '../doors/fixture';

/**
 * Expects that axe finds nothing on what is shown now: all rules in the light theme, those about colour again in the
 * dark one. The page is the same behind both doors, so it is looked at behind one.
 */
export async function expectAccessible(page: Page): Promise<void> {
  if (await page.evaluate(() => 'pricebook' in window)) return;
  const before = await page.locator('html').getAttribute('data-theme');
  await showTheme(page, 'light');
  expect(await violationsOf(axeOn(page)), 'axe in the light theme').toEqual([]);
  await showTheme(page, 'dark');
  expect(await violationsOf(axeOn(page).withRules('color-contrast')), 'axe in the dark theme').toEqual([]);
  await showTheme(page, before ?? 'light');
}

/** The announcer's nodes name what was just said and are removed seconds later, after what they point at. */
const axeOn = (page: Page) =>
  new AxeBuilder({ page })
    .setLegacyMode()
    .exclude('[data-live-announcer]')
    // What passes is nothing to tell of.
    .options({ resultTypes: ['violations'] });

async function violationsOf(axe: AxeBuilder): Promise<string[]> {
  const { violations } = await axe.analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html}`));
}

const showTheme = (page: Page, theme: string) =>
  page.evaluate((name) => {
    document.documentElement.dataset.theme = name;
  }, theme);
