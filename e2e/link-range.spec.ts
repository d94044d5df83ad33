import { callFromPage, sandboxId } from './doors/call-from-page';
import { expect, test } from './doors/fixture';
import { expectAccessible } from './support/expect-accessible';
import { openPath } from './support/open-path';

test.use({ startsWith: 'sample' });

test('a link with days that cannot be shown says so, and which days are shown instead', async ({ page }) => {
  const shownInstead = 'Shown instead: Mar 2, 2026 – Mar 31, 2026.';
  const note = (why: string) => page.getByText(`${why} ${shownInstead}`);
  const noDay = 'This link names a day that is not in the calendar.';
  await openPath(page, '/analytics?range=custom&from=2026-03-20&to=2026-03-02');
  await expect(note('The last day in this link is before the first.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Date range:' })).toContainText('Mar 2, 2026 – Mar 31, 2026');
  await expectAccessible(page);

  await test.step('it goes once a range is chosen', async () => {
    await page.getByRole('button', { name: 'Date range:' }).press('Enter');
    await page.getByRole('button', { name: 'All data' }).press('Enter');
    await expect(page.getByText(shownInstead)).toBeHidden();
  });

  await test.step('also in What if and on the page of a customer', async () => {
    await openPath(page, '/what-if?range=custom&from=2026-02-10&to=2026-02-31');
    await expect(note(noDay)).toBeVisible();
    const { data } = await callFromPage(page, 'customer.search', { limit: 1 }, await sandboxId(page));
    await openPath(page, `/customers/${data?.items?.[0]?.id}?range=custom&from=2026-02-10&to=2026-02-31`);
    await expect(note(noDay)).toBeVisible();
  });

  await test.step('a filter by a property that is no list is none', async () => {
    await openPath(page, `/analytics?range=all&properties=${encodeURIComponent('{"region":"eu"}')}`);
    await expect(page.getByRole('treegrid', { name: 'Usage Breakdown' })).toBeVisible();
    await expect(page.getByRole('button', { name: /^region/ })).toHaveCount(0);
  });

  await test.step('what is pressed stays what it was pressed as, and goes on with the days', async () => {
    await page.clock.install({ time: '2026-03-07T23:50:00Z' });
    await openPath(page, '/groups');
    await expect(page.getByRole('heading', { name: 'Groups', level: 1 })).toBeVisible();
    await openPath(page, '/analytics');
    const range = page.getByRole('button', { name: 'Date range:' });
    await range.press('Enter');
    await page.getByRole('button', { name: 'This month' }).press('Enter');
    await expect(range).toContainText('This monthMar 1, 2026 – Mar 7, 2026');
    await expect(page).toHaveURL(/range=this_month/);
    await page.clock.fastForward('11:00');
    await expect(range).toContainText('This monthMar 1, 2026 – Mar 8, 2026');
    // A machine that slept: its timers did not.
    await page.clock.setSystemTime('2026-03-09T08:00:00Z');
    await page.evaluate(() => window.dispatchEvent(new Event('focus')));
    await expect(range).toContainText('This monthMar 1, 2026 – Mar 9, 2026');
  });
});
