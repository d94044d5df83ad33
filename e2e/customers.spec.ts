import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator } from '@playwright/test';
import { parse } from 'csv-parse/sync';
import { callFromPage, sandboxId } from './doors/call-from-page';
import { expect, test } from './doors/fixture';
import { expectAccessible } from './support/expect-accessible';
import { openPath } from './support/open-path';

test.use({ startsWith: 'sample' });

/** The cell of the grid that has the keyboard. */
const focusedCell = (grid: Locator) => grid.locator('[data-cell]:focus');

test('a customer is added and edited by keyboard alone; what is wrong is told under its field', async ({ page }) => {
  await openPath(page, '/customers');
  const list = page.getByRole('grid', { name: 'Customers' });
  const adding = page.getByRole('dialog', { name: 'Add customer' });
  const row = list.getByRole('row', { name: /nordlys-as/ });

  await test.step('an ID that is taken, and nothing at all, are refused', async () => {
    await expect(list.getByRole('row', { name: /Fjord Analytics/ })).toBeVisible();
    await page.keyboard.press('c');
    await expect(adding.getByLabel('Name')).toBeFocused();
    await expectAccessible(page);
    await page.keyboard.press('Enter');
    await expect(adding.getByLabel('Name')).toHaveAccessibleDescription(/Give the customer a name/);
    await page.keyboard.type('Nordlys');
    await page.keyboard.press('Tab');
    await page.keyboard.type('fjord-analytics');
    await page.keyboard.press('ControlOrMeta+Enter');
    await expect(adding.getByLabel('External ID')).toHaveAccessibleDescription(/already/);
    await expect(adding.getByLabel('External ID')).toBeFocused();
    await expectAccessible(page);
  });

  await test.step('it is in the list, and its way leads to the plans', async () => {
    await adding.getByLabel('External ID').fill('nordlys-as');
    await page.keyboard.press('Enter');
    await expect(adding).toBeHidden();
    await expect(row).toContainText('Nordlys');
    await expect(row).toContainText('None');
    await page.getByRole('button', { name: 'Put on a plan' }).press('Enter');
    const plans = page.getByRole('grid', { name: 'Plans of customers' });
    await expect(plans.getByRole('row', { name: /Nordlys/ })).toBeVisible();
    await expect(plans.getByRole('row')).toHaveCount(2);
    await page.goBack();
  });

  await test.step('without a plan all of it can change; undo brings it back', async () => {
    await row.getByRole('button', { name: 'Actions for Nordlys' }).press('Enter');
    await page.getByRole('menuitem', { name: 'Edit…' }).press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Edit customer' });
    await expect(dialog.getByLabel('External ID')).toBeEditable();
    await dialog.getByLabel('Name').fill('Nordlys Holding');
    await dialog.getByLabel('External ID').fill('nordlys-holding');
    await dialog.getByLabel('Email').fill('billing@nordlys.example');
    await expectAccessible(page);
    await page.keyboard.press('ControlOrMeta+Enter');
    await expect(list.getByRole('row', { name: /nordlys-holding/ })).toContainText('Nordlys Holding');
    await page.getByRole('button', { name: 'Undo' }).press('Enter');
    await expect(row).toContainText('Nordlys');
    await expect(list.getByRole('row', { name: /Nordlys Holding/ })).toBeHidden();
  });

  await test.step('whoever is on a plan keeps the ID that its usage is counted under', async () => {
    await list.getByRole('row', { name: /Fjord Analytics/ }).focus();
    await page.getByRole('button', { name: 'Actions for Fjord Analytics' }).press('Enter');
    await page.getByRole('menuitem', { name: 'Edit…' }).press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Edit customer' });
    await expect(dialog.getByLabel('External ID')).not.toBeEditable();
    await dialog.getByLabel('Name').fill('Fjord');
    await page.keyboard.press('Enter');
    await expect(list.getByRole('row', { name: /fjord-analytics/ })).toContainText('Fjord');
    await expect(page.getByText('Changed Fjord')).toBeVisible();
  });
});

