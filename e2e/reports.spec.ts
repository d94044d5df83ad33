import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { parse } from 'csv-parse/sync';
import { expect, test } from './doors/fixture';
import { expectAccessible } from './support/expect-accessible';
import { openPath } from './support/open-path';

test.use({ startsWith: 'sample' });

/** Texts of a list that its columns have no room for, but for folders: a place's may be shortened. */
const cutTexts = (grid: Locator) =>
  grid
    .locator('.truncate:not([data-shortened])')
    .evaluateAll((all) => all.filter((one) => one.scrollWidth > one.clientWidth).map((one) => one.textContent));

const reports = (page: Page) => page.getByRole('grid', { name: 'Reports' });

test('a report is saved, run again by one key, scheduled, and its runs are told', { tag: '@both-doors' }, async ({
  page,
  savedFile,
  chooseFile,
}) => {
  const folder = mkdtempSync(join(tmpdir(), 'pricebook-reports-'));
  await openPath(page, '/reports');
  await expect(page.getByText('No saved reports yet')).toBeVisible();
  await expectAccessible(page);

  await test.step('made with the keyboard; a name is needed', async () => {
    await page.keyboard.press('c');
    const dialog = page.getByRole('dialog', { name: 'Save report' });
    await expect(dialog.getByLabel('Name')).toBeFocused();
    await page.keyboard.press('Control+Enter');
    await expect(dialog.getByText('Please enter a name')).toBeVisible();
    await page.keyboard.type('For finance');
    await expectAccessible(page);
    await dialog.getByRole('button', { name: /Period/ }).click();
    await page.getByRole('option', { name: 'All data' }).click();
    await page.keyboard.press('Control+Enter');
    await expect(dialog).toBeHidden();
    await expect(reports(page).getByRole('row', { name: /For finance/ })).toContainText('All data');
    expect(await cutTexts(reports(page))).toEqual([]);
  });

  await test.step('run with Enter: the file holds what was charged', async () => {
    await reports(page).locator('[data-row="0"]').focus();
    await page.keyboard.press('Enter');
    const rows = parse(await savedFile(), { columns: true }) as Record<string, string>[];
    expect(rows.length).toBeGreaterThan(10);
    expect(rows[0]).toHaveProperty('customer_external_id');
    await expect(page.getByText(/^Saved \d+ rows as/).last()).toBeVisible();
    await expect(reports(page).getByRole('row', { name: /For finance/ })).toContainText('Done');
  });

  await test.step('scheduled, it says its next time', async () => {
    await chooseFile(folder).catch(() => undefined);
    await page.getByRole('button', { name: 'Actions for For finance' }).click();
    await page.getByRole('menuitem', { name: 'Schedule…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Schedule For finance' });
    await dialog.getByRole('button', { name: /Repeat/ }).click();
    await page.getByRole('option', { name: 'Every month' }).click();
    await dialog.getByRole('button', { name: /folder/ }).click();
    await expectAccessible(page);
    await dialog.getByRole('button', { name: /^Save schedule/ }).click();
    await expect(dialog).toBeHidden();
    await expect(reports(page)).toContainText('Monthly on day 1 at 06:00');
    expect(await cutTexts(reports(page))).toEqual([]);
  });

  await test.step('its runs', async () => {
    await page.getByRole('button', { name: 'Actions for For finance' }).click();
    await page.getByRole('menuitem', { name: 'Runs…' }).click();
    const runs = page.getByRole('grid', { name: 'Runs of For finance' });
    await expect(runs.getByRole('row')).toHaveCount(2);
    await expect(runs).toContainText('Done');
    expect(await cutTexts(runs)).toEqual([]);
    await expectAccessible(page);
    await page.keyboard.press('Escape');
  });

  await test.step('deleted', async () => {
    await page.getByRole('button', { name: 'Actions for For finance' }).click();
    await page.getByRole('menuitem', { name: 'Delete…' }).click();
    await page.getByRole('button', { name: 'Delete report' }).click();
    await expect(page.getByText('No saved reports yet')).toBeVisible();
  });
  rmSync(folder, { recursive: true, force: true });
});

test('from the analytics screen: every event as a file, and the report saved with its filters', async ({
  page,
  savedFile,
}) => {
  await openPath(page, '/analytics');
  await page.getByRole('button', { name: 'Export CSV' }).click();
  await page.getByRole('menuitem', { name: 'More…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Export CSV' });
  await dialog.getByText('Raw events').click();
  await expectAccessible(page);
  await dialog.getByRole('button', { name: /^Export…/ }).click();
  const rows = parse(await savedFile(), { columns: true }) as Record<string, string>[];
  expect(rows.length).toBeGreaterThan(100);
  expect(rows.every((row) => row.event_id !== '' && row.properties?.startsWith('{'))).toBe(true);

  await page.getByRole('button', { name: 'Export CSV' }).click();
  await page.getByRole('menuitem', { name: 'Save report…' }).click();
  const form = page.getByRole('dialog', { name: 'Save report' });
  await expect(form.getByLabel('First day')).toHaveValue('2026-03-02');
  await expect(form.getByRole('button', { name: 'Sources: all' })).toBeVisible();
  await form.getByLabel('Name').fill('Monthly');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText('Saved Monthly')).toBeVisible();
  await openPath(page, '/reports');
  await expect(reports(page).getByRole('row', { name: /Monthly/ })).toContainText('Mar 2, 2026 – Mar 31, 2026');
});
