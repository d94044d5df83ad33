import type { Locator, Page } from '@playwright/test';
import { parse } from 'csv-parse/sync';
import { callFromPage, sandboxId } from './doors/call-from-page';
import { expect, test } from './doors/fixture';
import { expectAccessible } from './support/expect-accessible';
import { openPath } from './support/open-path';

test.use({ startsWith: 'sample' });

/** Opens one of the kinds of change from the empty screen. */
async function startChange(page: Page, kind: string): Promise<Locator> {
  await page.getByRole('button', { name: kind, exact: true }).click();
  return page.getByRole('dialog');
}

/** Chooses from a list that is searched by typing. */
async function choose(page: Page, dialog: Locator, field: string, search: string, option: RegExp) {
  await dialog.getByRole('button', { name: new RegExp(`${field}$`) }).click();
  await page.getByRole('combobox', { name: `Search ${field}` }).fill(search);
  await page.getByRole('option', { name: option }).first().click();
}

const priceCount = async (page: Page) => {
  const found = await callFromPage(
    page,
    'price.search',
    { limit: -1, allow_expired_prices: true },
    await sandboxId(page),
  );
  return found.data?.items?.length;
};

test('another price is tried on past usage, kept in the address, exported, and applied', async ({
  page,
  savedFile,
  door,
}) => {
  await openPath(page, '/what-if');
  const before = await priceCount(page);

  await test.step('the empty screen says what can be tried', async () => {
    await expect(page.getByText('What would you like to try?')).toBeVisible();
    await expectAccessible(page);
  });

  await test.step('a price is chosen and its terms edited; nothing can be compared without one', async () => {
    const dialog = await startChange(page, 'Another price');
    await expect(dialog.getByRole('button', { name: /Price$/ })).toBeFocused();
    await dialog.getByRole('button', { name: 'Compare' }).click();
    await expect(dialog.getByText('Choose the price to try other terms on.')).toBeVisible();
    await choose(page, dialog, 'Price', 'API calls', /API calls.*Pro Plan/);
    await dialog.getByRole('textbox', { name: 'Price' }).fill('5');
    await page.waitForTimeout(600);
    await expectAccessible(page);
    await dialog.getByRole('button', { name: 'Compare' }).click();
    await expect(dialog).toBeHidden();
  });

  const comparison = page.getByRole('region', { name: 'Comparison' });
  await test.step('the keyboard goes on with the change, which can be seen', async () => {
    const edit = page.getByRole('button', { name: 'Edit API calls · Pro Plan' });
    await expect(edit).toBeFocused();
    await expect(edit).toBeInViewport();
  });
  await test.step('now, then and the difference by group, by price and by customer', async () => {
    await expect(page.getByRole('list', { name: 'Changes' })).toContainText('API calls · Pro Plan');
    await expect(comparison.getByText('Customers affected')).toBeVisible();
    await expect(comparison.getByRole('treegrid', { name: 'Comparison by group' })).toContainText('+25.0%');
    await expectAccessible(page);
    await page.getByRole('tab', { name: 'By price' }).click();
    await expect(page.getByRole('grid', { name: 'Comparison by price' })).toContainText('Pro Plan');
    await page.getByRole('tab', { name: 'By customer' }).click();
    const grid = page.getByRole('grid', { name: 'Comparison by customer' });
    await expect(grid.locator('[data-row="0"]')).toContainText('+25.0%');
    const search = page.getByRole('searchbox', { name: 'Name or external ID' });
    await search.pressSequentially('zzzz');
    await expect(search).toHaveValue('zzzz');
    await expect(page.getByText('No customer found')).toBeVisible();
    await search.fill('');
    await expect(grid).toBeVisible();
    await expectAccessible(page);
  });

  await test.step('a file and a copy hold the same numbers, of the customers that were searched for', async () => {
    const grid = page.getByRole('grid', { name: 'Comparison by customer' });
    const name = (await grid.locator('[data-row="1"] [title]').first().getAttribute('title')) ?? '';
    await page.getByRole('searchbox', { name: 'Name or external ID' }).fill(name);
    await expect(grid.locator('[data-row]')).toHaveCount(1);
    const file = savedFile();
    await page.getByRole('button', { name: 'Export CSV' }).click();
    const rows = parse(await file, { columns: true }) as Record<string, string>[];
    expect(rows).toMatchObject([{ customer_name: name, difference_percent: '25' }]);
    if (door === 'browser-shell') await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.getByRole('button', { name: 'Copy table' }).press('Enter');
    await expect(page.getByText('Copied the comparison as a table')).toBeVisible();
    if (door === 'browser-shell') {
      const [, ...lines] = (await page.evaluate(() => navigator.clipboard.readText())).split('\n');
      expect(lines.map((line) => line.split('\t')[0])).toEqual([name]);
    }
  });

  await test.step('it is all there after going elsewhere and coming back, and nothing was saved', async () => {
    await page.getByRole('link', { name: 'Groups' }).first().click();
    await expect(page.getByRole('heading', { name: 'Groups', level: 1 })).toBeVisible();
    await page.getByRole('link', { name: 'What if' }).click();
    await expect(page.getByRole('list', { name: 'Changes' })).toContainText('API calls · Pro Plan');
    expect(await priceCount(page)).toBe(before);
  });

  await test.step('Apply leads to Edit Price with the values filled in and the impact beside them', async () => {
    await page.getByRole('button', { name: 'Apply API calls · Pro Plan…' }).click();
    const dialog = page.getByRole('dialog');
    await expect(dialog.getByRole('textbox', { name: 'Price' })).toHaveValue('5');
    const impact = dialog.getByRole('region', { name: 'Impact on past usage' });
    await expect(impact).toContainText('+25.0%');
    await expect(impact).toContainText('Largest increase');
    await dialog.getByRole('textbox', { name: 'Price' }).fill('2');
    await expect(impact).toContainText('-50.0%');
    await expect(impact).toContainText('Largest decrease');
    await dialog.getByRole('textbox', { name: 'Price' }).fill('');
    await expect(impact).toContainText('Complete the pricing');
    await dialog.getByRole('textbox', { name: 'Price' }).fill('6');
    await expect(impact).toContainText('+50.0%');
    await expectAccessible(page);
    await dialog.getByRole('button', { name: 'Review changes' }).click();
    await expect(dialog.getByRole('region', { name: 'Impact on past usage' })).toContainText('+50.0%');
  });
});

