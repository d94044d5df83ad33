import { writeFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { parse } from 'csv-parse/sync';
import { callFromPage, sandboxId } from './doors/call-from-page';
import { expect, test } from './doors/fixture';
import { expectAccessible } from './support/expect-accessible';
import { openPath } from './support/open-path';

const header = 'event_id,event_name,external_customer_id,timestamp,properties.tokens,properties.model';

/** 3 days of usage of 5 customers; two rows of it are wrong. */
function usageFile(path: string): string {
  const rows = Array.from({ length: 600 }, (_, index) => {
    const day = String((index % 3) + 1).padStart(2, '0');
    const tokens = index % 2 === 0 ? '10' : '';
    const name = index % 2 === 0 ? 'llm_tokens' : 'login';
    return `e-${index},${name},customer-${index % 5},2026-05-${day}T12:00:00Z,${tokens},small`;
  });
  rows[10] = 'e-10,llm_tokens,customer-1,yesterday,10,small';
  rows[20] = ',llm_tokens,,2026-05-01T00:00:00Z,10,small';
  writeFileSync(path, `${[header, ...rows].join('\n')}\n`);
  return path;
}

const count = (page: Page, label: string) =>
  page
    .locator('dl > div')
    .filter({ has: page.getByText(label, { exact: true }) })
    .getByRole('definition');

test(
  'a usage file: rows are counted, mistakes listed, and its usage is made to count',
  { tag: '@both-doors' },
  async ({ page, chooseFile, savedFile }, testInfo) => {
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await openPath(page, '/imports');
    await expect(page.getByRole('heading', { name: 'What a usage file looks like' })).toBeVisible();
    await expectAccessible(page);

    await chooseFile(usageFile(testInfo.outputPath('usage.csv')));
    await page.getByRole('button', { name: 'Import a usage file' }).press('Enter');
    await expect(page.getByText(/^Imported in/)).toBeVisible();
    await expect(page.getByRole('heading', { name: 'usage.csv', level: 1 })).toBeVisible();
    await expect(count(page, 'Rows read')).toHaveText('600');
    await expect(count(page, 'Accepted')).toHaveText('598');
    await expect(count(page, 'Known already')).toHaveText('0');
    await expect(count(page, 'Rejected')).toHaveText('2');
    await expect(page.getByText('Usage of 5 customers from May 1, 2026 to May 3, 2026, 2 event names.')).toBeVisible();
    await expectAccessible(page);

    await test.step('rejected rows: line, column, value and why; saved as they are, to be corrected', async () => {
      const row = page.getByRole('grid', { name: 'Rejected rows' }).getByRole('row', { name: /yesterday/ });
      await expect(row).toContainText('timestamp');
      await page.getByRole('button', { name: 'Save rows' }).press('Enter');
      const rows = parse(await savedFile()) as string[][];
      expect(rows[0]).toEqual(['line', 'error', ...header.split(',')]);
      expect(rows[1]?.[0]).toBe('12');
      expect(rows[1]?.slice(2)).toEqual(['e-10', 'llm_tokens', 'customer-1', 'yesterday', '10', 'small']);
      expect(rows).toHaveLength(3);
    });

    await test.step('features are proposed, edited and created', async () => {
      await expect(page.getByRole('textbox', { name: 'Name of the feature for llm_tokens' })).toHaveValue('LLM Tokens');
      await expect(page.getByRole('button', { name: /Aggregation of llm_tokens/ })).toContainText('Sum of tokens');
      await expect(page.getByRole('textbox', { name: 'Unit of llm_tokens, many' })).toHaveValue('tokens');
      await expect(page.getByRole('button', { name: /Aggregation of login/ })).toContainText('Count of events');
      await page.getByRole('textbox', { name: 'Name of the feature for login' }).fill('Logins');
      await page.getByRole('textbox', { name: 'Unit of login, many' }).fill('');
      await page.getByRole('button', { name: 'Create 2 features' }).press('Enter');
      await expect(page.getByRole('textbox', { name: 'Unit of login, many' })).toHaveAccessibleDescription(
        /both unit singular and unit plural/,
      );
      await expectAccessible(page);
      await page.getByRole('textbox', { name: 'Unit of login, many' }).fill('logins');
      await page.getByRole('button', { name: 'Create 1 feature' }).press('Enter');
      await expect(page.getByText('All 2 event names are measured by a feature.')).toBeFocused();
    });

    await test.step('a new plan has no charges yet: said before anything is tried', async () => {
      await page.getByRole('button', { name: /Choose a plan/ }).press('Enter');
      await page.getByRole('option', { name: 'Create plan “Base Plan”' }).click();
      await expect(page.getByText(/Base Plan has no charges yet/)).toBeVisible();
      await expect(page.getByRole('button', { name: 'Put 5 customers on Base Plan' })).toBeDisabled();
      await expectAccessible(page);
    });

    await test.step('with a charge, the customers of the file go on the plan from the first day of usage', async () => {
      const environment = await sandboxId(page);
      const plan = (await callFromPage(page, 'plan.search', {}, environment)).data?.items?.[0]?.id;
      const meter = (await callFromPage(page, 'meter.search', { event_name: 'llm_tokens' }, environment)).data;
      const price = {
        currency: 'usd',
        entity_type: 'PLAN',
        entity_id: plan,
        type: 'USAGE',
        billing_model: 'FLAT_FEE',
        billing_period: 'MONTHLY',
        invoice_cadence: 'ARREAR',
        amount: '0.01',
        meter_id: meter?.items?.[0]?.id,
        start_date: '2026-05-01T00:00:00Z',
      };
      expect((await callFromPage(page, 'price.create', price, environment)).error).toBeUndefined();
      await expect(page.getByText(/has no charges yet/)).toBeHidden();
      await expect(page.getByLabel('Start Date')).toHaveValue('2026-05-01');
      await page.getByRole('button', { name: 'Put 5 customers on Base Plan' }).press('Enter');
      await expect(
        page.getByText('Done: 5 subscriptions added to Base Plan from May 1, 2026; 5 customers created.'),
      ).toBeVisible();
    });

    await test.step('its cost is on the Analytics screen, what nobody charges for too', async () => {
      await page.getByRole('link', { name: 'Open Analytics' }).press('Enter');
      await expect(page.getByText(/^Data as of .*, from “usage.csv”$/)).toBeVisible();
      // 298 accepted rows of 10 tokens at a cent each.
      await expect(page.getByRole('treegrid').getByRole('row', { name: /Total \(USD\)/ })).toContainText('$29.80');
      const uncharged = page.getByRole('grid', { name: 'Usage not charged by any subscription' });
      await expect(uncharged.getByRole('row', { name: /Logins/ })).toContainText('300 logins');
      await expectAccessible(page);
      await uncharged.getByRole('row', { name: /Logins/ }).press('Enter');
      const behind = page.getByRole('dialog', { name: 'Behind the number' });
      const customers = behind.getByRole('grid', { name: 'Customers with usage that is not charged' });
      await expect(customers.getByRole('row').nth(1)).toContainText('Base Plan has no charge for it');
      await expectAccessible(page);
      await customers.getByRole('row').nth(1).press('Enter');
      await expect(behind.getByText(/^Base Plan has no charge for Logins\. Add a charge to the plan/)).toBeVisible();
      await expect(behind.getByRole('grid', { name: 'Events' }).getByRole('row').nth(1)).toBeVisible();
      await expectAccessible(page);
      await page.keyboard.press('Escape');
      await expect(customers).toBeVisible();
      await page.keyboard.press('Escape');
      await expect(behind).toBeHidden();
      await page.getByRole('button', { name: 'Put customers on a plan' }).press('Enter');
      await expect(page.getByRole('dialog', { name: 'Put customers on a plan' })).toBeVisible();
      await expectAccessible(page);
      await page.keyboard.press('Escape');
    });

    await test.step('the same file again stores nothing twice', async () => {
      await openPath(page, '/imports');
      await page.getByRole('button', { name: 'Import a usage file' }).press('Enter');
      await expect(count(page, 'Known already')).toHaveText('598');
      await expect(count(page, 'Accepted')).toHaveText('0');
      await openPath(page, '/imports');
      const history = page.getByRole('grid', { name: 'Imports since the start' });
      await expect(history.getByRole('row')).toHaveCount(3);
      await expectAccessible(page);
      await history.getByRole('row').nth(2).press('Enter');
      await expect(count(page, 'Accepted')).toHaveText('598');
    });
  },
);

test('a file that is something else changes nothing and says why', async ({ page, chooseFile }, testInfo) => {
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  const path = testInfo.outputPath('prices.csv');
  writeFileSync(path, 'name,amount\nGPU,1\n');
  await chooseFile(path);
  await openPath(page, '/imports');
  await page.getByRole('button', { name: 'Import a usage file' }).click();
  await expect(page.getByRole('alert')).toContainText('The first line has no column "event_name"');
  await expectAccessible(page);
  const summary = await callFromPage(page, 'event.summary', {}, await sandboxId(page));
  expect(summary.data?.event_count).toBe(0);
});

test('a file of wrong rows alone is not told as imported', async ({ page, chooseFile }, testInfo) => {
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  const path = testInfo.outputPath('wrong.csv');
  writeFileSync(path, `${header}\ne-1,login,customer-1,yesterday,,\n`);
  await chooseFile(path);
  await openPath(page, '/imports');
  await page.getByRole('button', { name: 'Import a usage file' }).click();
  await expect(page.getByRole('alert')).toContainText('Nothing was imported: every row was rejected.');
  await expect(page.getByRole('grid', { name: 'Rejected rows' })).toContainText('yesterday');
  await expect(page.getByText('All other rows are stored.')).toHaveCount(0);
  await expectAccessible(page);
});

test('the example is a file that can be imported', async ({ page, chooseFile, savedFile }, testInfo) => {
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await openPath(page, '/imports');
  await page.getByRole('button', { name: 'Save an example' }).click();
  const path = testInfo.outputPath('example.csv');
  writeFileSync(path, await savedFile());
  await chooseFile(path);
  await page.getByRole('button', { name: 'Import a usage file' }).click();
  await expect(count(page, 'Accepted')).toHaveText('4');
  await expect(count(page, 'Rejected')).toHaveText('0');
});

test('a file dropped on the page is imported', { tag: '@both-doors' }, async ({ page, door }, testInfo) => {
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await openPath(page, '/imports');
  const area = page.getByRole('region', { name: 'Import a usage file' });
  await expect(area).toContainText('Choose or drop a CSV');

  // What is dropped from the desktop has a place on the disk, as what an input was given has.
  const path = testInfo.outputPath('dropped.csv');
  writeFileSync(path, 'event_name,external_customer_id\nlogin,acme\n');
  await page.evaluate(() =>
    document.body.append(Object.assign(document.createElement('input'), { type: 'file', id: 'from-desktop' })),
  );
  await page.setInputFiles('#from-desktop', path);
  const fromDisk = await page.evaluateHandle(() => {
    const field = document.querySelector<HTMLInputElement>('#from-desktop');
    const transfer = new DataTransfer();
    if (field?.files?.[0]) transfer.items.add(field.files[0]);
    field?.remove();
    return transfer;
  });
  const fromAnotherApp = await page.evaluateHandle(() => {
    const transfer = new DataTransfer();
    transfer.items.add(new File(['event_name,external_customer_id\nlogin,acme\n'], 'attachment.csv'));
    return transfer;
  });

  if (door === 'electron') {
    await area.dispatchEvent('drop', { dataTransfer: fromAnotherApp });
    await expect(page.getByText('“attachment.csv” is not a file on this computer')).toBeVisible();
  }
  await area.dispatchEvent('drop', { dataTransfer: fromDisk });
  await expect(page.getByRole('heading', { name: 'dropped.csv', level: 1 })).toBeVisible();
  await expect(count(page, 'Accepted')).toHaveText('1');
});

test('a running import can be stopped; what is stored is kept and can be made to count', async ({
  page,
  chooseFile,
}, testInfo) => {
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  const path = testInfo.outputPath('long.csv');
  const row = (_: unknown, index: number) => `e-${index},login,customer-${index % 5},2026-05-01T12:00:00Z`;
  const rows = Array.from({ length: 400_000 }, row);
  writeFileSync(path, `event_id,event_name,external_customer_id,timestamp\n${rows.join('\n')}\n`);
  await chooseFile(path);
  await openPath(page, '/imports');
  await page.getByRole('button', { name: 'Import a usage file' }).click();
  // Not before something is stored: an import stopped at once has nothing to keep.
  await expect(count(page, 'Accepted')).not.toHaveText('0');
  await page.getByRole('main').getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByText(/^Stopped\. [\d,]+ events/)).toBeVisible();
  await expect(count(page, 'Accepted')).not.toHaveText('400,000');
  const { data } = await callFromPage(page, 'event.summary', {}, await sandboxId(page));
  expect(data?.event_count).toBeLessThan(400_000);
});
