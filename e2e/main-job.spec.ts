import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { Big } from '@shared/big';
import { parse } from 'csv-parse/sync';
import { root } from '../tools/setup/processes.mjs';
import { expect, test } from './doors/fixture';
import { everyRowDrawn } from './support/every-row-drawn';

const folder = mkdtempSync(join(tmpdir(), 'pricebook-example-'));
const usageFile = join(folder, 'example-usage.csv');

test.beforeAll(() => {
  execFileSync(process.execPath, [join(root, 'tools/example-usage/make-example-usage.mjs'), '--out', usageFile]);
});
test.afterAll(() => rmSync(folder, { recursive: true }));

/** "$7,365.00" as the exact decimal "7365". */
const amountOf = (text: string) => new Big(text.replaceAll(/[^\d.-]/g, '')).toFixed();

const sumOf = (amounts: Record<string, string>) =>
  Object.values(amounts)
    .reduce((sum, amount) => sum.plus(amount), new Big('0'))
    .toFixed();

/** What the usage breakdown says: the cost of each group, and the total of the footer. */
async function readBreakdown(page: Page): Promise<{ groups: Record<string, string>; total: string }> {
  const table = page.getByRole('treegrid', { name: 'Usage Breakdown' });
  await expect(table.getByRole('row').last()).toContainText('Total');
  await everyRowDrawn(table);
  const groups: Record<string, string> = {};
  let total = '';
  for (const row of await table.getByRole('row').all()) {
    const cells = (await row.getByRole('gridcell').or(row.getByRole('rowheader')).allInnerTexts()).map((text) =>
      text.trim(),
    );
    const name = (cells[0] ?? '').replace(/\s*\(?\d+\)?\s*$/, '').trim();
    const cost = cells.find((text) => /^\$[\d,.]+/.test(text)) ?? '';
    if (name.startsWith('Total')) total = amountOf(cost);
    else if ((await row.getAttribute('aria-level')) === '1' && cost) groups[name] = amountOf(cost);
  }
  return { groups, total };
}

async function choose(page: Page, field: string, search: string, option: string | RegExp) {
  await page.getByRole('button', { name: new RegExp(`${field}`) }).click();
  await page.getByRole('combobox', { name: `Search ${field}` }).fill(search);
  await page.getByRole('option', { name: option }).first().click();
}

/** Stages a flat usage charge for a feature, from the first day of usage. */
async function fillUsageCharge(page: Page, feature: string, price: string, group: string | null) {
  await choose(page, 'Feature', feature, new RegExp(feature));
  await page.getByRole('textbox', { name: 'Price', exact: true }).fill(price);
  if (group) await choose(page, 'Group', group, new RegExp(group));
  await page.getByRole('button', { name: /Start Date/ }).click();
  await page.getByRole('option', { name: /First day of usage/ }).click();
}