test('another plan, and everyone on one plan', async ({ page }) => {
  await openPath(page, '/what-if');
  const dialog = await startChange(page, 'Another plan');
  await choose(page, dialog, 'Customers of', 'Pro', /Pro Plan/);
  await choose(page, dialog, 'Priced as if on', 'Pro', /Pro Plan/);
  await dialog.getByRole('button', { name: 'Compare' }).click();
  await expect(dialog.getByText('This is the plan they are on.')).toBeVisible();
  await choose(page, dialog, 'Priced as if on', 'Base', /Base Plan/);
  await page.waitForTimeout(600);
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Compare' }).click();
  const comparison = page.getByRole('region', { name: 'Comparison' });
  await expect(comparison.getByText('Customers affected')).toBeVisible();
  await expect(comparison).toContainText('minimum commitments stay with the plan they were made for');
  await page.getByRole('button', { name: 'Remove Move everyone to another plan' }).click();
  await expect(page.getByText('What would you like to try?')).toBeVisible();
  const add = page.getByRole('button', { name: 'Add a change' });
  await expect(add).toBeFocused();

  const lens = await startChange(page, 'Everyone on one plan');
  await choose(page, lens, 'Plan', 'Pro', /Pro Plan/);
  await lens.getByRole('button', { name: 'Compare' }).click();
  await expect(page.getByRole('list', { name: 'Changes' })).toContainText('Everyone on Pro Plan');
  await expect(comparison.getByText('Customers affected')).toBeVisible();
  await expect(comparison).toContainText('minimum commitments are left out of what they would pay');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Remove all changes' }).press('Enter');
  await expect(add).toBeFocused();

  await test.step('a link that names nothing known says so, and can be mended', async () => {
    const changes = [
      { kind: 'edit_price', update: { id: 'price_gone', billing_model: 'FLAT_FEE', amount: '1' } },
      { kind: 'everyone_on_plan', plan_id: 'plan_gone' },
    ];
    await openPath(page, `/what-if?changes=${encodeURIComponent(JSON.stringify(changes))}`);
    await expect(page.getByText('Price with ID price_gone was not found').first()).toBeVisible();
    await page.getByRole('button', { name: 'Remove A price that is gone' }).press('Enter');
    await expect(page.getByRole('button', { name: 'Remove Everyone on a plan that is gone' })).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(page.getByText('What would you like to try?')).toBeVisible();
  });
});

