import { expect, test } from './fixture';

test('when the program behind the page has gone, other screens say so and nothing is reloaded away', async ({
  page,
  openDoor,
}) => {
  await page.getByRole('button', { name: 'Empty' }).click();
  await expect(page.getByRole('heading', { name: 'Groups', level: 1 })).toBeVisible();
  await page.getByRole('button', { name: 'Create Group' }).first().waitFor();
  // Every screen's code is fetched while the page is idle.
  await page.waitForLoadState('networkidle');
  await page.evaluate(() => Object.assign(window, { isSamePage: true }));
  await openDoor.kill();
  const nav = page.getByRole('navigation', { name: 'Main' });
  for (const screen of ['Plans', 'Customers']) {
    await nav.getByRole('link', { name: screen }).click();
    await expect(page.getByText('Pricebook does not answer', { exact: false }).first()).toBeVisible();
    await expect(page.getByRole('heading', { name: screen, level: 1 })).toBeVisible();
  }
  expect(await page.evaluate(() => 'isSamePage' in window)).toBe(true);
});