test('plans of customers are edited like a spreadsheet, by keyboard alone', async ({ page }) => {
  await openPath(page, '/customers');
  await page.getByRole('tab', { name: 'Plans' }).click();
  const grid = page.getByRole('grid', { name: 'Plans of customers' });
  const fjord = grid.getByRole('row', { name: /Fjord Analytics/ });
  await expect(fjord).toContainText('Base Plan');
  await expectAccessible(page);

  await test.step('an edit is told before it is saved, undone, done again and saved', async () => {
    await fjord.getByRole('gridcell').nth(4).click();
    await page.keyboard.press('Enter');
    await page.getByLabel('To of Fjord Analytics').fill('2030-06-30');
    await page.keyboard.press('Enter');
    const bar = page.getByRole('region', { name: 'Edited plans' });
    await expect(bar).toContainText('1 row edited. 1 assignment changed. No usage that is here already is concerned.');
    await expect(fjord).toContainText('Jun 30, 2030');
    await expectAccessible(page);
    await page.keyboard.press('ControlOrMeta+z');
    await expect(bar).toBeHidden();
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('F2');
    await page.getByLabel('To of Fjord Analytics').fill('2030-06-30');
    await page.keyboard.press('Enter');
    await expect(bar.getByRole('button', { name: 'Save' })).toBeEnabled();
    await page.keyboard.press('ControlOrMeta+Enter');
    await expect(page.getByText('1 assignment changed', { exact: true })).toBeVisible();
    await expect(bar).toBeHidden();
    await expect(fjord).toContainText('Jun 30, 2030');
    await fjord.getByRole('gridcell').nth(4).focus();
    await page.getByRole('button', { name: 'Undo' }).evaluate((button) => (button as HTMLElement).click());
    await expect(page.getByText('Taken back')).toBeVisible();
    await expect(fjord).toContainText('Open');
    // Its row is another one now, and the keyboard still in it.
    await expect(fjord.getByRole('gridcell').nth(4)).toBeFocused();
  });
});

test('a plan is found by typing, and what is wrong is told in the row', async ({ page }) => {
  await openPath(page, '/customers?view=plans');
  const grid = page.getByRole('grid', { name: 'Plans of customers' });
  const fjord = grid.getByRole('row', { name: /Fjord Analytics/ });
  await expect(fjord).toContainText('Base Plan');

  await fjord.getByRole('gridcell').nth(2).click();
  await page.keyboard.type('add');
  await expect(page.getByRole('listbox', { name: 'Plans' })).toBeVisible();
  await page.keyboard.press('Escape');
  await fjord.getByRole('gridcell').nth(4).click();
  await page.keyboard.press('Enter');
  await page.getByLabel('To of Fjord Analytics').fill('2001-01-01');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('region', { name: 'Edited plans' })).toContainText('The end must be after the start');
  await expect(page.getByRole('button', { name: /^Save/ })).toBeDisabled();
  await expectAccessible(page);
  // Whoever goes elsewhere finds the edits again.
  await page.getByRole('tab', { name: 'Usage' }).click();
  await page.keyboard.press('g');
  await page.keyboard.press('a');
  await expect(page.getByRole('heading', { name: 'Analytics', level: 1 })).toBeFocused();
  await page.goBack();
  await page.getByRole('tab', { name: 'Plans' }).click();
  await expect(page.getByRole('region', { name: 'Edited plans' })).toContainText('The end must be after the start');
  await expect(fjord).toContainText('Jan 1, 2001');
  await page.getByRole('button', { name: 'Discard' }).press('Enter');
  await expect(page.getByRole('region', { name: 'Edited plans' })).toBeHidden();
  await expect(focusedCell(grid)).toHaveCount(1);
});

test('plans of many customers change at once; what it means is said first, and it can be taken back', async ({
  page,
}) => {
  await openPath(page, '/customers?view=plans');
  const grid = page.getByRole('grid', { name: 'Plans of customers' });
  const fjord = grid.getByRole('row', { name: /Fjord Analytics/ });
  await expect(fjord).toContainText('Base Plan');

  await test.step('everyone that matches gets an end, which is undone', async () => {
    await page.getByRole('checkbox', { name: 'Select all that match' }).press('Space');
    await page.getByRole('button', { name: 'Clear selection' }).press('Enter');
    await expect(focusedCell(grid)).toHaveCount(1);
    await page.getByRole('checkbox', { name: 'Select all that match' }).press('Space');
    await page.getByRole('button', { name: 'End…' }).press('Enter');
    const dialog = page.getByRole('dialog', { name: 'End plans' });
    await dialog.getByLabel('Last Day').fill('2031-12-31');
    await expect(dialog.getByRole('note')).toContainText('changed. No usage that is here already is concerned.');
    await expectAccessible(page);
    await page.keyboard.press('ControlOrMeta+Enter');
    await expect(dialog).toBeHidden();
    await expect(fjord).toContainText('Dec 31, 2031');
    await page.getByRole('button', { name: 'Undo' }).last().press('Enter');
    await expect(fjord).toContainText('Open');
  });

  await test.step('putting on a plan again is refused, with the rows that stand in the way', async () => {
    await page.getByRole('checkbox', { name: 'Select Fjord Analytics' }).press('Space');
    await page.getByRole('button', { name: 'Put on plan…' }).press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Put on a plan' });
    await dialog.getByRole('button', { name: /Plan/ }).first().click();
    await page.getByRole('option', { name: 'Base Plan' }).click();
    await expect(dialog.getByRole('alert')).toContainText('Fjord Analytics: The customer is on Base Plan from');
    await expect(dialog.getByRole('button', { name: 'Put on plan' })).toBeDisabled();
    await expectAccessible(page);
  });
});