test('new charges are tried, kept over a restart, and made real with a review', async ({ page, relaunch }) => {
  await openPath(page, '/what-if');
  const before = await priceCount(page);
  const dialog = await startChange(page, 'A new charge');

  await test.step('what is missing is told, and the charge is put together with the fields of the plan', async () => {
    await dialog.getByRole('button', { name: 'Compare' }).click();
    await expect(dialog.getByText('Choose the plan that it would be on.')).toBeVisible();
    await choose(page, dialog, 'Plan', 'Pro', /Pro Plan/);
    await choose(page, dialog, 'Feature', 'API', /API calls/);
    await dialog.getByRole('textbox', { name: 'Display Name' }).fill('Premium support');
    await dialog.getByRole('textbox', { name: 'Price' }).fill('0.5');
    await expectAccessible(page);
    await page.keyboard.press('ControlOrMeta+Enter');
    await expect(dialog).toBeHidden();
  });

  await test.step('it stands in the comparison, with who pays more', async () => {
    await expect(page.getByRole('list', { name: 'Changes' })).toContainText('New charge: Premium support · Pro Plan');
    await page.getByRole('tab', { name: 'By price' }).click();
    await expect(page.getByRole('grid', { name: 'Comparison by price' })).toContainText('Premium support');
    await page.getByRole('tab', { name: 'By customer' }).click();
    await page.getByRole('button', { name: /Whom to show/ }).click();
    await page.getByRole('option', { name: 'Pay less' }).click();
    await expect(page.getByText('Nobody pays less with the changes.')).toBeVisible();
    await expectAccessible(page);
  });

  await test.step('it is edited where it was left', async () => {
    await page.getByRole('button', { name: 'Edit New charge: Premium support · Pro Plan' }).press('Enter');
    await expect(dialog.getByRole('textbox', { name: 'Display Name' })).toHaveValue('Premium support');
    await expect(dialog.getByRole('textbox', { name: 'Price' })).toHaveValue('0.5');
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
  });

  await test.step('kept under a name', async () => {
    await page.getByRole('button', { name: 'Save…' }).press('Enter');
    await dialog.getByRole('textbox', { name: 'Name' }).fill('Support for Pro');
    await expectAccessible(page);
    await page.keyboard.press('Enter');
    await expect(dialog).toBeHidden();
    await expect(page.getByText('Support for Pro', { exact: true })).toBeVisible();
  });

  page = await relaunch();
  await openPath(page, '/what-if');
  await page
    .getByRole('region', { name: 'Saved what-ifs' })
    .getByRole('button', { name: 'Support for Pro' })
    .press('Enter');
  await expect(page.getByRole('list', { name: 'Changes' })).toContainText('New charge: Premium support · Pro Plan');
  await expect(page.getByRole('button', { name: /^Edit New charge/ })).toBeFocused();
  expect(await priceCount(page)).toBe(before);

  await test.step('its days can be changed, are still there after going elsewhere, and are kept too', async () => {
    await page.getByRole('button', { name: /^Date range:/ }).press('Enter');
    await page.getByRole('button', { name: 'Last month' }).press('Enter');
    await expect(page.getByText('Changed', { exact: true })).toBeVisible();
    await openPath(page, '/groups');
    await page.getByRole('link', { name: 'What if' }).press('Enter');
    await page.getByRole('button', { name: 'Save changes' }).press('Enter');
    await expect(page.getByRole('button', { name: 'Actions for Support for Pro' })).toBeFocused();
    await expect(page.getByText('Changed', { exact: true })).toBeHidden();
    const { data } = await callFromPage(page, 'savedWhatIf.list', {}, await sandboxId(page));
    expect(data?.items).toMatchObject([{ question: { range: 'last_month' } }]);
  });

  await test.step('the review says what is written, then it is', async () => {
    await page.getByRole('button', { name: 'Make it real…' }).press('Enter');
    const review = page.getByRole('dialog', { name: 'Make it real' });
    await expect(review.getByText('1 charge added')).toBeVisible();
    await expectAccessible(page);
    await page.keyboard.press('ControlOrMeta+Enter');
    await expect(review).toBeHidden();
    await expect(page.getByText('What would you like to try?')).toBeVisible();
    expect(await priceCount(page)).toBe((before ?? 0) + 1);
  });

  await test.step('what was kept can be deleted', async () => {
    await page.getByRole('button', { name: /Support for Pro/ }).press('Enter');
    await page.getByRole('button', { name: 'Actions for Support for Pro' }).press('Enter');
    await page.getByRole('menuitem', { name: 'Delete…' }).press('Enter');
    await page.getByRole('button', { name: 'Delete what-if' }).press('Enter');
    await expect(page.getByRole('button', { name: 'Save…' })).toBeVisible();
  });
});

