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
});