test('customers are imported with their plans; wrong rows are told, and left out only when asked', async ({
  page,
  chooseFile,
  savedFile,
}) => {
  await openPath(page, '/customers');
  const file = join(mkdtempSync(join(tmpdir(), 'pricebook-customers-')), 'customers.csv');
  writeFileSync(
    file,
    'external_id,name,plan,start_date,end_date\nnew-1,Newcomer,Base Plan,2026-01-01,2026-03-31\nnew-2,Wrong,No such plan,2026-01-01,\n',
  );
  await page.getByRole('button', { name: 'Import customers' }).press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Import customers' });
  await expect(dialog.getByText('start_date')).toBeVisible();
  await expectAccessible(page);
  await chooseFile(file);
  await dialog.getByRole('button', { name: 'Choose a file' }).press('Enter');
  await expect(dialog.getByRole('status').first()).toContainText('2 rows: 1 customer created, 1 plan begins.');
  await expect(dialog.getByRole('row', { name: /No such plan/ })).toContainText('There is no plan');
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Save rows' }).press('Enter');
  const [saved] = parse(await savedFile(), { columns: true }) as Record<string, string>[];
  expect(saved).toMatchObject({ line: '3', external_id: 'new-2', plan: 'No such plan', start_date: '2026-01-01' });
  const load = dialog.getByRole('button', { name: 'Import 1 row' });
  await expect(load).toBeDisabled();
  await dialog.getByRole('checkbox', { name: 'Import the other row without them' }).press('Space');
  await load.press('Enter');
  await expect(dialog).toBeHidden();
  await openPath(page, '/customers?view=plans&search=new-');
  const row = page.getByRole('grid', { name: 'Plans of customers' }).getByRole('row', { name: /Newcomer/ });
  await expect(row).toContainText('Mar 31, 2026');
  // What is exported is imported again without a change.
  await page.getByRole('button', { name: 'Export CSV' }).press('Enter');
  const exported = await savedFile();
  expect(exported).toContain('new-1,Newcomer');
  writeFileSync(file, exported);
  await page.getByRole('button', { name: 'Import customers' }).press('Enter');
  await chooseFile(file);
  await dialog.getByRole('button', { name: 'Choose a file' }).press('Enter');
  await expect(dialog.getByRole('status').first()).toContainText('1 row: 1 row changes nothing.');
});

test('very many plans change a step after the other, and both that and an import are undone long after', async ({
  page,
  chooseFile,
}) => {
  await openPath(page, '/customers?view=plans&search=crowd');
  const file = join(mkdtempSync(join(tmpdir(), 'pricebook-customers-')), 'crowd.csv');
  const ids = Array.from({ length: 130 }, (_, index) => `crowd-${String(index).padStart(3, '0')}`);
  writeFileSync(file, ['external_id,plan,start_date', ...ids.map((id) => `${id},Base Plan,2026-01-01`), ''].join('\n'));
  await page.getByRole('button', { name: 'Import customers' }).press('Enter');
  const importing = page.getByRole('dialog', { name: 'Import customers' });
  await chooseFile(file);
  await importing.getByRole('button', { name: 'Choose a file' }).press('Enter');
  await importing.getByRole('button', { name: 'Import 130 rows' }).press('Enter');
  await expect(importing).toBeHidden({ timeout: 30_000 });
  const grid = page.getByRole('grid', { name: 'Plans of customers' });
  const first = grid.getByRole('row', { name: /crowd-000/ });
  await expect(first).toContainText('Open');
  const last = page.getByRole('region', { name: 'Last change of many customers' });
  await expect(last).toContainText('crowd.csv: 130 customers created, 130 plans begin');

  await page.getByRole('checkbox', { name: 'Select all that match' }).press('Space');
  await page.getByRole('button', { name: 'End…' }).press('Enter');
  const dialog = page.getByRole('dialog', { name: 'End plans' });
  await dialog.getByLabel('Last Day').fill('2031-12-31');
  await expect(dialog.getByRole('note')).toContainText('Customers changed by the time you stop it stay changed');
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Cancel' }).press('Enter');
  await expect(dialog).toBeHidden();

  const second = grid.getByRole('row', { name: /crowd-001/ });
  await test.step('what is edited while very many edits are saved is still edited then', async () => {
    await second.getByRole('gridcell').nth(4).click();
    await grid.evaluate((element) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text/plain', '2031-12-31\n'.repeat(129));
      element.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
    });
    const bar = page.getByRole('region', { name: 'Edited plans' });
    await expect(bar).toContainText('129 rows edited. 129 assignments changed.');
    await page.keyboard.press('ControlOrMeta+Enter');
    for (const key of ['ArrowUp', 'ArrowLeft', 'Delete']) await page.keyboard.press(key);
    await expect(last).toContainText('129 assignments changed', { timeout: 30_000 });
    await expect(second).toContainText('Dec 31, 2031');
    await expect(bar).toContainText('1 row edited. crowd-000: Give the first day on the plan');
    await expectAccessible(page);
    await bar.getByRole('button', { name: 'Discard' }).press('Enter');
  });

  await last.getByRole('button', { name: 'Undo' }).press('Enter');
  await expect(page.getByText('129 customers are as before', { exact: true })).toBeVisible({ timeout: 30_000 });
  await expect(second).toContainText('Open');
  await expect(last).toContainText('crowd.csv');
  // One that was changed since the import stays.
  const environment = await sandboxId(page);
  await callFromPage(page, 'customer.update', { external_customer_id: 'crowd-007', name: 'Renamed' }, environment);
  await last.getByRole('button', { name: 'Undo' }).press('Enter');
  await expect(
    page.getByText(
      /^129 customers are as before, 129 of them created by it and archived now\. 1 customer was changed since and stays as it is: crowd-007$/,
    ),
  ).toBeVisible();
  await expect(last).toBeHidden();
  await expect(grid.getByRole('row')).toHaveCount(2);
  await expect(grid.getByRole('row', { name: /Renamed/ })).toContainText('Open');
});

