import type { Page } from '@playwright/test';
import { callFromPage, sandboxId } from './doors/call-from-page';
import { expect, test } from './doors/fixture';
import { expectAccessible } from './support/expect-accessible';
import { openPath } from './support/open-path';

test.use({ startsWith: 'sample' });

test('a minimum commitment is set on a subscription, undone, changed and removed', async ({ page }) => {
  await openPath(page, '/plans');
  await page.getByRole('grid', { name: 'Plans' }).getByRole('row', { name: 'Base Plan' }).press('Enter');
  await page.getByRole('tab', { name: /^Subscriptions/ }).click();
  const row = page.getByRole('grid', { name: 'Subscriptions to Base Plan' }).getByRole('row').nth(1);
  const open = async () => {
    await row.focus();
    await page.keyboard.press('Shift+F10');
    await page.getByRole('menuitem', { name: 'Minimum commitment…' }).press('Enter');
  };
  const dialog = page.getByRole('dialog', { name: /^Minimum commitment of/ });
  const example = dialog.getByRole('region', { name: 'Worked example' });

  await test.step('what is missing is said where it is missing', async () => {
    await open();
    await expect(dialog).toContainText('Now: no commitment.');
    await expect(example).toContainText('Complete the commitment');
    await expectAccessible(page);
    await dialog.getByRole('button', { name: 'Set commitment' }).click();
    await expect(dialog).toContainText('Please say which amount is committed to');
    await expectAccessible(page);
  });

  await test.step('the example says what it comes to', async () => {
    await dialog.getByLabel('Amount (USD)').fill('100');
    await dialog.getByLabel('Overage factor').fill('1.5');
    await expect(example.getByRole('row', { name: 'Usage worth $0.00' })).toContainText(
      'Nothing used, nothing charged',
    );
    await expect(example.getByRole('row', { name: 'Usage worth $200.00' })).toContainText(
      '$100.00 + $100.00 beyond it × 1.5$250.00',
    );
    await dialog.getByText('Charge what was not used (true-up)').click();
    await expect(example.getByRole('row', { name: 'Usage worth $0.00' })).toContainText(
      '$0.00 used + $100.00 trued up$100.00',
    );
    await expect(dialog).toContainText('Then: $100.00, usage beyond it × 1.5, trued up.');
    await expectAccessible(page);
    await page.screenshot({ path: test.info().outputPath('commitment.png') });
    await page.keyboard.press('ControlOrMeta+Enter');
    await expect(page.getByText(/^The commitment on .* has been saved$/)).toBeVisible();
  });

  await test.step('undo takes it back', async () => {
    await page.getByRole('button', { name: 'Undo' }).click();
    await open();
    await expect(dialog).toContainText('Now: no commitment.');
    await dialog.getByLabel('Amount (USD)').fill('100');
    await dialog.getByRole('button', { name: 'Set commitment' }).click();
    await expect(dialog).toBeHidden();
  });

  await test.step('it is removed where it was set', async () => {
    await open();
    await expect(dialog).toContainText('Now: $100.00, not trued up.');
    await dialog.getByRole('button', { name: 'Remove commitment' }).click();
    await expect(page.getByText(/^The commitment on .* has been removed$/)).toBeVisible();
    await open();
    await expect(dialog).toContainText('Now: no commitment.');
  });
});

/**
 * A customer on a plan with a feature measured by the highest value of each day, at $1: 15 on March 2nd and 4 on the
 * 3rd; and on another plan with a fixed fee. Answers the customer's id.
 */
