import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from '@playwright/test';
import type { RunOptions } from 'axe-core';
import { expect } from '../doors/fixture';

/**
 * Expects that axe finds nothing on what is shown now: all rules in the light theme, those about colour again in the
 * dark one. The page is the same behind both doors, so it is looked at behind one. `except`: a selector of what there is too
 * much of and is looked at elsewhere.
 */
export async function expectAccessible(page: Page, { except }: { except?: string } = {}): Promise<void> {
  if (await page.evaluate(() => 'pricebook' in window)) return;
  // A frame would need axe for itself.
  expect(page.frames().length, 'frames on the page').toBe(1);
  // What is told on every page may be there before the page that was asked for is.
  await expect(page.locator('h1'), 'headings of the page').not.toHaveCount(0);
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axeSource());
  const { light, dark } = await lookInBothThemes(page, [...announced, ...(except ? [except] : [])]);
  expect(light, 'axe in the light theme').toEqual([]);
  expect(dark, 'axe in the dark theme').toEqual([]);
}

let source: string | undefined;
function axeSource(): string {
  source ??= readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  return source;
}

/** The announcer's nodes name what was just said and are removed seconds later, after what they point at. */
const announced = ['[data-live-announcer]'];
const options = {
  // What passes is nothing to tell of. The style sheets are fetched and read for a rule that is off.
  resultTypes: ['violations' as const],
  preload: { assets: ['media'] },
};

interface Found {
  light: string[];
  dark: string[];
}

/** What axe finds in each theme, all of it in one visit to the page: each one costs a tenth of a look. */
async function lookInBothThemes(page: Page, exclude: string[]): Promise<Found> {
  const looked = await page.evaluate(
    async ({ exclude, options }) => {
      const { axe } = window as unknown as { axe: typeof import('axe-core') };
      const html = document.documentElement;
      const messages = () => [...document.querySelectorAll('[data-sonner-toast]')];
      /** The messages shown, once none of them is on its way in or out. */
      const messagesAtRest = async () => {
        const isRunning = ({ playState }: Animation) => playState === 'running';
        const moving = () =>
          messages().flatMap((message) => message.getAnimations({ subtree: true }).filter(isRunning));
        while (moving().length > 0) await Promise.allSettled(moving().map(({ finished }) => finished));
        return messages()
          .map(({ outerHTML }) => outerHTML)
          .join();
      };
      const violationsIn = async (theme: string, more: RunOptions) => {
        html.dataset.theme = theme;
        const { violations } = await axe.run({ exclude }, { ...options, ...more });
        return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html}`));
      };
      // Colours on their way from one theme to the other are of neither.
      const still = new CSSStyleSheet();
      still.replaceSync('*, *::before, *::after { transition: none !important; }');
      document.adoptedStyleSheets.push(still);
      const before = html.dataset.theme;
      const shown = await messagesAtRest();
      const light = await violationsIn('light', {});
      const dark = await violationsIn('dark', { runOnly: ['color-contrast'] });
      html.dataset.theme = before ?? 'light';
      document.adoptedStyleSheets = document.adoptedStyleSheets.filter((sheet) => sheet !== still);
      return { light, dark, isOther: (await messagesAtRest()) !== shown };
    },
    { exclude, options },
  );
  // What fades has no contrast of its own: a page on which a message came or went meanwhile is looked at again.
  const isTold = looked.light.length + looked.dark.length > 0;
  return isTold && looked.isOther ? lookInBothThemes(page, exclude) : looked;
}