test('the range of a customer without usage in it is widened, and has the keyboard', async ({ page }) => {
  await openPath(page, '/customers');
  const found = await callFromPage(page, 'customer.search', { search: 'Fjord Analytics' }, await sandboxId(page));
  await openPath(page, `/customers/${found.data?.items?.[0]?.id}?range=custom&from=2020-03-01&to=2020-03-20`);
  await page.getByRole('button', { name: 'Show all data' }).press('Enter');
  await expect(page.getByRole('slider', { name: 'Usage Trend' })).toBeVisible();
  await expect(page.getByRole('button', { name: /^Date range/ })).toBeFocused();
});

test('a customer is archived once its plans have ended, and stays in the reports of the past', async ({ page }) => {
  await openPath(page, '/customers');
  const environment = await sandboxId(page);
  const found = await callFromPage(page, 'customer.search', { search: 'Fjord Analytics' }, environment);
  const id = String(found.data?.items?.[0]?.id);
  await openPath(page, `/customers/${id}`);
  const menu = page.getByRole('button', { name: 'Actions for Fjord Analytics' });
  await menu.press('Enter');
  await page.getByRole('menuitem', { name: 'Change plans' }).press('Enter');
  await expect(page.getByRole('grid', { name: 'Plans of customers' }).getByRole('row')).toHaveCount(2);
  await page.goBack();
  await menu.press('Enter');
  await page.getByRole('menuitem', { name: 'Archive…' }).press('Enter');
  const dialog = page.getByRole('alertdialog', { name: 'Archive Fjord Analytics?' });
  await expect(dialog).toContainText('stays in the reports of the past');
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Archive customer' }).press('Enter');
  await expect(dialog.getByRole('alert')).toContainText('active subscriptions');
  await page.keyboard.press('Escape');
  const { data } = await callFromPage(page, 'subscription.search', { limit: 1000 }, environment);
  for (const one of data?.items ?? []) {
    if (one.customer_id === id) await callFromPage(page, 'subscription.cancel', { id: one.id }, environment);
  }
  await page.getByRole('button', { name: 'Actions for Fjord Analytics' }).press('Enter');
  await page.getByRole('menuitem', { name: 'Archive…' }).press('Enter');
  await dialog.getByRole('button', { name: 'Archive customer' }).press('Enter');
  await expect(page.getByText('Archived Fjord Analytics')).toBeVisible();
  await openPath(page, `/customers/${id}`);
  await expect(page.getByText('Archived', { exact: true })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Actions for Fjord Analytics' })).toBeHidden();
  await openPath(page, '/analytics?range=custom&from=2026-03-01&to=2026-03-31');
  await page.getByRole('button', { name: 'Customers: all' }).press('Enter');
  await page.getByRole('searchbox', { name: 'Search customers' }).fill('Fjord');
  await page.getByRole('option', { name: 'Fjord Analytics (archived)' }).click();
  // The first empties the search.
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Customers: Fjord Analytics (archived)' })).toBeVisible();
  await expect(page.getByText('$61,108.00', { exact: true }).first()).toBeVisible();
});