async function peakUser(page: Page, name: string): Promise<string> {
  const environment = await sandboxId(page);
  const call = async (procedure: string, input: object) => {
    const reply = await callFromPage(page, procedure, input, environment);
    expect(reply.error).toBeUndefined();
    return reply.data as Record<string, unknown>;
  };
  const feature = await call('feature.create', {
    name: 'Concurrent sessions at their daily peak, over all regions and both clusters',
    type: 'metered',
    meter: { event_name: 'sessions', aggregation: { type: 'MAX', field: 'n', bucket_size: 'DAY' } },
  });
  const plan = await call('plan.create', { name: 'Enterprise' });
  const other = await call('plan.create', { name: 'Support' });
  const price = {
    entity_type: 'PLAN',
    currency: 'usd',
    billing_period: 'MONTHLY',
    invoice_cadence: 'ARREAR',
    billing_model: 'FLAT_FEE',
    amount: '1',
    start_date: '2026-01-01T00:00:00Z',
  };
  await call('price.create', { ...price, entity_id: plan.id, type: 'USAGE', meter_id: feature.meter_id });
  await call('price.create', { ...price, entity_id: other.id, type: 'FIXED' });
  const customer = await call('customer.create', { external_id: 'peak-user', name });
  for (const { id } of [plan, other]) {
    const terms = { currency: 'usd', billing_period: 'MONTHLY', start_date: '2026-01-01T00:00:00Z' };
    await call('subscription.create', { external_customer_id: 'peak-user', plan_id: id, ...terms });
  }
  for (const [timestamp, n] of [
    ['2026-03-02T09:00:00Z', 15],
    ['2026-03-02T12:00:00Z', 12],
    ['2026-03-03T12:00:00Z', 4],
  ]) {
    const event = { event_name: 'sessions', external_customer_id: 'peak-user', timestamp, properties: { n } };
    await call('event.ingest', event);
  }
  return String(customer.id);
}

test('a commitment to every window is set on the page of a customer, whose cost follows', async ({ page }) => {
  const name = 'International Consolidated Telecommunications and Logistics Holding Company';
  const id = await peakUser(page, name);
  await openPath(page, `/customers/${id}?range=custom&from=2026-03-01&to=2026-03-05`);
  const total = page.getByRole('main').getByText('$19.00').first();
  await expect(total).toBeVisible();
  const dialog = page.getByRole('dialog', { name: `Minimum commitment of “${name}` });
  const open = async (plan: string) => {
    await page.getByRole('button', { name: `Actions for ${name}` }).press('Enter');
    await page.getByRole('menuitem', { name: `Minimum commitment on “${plan}”…` }).press('Enter');
  };

  await test.step('a plan that charges for no usage says so', async () => {
    await open('Support');
    await expect(dialog).toContainText('This subscription has no usage charge');
    await expectAccessible(page);
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
  });

  await test.step('the example is about one window', async () => {
    await open('Enterprise');
    await dialog.getByLabel('Amount (USD)').fill('10');
    await dialog.getByLabel('Overage factor').fill('1.5');
    await dialog.getByText('Charge what was not used (true-up)').click();
    await dialog.getByText('For each window').click();
    const example = dialog.getByRole('region', { name: 'Worked example' });
    await expect(example.getByRole('table', { name: 'What one window is charged' })).toBeVisible();
    await expect(example.getByRole('columnheader', { name: 'Used in a window' })).toBeVisible();
    await expect(dialog).toContainText('Then: $10.00 in each window, usage beyond it × 1.5, trued up.');
    await expectAccessible(page);
    await page.screenshot({ path: test.info().outputPath('windows.png') });
    await page.keyboard.press('ControlOrMeta+Enter');
    await expect(dialog).toBeHidden();
  });

  await test.step('every day is charged at least what was committed to', async () => {
    // 10 on four days, 10 + 5 × 1.5 on the 2nd.
    await expect(page.getByRole('main').getByText('$57.50').first()).toBeVisible();
    await page.getByRole('button', { name: 'Close toast' }).click();
    await open('Enterprise');
    await expect(dialog).toContainText('Now: $10.00 in each window, usage beyond it × 1.5, trued up.');
    await dialog.getByText('For each window').click();
    await dialog.getByRole('button', { name: 'Change commitment' }).click();
    await expect(dialog).toBeHidden();
    // All five days together: 10 + 9 × 1.5.
    await expect(page.getByRole('main').getByText('$23.50').first()).toBeVisible();
  });

  await test.step('undo takes it back to every window', async () => {
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect(page.getByRole('main').getByText('$57.50').first()).toBeVisible();
  });
});