test('moving customers ends their plan as the new one begins; one undo takes it back', async ({ page }) => {
  await openPath(page, '/what-if');
  const environment = await sandboxId(page);
  const plans = async () => (await callFromPage(page, 'customerPlan.list', { limit: 1000 }, environment)).data?.items;
  const before = await plans();
  const dialog = await startChange(page, 'Another plan');
  await choose(page, dialog, 'Customers of', 'Base', /Base Plan/);
  await choose(page, dialog, 'Priced as if on', 'Pro', /Pro Plan/);
  await page.keyboard.press('ControlOrMeta+Enter');
  await expect(dialog).toBeHidden();
  await page.getByRole('button', { name: 'Apply Move everyone to another plan…' }).press('Enter');
  const review = page.getByRole('dialog', { name: 'Make it real' });
  await review.getByLabel('From').fill('2031-01-01');
  const steps = review.getByRole('grid', { name: 'What ends and begins' });
  await expect(steps.getByRole('row', { name: /Base Plan ends/ }).first()).toContainText('Dec 31, 2030');
  await expect(steps.getByRole('row', { name: /Pro Plan begins/ }).first()).toContainText('Jan 1, 2031');
  await expectAccessible(page);
  await review.getByRole('radio', { name: /Go on as well/ }).press('Space');
  await expect(steps.getByRole('row', { name: /Base Plan ends/ })).toHaveCount(0);
  await review.getByRole('radio', { name: /End as the new plan begins/ }).press('Space');
  await expect(steps.getByRole('row', { name: /Base Plan ends/ }).first()).toBeVisible();
  await page.keyboard.press('ControlOrMeta+Enter');
  await expect(review).toBeHidden();
  const after = await plans();
  expect(after?.some(({ end_date }) => String(end_date).startsWith('2031'))).toBe(true);
  await page.getByRole('button', { name: 'Undo' }).press('Enter');
  await expect(page.getByText('The customers are on their plans as before')).toBeVisible();
  expect(await plans()).toEqual(before);
});

test.describe('where nothing is yet', () => {
  test.use({ startsWith: 'nothing' });

  test('without usage the screen says what it needs', async ({ page }) => {
    await openPath(page, '/what-if');
    await expect(page.getByText('No usage yet')).toBeVisible();
    await expectAccessible(page);
  });
});
