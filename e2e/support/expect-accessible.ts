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
  expect(await violationsOf(page, axeOn(page)), 'axe in the light theme').toEqual([]);
  await showTheme(page, 'dark');
  const inDark = await violationsOf(page, axeOn(page).withRules('color-contrast'));
  expect(inDark, 'axe in the dark theme').toEqual([]);
  await showTheme(page, before ?? 'light');
}

/** The announcer's nodes name what was just said and are removed seconds later, after what they point at. */
const axeOn = (page: Page) =>
  new AxeBuilder({ page })
    .setLegacyMode()
    .exclude('[data-live-announcer]')
    // What passes is nothing to tell of.
    .options({ resultTypes: ['violations'] });

/** What fades has no contrast of its own: a page on which a message came or went meanwhile is looked at again. */
async function violationsOf(page: Page, axe: AxeBuilder): Promise<string[]> {
  const messages = await messagesAtRest(page);
  const { violations } = await axe.analyze();
  if (violations.length > 0 && (await messagesAtRest(page)) !== messages) return violationsOf(page, axe);
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html}`));
}

/** The messages shown, once none of them is on its way in or out. */
const messagesAtRest = (page: Page) =>
  page.evaluate(async () => {
    const all = () => [...document.querySelectorAll('[data-sonner-toast]')];
    const isRunning = ({ playState }: Animation) => playState === 'running';
    const moving = () =>
      all()
        .flatMap((message) => message.getAnimations({ subtree: true }))
        .filter(isRunning);
    while (moving().length > 0) await Promise.allSettled(moving().map(({ finished }) => finished));
    return all()
      .map(({ outerHTML }) => outerHTML)
      .join();
  });

const showTheme = (page: Page, theme: string) =>
  page.evaluate((name) => {
    document.documentElement.dataset.theme = name;
  }, theme);
