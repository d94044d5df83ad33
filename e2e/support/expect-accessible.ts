import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect } from '../doors/fixture';

/**
 * Expects that axe finds nothing on what is shown now: all rules in the light theme, those about colour again in the
 * dark one. The page is the same behind both doors, so it is looked at behind one.
 */
export async function expectAccessible(page: Page): Promise<void> {
  if (await page.evaluate(() => 'pricebook' in window)) return;
  // A frame would need axe for itself.
  expect(page.frames().length, 'frames on the page').toBe(1);
  const before = await page.locator('html').getAttribute('data-theme');
  await showTheme(page, 'light');
  expect(await violationsOf(page, await axeOn(page)), 'axe in the light theme').toEqual([]);
  await showTheme(page, 'dark');
  const inDark = await violationsOf(page, (await axeOn(page)).withRules('color-contrast'));
  expect(inDark, 'axe in the dark theme').toEqual([]);
  await showTheme(page, before ?? 'light');
}

async function axeOn(page: Page): Promise<AxeBuilder> {
  // It is half a megabyte, which the builder would run four times for each look at a page.
  const isThere = await page.evaluate(() => 'axe' in window);
  return (
    new AxeBuilder({ page, ...(isThere && { axeSource: 'void 0' }) })
      .setLegacyMode()
      // The announcer's nodes name what was just said and are removed seconds later, after what they point at.
      .exclude('[data-live-announcer]')
      // What passes is nothing to tell of. The style sheets are fetched and read for a rule that is off.
      .options({ resultTypes: ['violations'], preload: { assets: ['media'] } })
  );
}

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
