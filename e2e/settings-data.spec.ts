import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import Database from 'better-sqlite3';
import { expect, test } from './doors/fixture';
import { expectAccessible } from './support/expect-accessible';
import { openPath } from './support/open-path';

test.use({ startsWith: 'sample' });

const section = (page: Page) => page.getByRole('region', { name: 'Check usage' });
const result = (page: Page) => section(page).getByRole('status').first();
const check = (page: Page) => section(page).getByRole('button', { name: 'Check usage' });

/** So much usage that counting it again takes a while. */
function manyEvents(path: string): string {
  const rows = Array.from({ length: 300_000 }, (_, index) => {
    const day = String((index % 28) + 1).padStart(2, '0');
    return `many-${index},storage.used,fjord-analytics,2026-02-${day}T10:00:00Z,1`;
  });
  writeFileSync(path, `event_id,event_name,external_customer_id,timestamp,properties.units\n${rows.join('\n')}\n`);
  return path;
}

test('usage is counted again: it agrees, and a check can be stopped', async ({ page, chooseFile }, testInfo) => {
  test.slow();
  await openPath(page, '/settings/data');
  await expect(section(page)).toContainText('Nothing is changed, and you can go on working.');
  await expectAccessible(page);
  await check(page).press('Enter');
  await expect(result(page)).toHaveText(/^[\d,]+ measured events recounted, everything agrees\.$/);
  await expectAccessible(page);

  await chooseFile(manyEvents(testInfo.outputPath('many.csv')));
  await openPath(page, '/imports');
  await page.getByRole('button', { name: 'Import a usage file' }).press('Enter');
  await expect(page.getByText(/^Imported in/)).toBeVisible({ timeout: 60_000 });
  await openPath(page, '/settings/data');
  await expect(check(page)).toBeEnabled();

  await test.step('while it runs it says how far it is, and does not start twice', async () => {
    // A check of this size may end between two looks of the test: the page itself notes what it shows.
    await page.evaluate(() => {
      const seen: string[] = [];
      Object.assign(window, { seen });
      const look = () => {
        const bar = document.querySelector('[role="progressbar"][aria-label="Checking usage"]');
        if (!bar) return;
        const isLocked = [...document.querySelectorAll('button')].some(
          (button) => button.textContent === 'Check usage' && button.disabled,
        );
        seen.push(`${bar.parentElement?.innerText}, ${isLocked ? 'locked' : 'open'}`);
      };
      new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true });
    });
    await check(page).press('Enter');
    await expect(result(page)).toHaveText(/^3\d\d,\d{3} measured events recounted, everything agrees\.$/, {
      timeout: 30_000,
    });
    const seen = await page.evaluate(() => (window as unknown as { seen: string[] }).seen);
    expect(seen.some((text) => /Checking usage: \d+ %/.test(text))).toBe(true);
    expect(seen.at(-1)).toMatch(/locked$/);
  });

  await test.step('stopped, it says so and can be started again', async () => {
    await page.evaluate(() => {
      const stop = () => {
        const bar = document.querySelector('[role="progressbar"][aria-label="Checking usage"]');
        bar?.parentElement?.querySelector('button')?.click();
      };
      new MutationObserver(stop).observe(document.body, { subtree: true, childList: true });
    });
    await check(page).press('Enter');
    await expect(result(page)).toHaveText(/stopped|cancelled/i);
    await expect(check(page)).toBeEnabled();
    await expectAccessible(page);
  });
});

test('what differs from the raw events is found, told, and put right', async ({ page, relaunch, profileDir }) => {
  await openPath(page, '/settings/data');
  await expect(check(page)).toBeEnabled();
  const again = await relaunch(() => {
    const store = new Database(join(profileDir, 'pricebook.db'));
    // Nothing is kept that was made of totals, so that just one value differs, whatever is kept ahead by now.
    const { changes } = store
      .prepare(
        'update usage_day_totals set units = units + 7 where (meter, day) in (select meter, day from usage_day_totals limit 1)',
      )
      .run();
    expect(changes).toBe(1);
    store.close();
  });
  await again.getByRole('heading', { level: 1 }).first().waitFor();
  await openPath(again, '/settings/data');
  await check(again).press('Enter');
  await expect(result(again)).toContainText(
    /recounted: 1 value differs from the raw events\. Rebuild to put them right\./,
  );
  const differences = section(again).getByRole('grid', { name: 'Differences' });
  await expect(differences.getByRole('row')).toHaveCount(2);
  await expect(differences.getByRole('row').last()).toContainText('Usage of everybody');
  await expectAccessible(again);

  await section(again).getByRole('button', { name: 'Rebuild…' }).press('Enter');
  const dialog = again.getByRole('alertdialog', { name: 'Rebuild usage?' });
  await expect(dialog).toContainText('No event, price or customer is changed.');
  await expectAccessible(again);
  await dialog.getByRole('button', { name: 'Rebuild' }).press('Enter');
  await expect(result(again)).toHaveText(/^Usage of \d+ meters was rebuilt from the raw events\.$/);
  await expect(differences).toBeHidden();
  await check(again).press('Enter');
  await expect(result(again)).toHaveText(/^[\d,]+ measured events recounted, everything agrees\.$/);
});