test('the main job: import usage, group charges, see what each group earns, hand out a CSV', {
  tag: '@both-doors',
}, async ({ page, chooseFile, savedFile }) => {
  test.setTimeout(180_000);
  const nav = page.getByRole('navigation', { name: 'Main' });
  const ownHost = new URL(page.url()).host;
  const requestsElsewhere: string[] = [];
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (url.protocol !== 'data:' && url.protocol !== 'blob:' && url.host !== ownHost) requestsElsewhere.push(url.href);
  });

  await test.step('a new profile starts with an import of the example file', async () => {
    await chooseFile(usageFile);
    await page.getByRole('button', { name: /Import a usage file/ }).click();
    await expect(page.getByText(/^Imported in/)).toBeVisible({ timeout: 60_000 });
    await expect(
      page.getByText('Usage of 60 customers from Jan 1, 2026 to Mar 31, 2026, 4 event names.'),
    ).toBeVisible();
    await page.getByRole('button', { name: 'Create 4 features' }).click();
    await expect(page.getByText('All 4 event names are measured by a feature.')).toBeVisible();
  });

  await test.step('creates a group', async () => {
    await nav.getByRole('link', { name: 'Groups' }).click();
    await page.getByRole('button', { name: 'Create Group' }).click();
    const dialog = page.getByRole('dialog', { name: 'Create Group' });
    await dialog.getByRole('textbox', { name: 'Group Name' }).fill('GPU Usage');
    await expect(dialog.getByRole('textbox', { name: 'Lookup Key' })).toHaveValue('group-gpu-usage');
    await dialog.getByRole('button', { name: 'Create Group' }).click();
    await expect(page.getByText('GPU Usage').first()).toBeVisible();
  });

  await test.step('adds a usage charge in that group to a plan, beside one without a group', async () => {
    await nav.getByRole('link', { name: 'Plans' }).click();
    await page.getByRole('button', { name: 'Create Plan' }).click();
    const dialog = page.getByRole('dialog', { name: 'Create Plan' });
    await dialog.getByRole('textbox', { name: 'Plan Name' }).fill('Base Plan');
    await dialog.getByRole('button', { name: 'Create Plan' }).click();
    await expect(page.getByRole('heading', { name: 'Base Plan', level: 1 })).toBeVisible();
    await page.getByRole('link', { name: /Add/ }).first().click();

    await page.getByText('Usage Charges').click();
    await fillUsageCharge(page, 'GPU Used', '2.5', 'GPU Usage');
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await page.getByRole('button', { name: 'Usage charge', exact: true }).click();
    await fillUsageCharge(page, 'LLM Used', '0.05', null);
    await page.getByRole('button', { name: /^Save/ }).click();
    await expect(page.getByRole('heading', { name: 'Base Plan', level: 1 })).toBeVisible();
  });

  await test.step('puts every customer with usage on the plan', async () => {
    await page.getByRole('tab', { name: /Subscriptions/ }).click();
    await page.getByRole('button', { name: 'Add customers' }).first().click();
    const dialog = page.getByRole('dialog', { name: /Add customers/ });
    await expect(dialog.getByText('60 customers in the usage that is here.', { exact: false })).toBeVisible();
    await dialog.getByRole('button', { name: 'Add customers' }).click();
    await expect(page.getByText('60 subscriptions added')).toBeVisible();
  });

  const openAnalytics = async () => {
    await nav.getByRole('link', { name: 'Analytics' }).click();
    await expect(page.getByRole('heading', { name: 'Cost by group' })).toBeVisible();
    return readBreakdown(page);
  };

  const before = await test.step('sees what each group earns', openAnalytics);
  expect(Object.keys(before.groups).sort()).toEqual(['GPU Usage', 'No group']);
  expect(sumOf(before.groups)).toBe(before.total);

  await test.step('moves the other charge into a second group, made on the way', async () => {
    await nav.getByRole('link', { name: 'Plans' }).click();
    await page.getByRole('row', { name: /Base Plan/ }).click();
    await page
      .getByRole('row', { name: /LLM Used/ })
      .getByRole('button', { name: /actions|more|menu/i })
      .click();
    await page.getByRole('menuitem', { name: 'Edit Price' }).click();
    const dialog = page.getByRole('dialog', { name: 'Edit Price' });
    await dialog.getByRole('button', { name: /Group/ }).click();
    await page.getByRole('combobox', { name: 'Search Group' }).fill('Models');
    await page.getByRole('option', { name: /Create group “Models”/ }).click();
    await page.getByRole('dialog', { name: 'Create Group' }).getByRole('button', { name: 'Create Group' }).click();
    await dialog.getByRole('button', { name: 'Review changes' }).click();
    const changes = dialog.getByRole('table', { name: 'Changes in place' });
    await expect(changes.getByRole('row', { name: /Group.*None.*Models/ })).toBeVisible();
    // The review takes a moment before it lets a press through, so that a double press never saves unread.
    await expect(async () => {
      await dialog.getByRole('button', { name: 'Save' }).click();
      await expect(dialog).toBeHidden({ timeout: 1000 });
    }).toPass();
  });

  const after = await test.step('sees the chart and the breakdown follow, past usage included', openAnalytics);
  expect(after.groups).toEqual({ 'GPU Usage': before.groups['GPU Usage'], Models: before.groups['No group'] });
  expect(after.total).toBe(before.total);

  await test.step('hands out a CSV with the very same totals', async () => {
    await page.getByRole('button', { name: 'Export CSV' }).click();
    await page.getByRole('menuitem', { name: /Breakdown/ }).click();
    const rows: Record<string, string>[] = parse(await savedFile(), { columns: true });
    expect(rows.length).toBeGreaterThan(60);
    const byGroup: Record<string, string> = {};
    for (const row of rows) {
      const group = row.price_group_name ?? '';
      byGroup[group] = new Big(byGroup[group] ?? '0').plus(row.total_cost ?? '').toFixed();
    }
    expect(byGroup).toEqual(after.groups);
    expect(sumOf(byGroup)).toBe(after.total);
  });

  expect(requestsElsewhere).toEqual([]);
});
