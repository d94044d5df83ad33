import type { Locator, Page } from '@playwright/test';
import { callFromPage, sandboxId } from './doors/call-from-page';
import { expect, test } from './doors/fixture';
import { expectAccessible } from './support/expect-accessible';
import { openPath } from './support/open-path';

test.use({ startsWith: 'sample' });

/** Opens Add Charges of a plan; answers the plan's id. */
async function addChargesTo(page: Page, name: string): Promise<string> {
  await openPath(page, '/plans');
  const plans = await callFromPage(page, 'plan.search', { search: name }, await sandboxId(page));
  const id = String(plans.data?.items?.[0]?.id);
  await openPath(page, `/plans/${id}/charges/new`);
  await expect(page.getByRole('heading', { name: `Add Charges to ${name}`, level: 1 })).toBeVisible();
  return id;
}

/** The plan's charges made after those of the sample, in the order in which they were made. */
async function newCharges(page: Page, planId: string, known: number) {
  const found = await callFromPage(
    page,
    'price.search',
    { entity_ids: [planId], expand: 'groups', order: 'asc', limit: 100 },
    await sandboxId(page),
  );
  return (found.data?.items ?? []).slice(known) as Record<string, unknown>[];
}

const choose = async (page: Page, field: string, option: string | RegExp) => {
  await page.getByRole('button', { name: field }).click();
  await page.getByRole('option', { name: option }).click();
};

/** Presses Tab until the wanted control has the focus. */
async function tabTo(page: Page, wanted: Locator) {
  for (let presses = 0; presses < 80; presses += 1) {
    if (await wanted.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error('Tab never came to the control');
}

test('several charges are put together and saved at once', async ({ page }) => {
  const planId = await addChargesTo(page, 'Pro Plan');
  const example = page.getByRole('region', { name: 'Worked example' });
  const save = page.getByRole('button', { name: /^Save/ });
  await expect(save).toBeDisabled();

  await test.step('a fixed charge: one-time forces Advance, with the reason', async () => {
    await page.getByText('Fixed charges').click();
    await expect(page.getByLabel('Display Name')).toHaveValue('Pro Plan');
    await page.getByLabel('Display Name').fill('Set-up');
    await page.getByText('Start with a trial').click();
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await expect(page.getByText('Enter a price (0 is allowed)')).toBeVisible();
    await expect(page.getByText('Enter the number of trial days, 1 or more')).toBeVisible();
    await expect(page.getByRole('textbox', { name: 'Price' })).toBeFocused();
    await expectAccessible(page);
    await choose(page, 'Billing Period', 'One-time');
    await expect(page.getByRole('radio', { name: /^Advance/ })).toBeChecked();
    await expect(page.getByRole('radio', { name: /^Arrear/ })).toBeDisabled();
    await expect(page.getByText('One-time charges are always billed in advance.')).toBeVisible();
    await expect(page.getByText('Only recurring charges can have a trial.')).toBeVisible();
    await page.getByRole('textbox', { name: 'Price' }).fill('1,250.50');
    await expect(page.getByText('Read as 1250.50')).toBeVisible();
    await page.getByLabel('Minimum Quantity').fill('2');
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await expect(page.getByRole('listitem').filter({ hasText: 'Set-up' })).toContainText('$1,250.50 × 2 one-time');
  });

  await test.step('a volume charge whose total drops is explained', async () => {
    await page.getByRole('button', { name: 'Usage charge' }).click();
    await page.getByRole('button', { name: 'Feature' }).click();
    await page.keyboard.type('transf');
    await page.getByRole('option', { name: 'Data transfer' }).click();
    await expect(page.getByLabel('Display Name')).toHaveValue('Data transfer');
    await page.getByText('Volume Tiered').click();
    await page.getByLabel('Tier 1: up to').fill('1000');
    await page.getByLabel('Tier 1: per unit price').fill('0.02');
    await page.getByLabel('Tier 2: per unit price').fill('0.01');
    await page.keyboard.press('Enter');
    await expect(page.getByLabel('Tier 2: up to')).toBeFocused();
    await page.keyboard.type('5000');
    await page.getByLabel('Tier 3: per unit price').fill('0.009');
    await page.getByLabel('Tier 3: flat fee').fill('7');
    await example.getByLabel('Quantity').fill('1500');
    await expect(example.getByRole('row', { name: /^1,500/ })).toContainText('$15.00');
    await expect(example.getByRole('row', { name: /^1,000/ })).toContainText('$20.00');
    await expect(example).toContainText('1,000 GB cost $20.00, but 1,001 GB only $10.01');
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Remove tier 2' }).click();
    await expect(page.getByLabel('Tier 2: up to')).toHaveCount(0);
    await expect(page.getByLabel('Tier 2: flat fee')).toHaveValue('7');
    await expect(example).not.toContainText('only $10.01');
  });

  await test.step('its group is made in place, and the form stays', async () => {
    await page.getByRole('button', { name: /^(None )?Group/ }).click();
    await expect(page.getByRole('option').first()).toHaveText('None');
    await page.getByRole('combobox').or(page.getByRole('searchbox')).last().fill('Egress & Co');
    await page.getByRole('option', { name: 'Create group “Egress & Co”…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Create Group' });
    await expect(dialog.getByLabel('Lookup Key')).toHaveValue('group-egress-co');
    await expectAccessible(page);
    await page.keyboard.press('ControlOrMeta+Enter');
    await expect(dialog).toBeHidden();
    await expect(page.getByRole('button', { name: /Egress & Co/ })).toBeVisible();
    await expect(page.getByLabel('Tier 1: up to')).toHaveValue('1000');
  });

  await test.step('a start on the first day of usage says what it does', async () => {
    await choose(page, 'Start Date', /First day of usage/);
    await expect(
      page.getByText(/Charges usage from .* on, also what is already there\..*3 subscriptions/),
    ).toBeVisible();
    await page.getByRole('button', { name: 'Add', exact: true }).click();
  });

  await test.step('staged charges are edited, copied, reordered and removed', async () => {
    const cards = page.getByRole('list', { name: 'Charges to add' }).getByRole('listitem');
    await page.getByRole('button', { name: 'Edit Set-up' }).click();
    await page.getByLabel('Display Name').fill('Something else');
    await page.getByRole('button', { name: 'Cancel' }).first().click();
    await expect(cards.first()).toContainText('Set-up');
    await page.getByRole('button', { name: 'Duplicate Set-up' }).click();
    await expect(cards).toHaveCount(3);
    await page.getByRole('button', { name: 'Remove Set-up' }).last().click();
    await page.getByRole('button', { name: 'Move Set-up down' }).click();
    await expect(cards.first()).toContainText('Data transfer');
    await expect(cards.first()).toContainText('Egress & Co');
    await save.click();
    await expect(page.getByText('2 charges added to Pro Plan')).toBeVisible();
    await expect(page.getByRole('heading', { name: 'Pro Plan', level: 1 })).toBeVisible();
  });

  const [usage, fixed] = await newCharges(page, planId, 6);
  expect(usage).toMatchObject({
    display_name: 'Data transfer',
    tier_mode: 'VOLUME',
    tiers: [
      { up_to: 1000, unit_amount: '0.02', flat_amount: null },
      { up_to: null, unit_amount: '0.009', flat_amount: '7' },
    ],
    group: { name: 'Egress & Co' },
    start_date: '2026-01-01T00:00:00.000Z',
    invoice_cadence: 'ARREAR',
  });
  expect(fixed).toMatchObject({
    display_name: 'Set-up',
    amount: '1250.5',
    billing_period: 'ONETIME',
    invoice_cadence: 'ADVANCE',
    min_quantity: '2',
    trial_period_days: 0,
    group: null,
  });
});

test('a refusal opens the charge it is about, and unsaved charges are not lost by leaving', async ({ page }) => {
  const planId = await addChargesTo(page, 'Pro Plan');
  const addFixed = async (name: string, key: string) => {
    await page.getByLabel('Display Name').fill(name);
    await page.getByRole('textbox', { name: 'Price' }).fill('5');
    await page.getByRole('button', { name: /^More/ }).click();
    await page.getByLabel('Lookup Key').fill(key);
    await page.getByRole('button', { name: 'Add', exact: true }).click();
  };
  await page.getByText('Fixed charges').click();
  await addFixed('First', 'same-key');
  await page.getByRole('button', { name: 'Fixed charge' }).click();
  await addFixed('Second', 'same-key');

  await test.step('the second charge of one lookup key is refused, on its own card', async () => {
    await page.getByRole('button', { name: 'Save 2 charges' }).click();
    await expect(page.getByRole('heading', { name: 'Edit charge' })).toBeVisible();
    await expect(page.getByLabel('Display Name')).toHaveValue('Second');
    await expect(page.getByText('A price with this identifier already exists')).toBeVisible();
    await expect(page.getByLabel('Lookup Key')).toBeFocused();
    expect(await newCharges(page, planId, 6)).toEqual([]);
  });

  await test.step('leaving asks: stay, keep for later, or discard', async () => {
    const question = page.getByRole('alertdialog', { name: 'Leave without saving?' });
    await page.getByRole('link', { name: 'Groups' }).click();
    await expect(question).toContainText('2 charges have not been saved');
    await expectAccessible(page);
    await question.getByRole('button', { name: 'Stay' }).click();
    await expect(page.getByLabel('Lookup Key')).toHaveValue('same-key');
    await page.getByRole('link', { name: 'Groups' }).click();
    await question.getByRole('button', { name: 'Keep for later' }).click();
    await expect(page.getByRole('heading', { name: 'Groups', level: 1 })).toBeVisible();
    await openPath(page, `/plans/${planId}/charges/new`);
    await expect(page.getByText('These charges were kept from before')).toBeVisible();
    await page.getByLabel('Lookup Key').fill('other-key');
    await page.getByRole('button', { name: 'Save 2 charges' }).click();
    await expect(page.getByText('2 charges added to Pro Plan')).toBeVisible();
    expect((await newCharges(page, planId, 6)).map((price) => price.lookup_key)).toEqual(['same-key', 'other-key']);

    await openPath(page, `/plans/${planId}/charges/new`);
    await page.getByText('Fixed charges').click();
    await page.getByRole('textbox', { name: 'Price' }).fill('1');
    await page.getByRole('link', { name: 'Groups' }).click();
    await question.getByRole('button', { name: 'Discard' }).click();
    await openPath(page, `/plans/${planId}/charges/new`);
    await expect(page.getByText('These charges were kept from before')).toHaveCount(0);
  });

  await test.step('a feature that is missing is made on the way, and comes back chosen', async () => {
    await page.getByText('Usage Charges').click();
    await page.getByRole('textbox', { name: 'Price' }).fill('0.25');
    await choose(page, 'Feature', 'Create feature…');
    await page.getByLabel('Feature Name').fill('Builds of any kind');
    await page.getByRole('button', { name: 'Event Name' }).click();
    await page.getByRole('option', { name: /^build.finished/ }).click();
    await choose(page, 'Aggregation Function', /^Count Counts/);
    await page.getByRole('button', { name: 'Create Feature' }).click();
    await expect(page.getByRole('button', { name: /Builds of any kind/ })).toBeVisible();
    await expect(page.getByLabel('Display Name')).toHaveValue('Builds of any kind');
    await expect(page.getByRole('textbox', { name: 'Price' })).toHaveValue('0.25');
    await page.getByRole('button', { name: /^Save/ }).click();
    await expect(page.getByText('1 charge added to Pro Plan')).toBeVisible();
  });
});

test('a usage charge is added with the keyboard alone, tiers pasted from a spreadsheet', async ({ page }) => {
  const planId = await addChargesTo(page, 'Base Plan');
  const field = (name: string | RegExp) => page.getByRole('textbox', { name });
  await tabTo(page, page.getByRole('radio', { name: /^Fixed charges/ }));
  await page.keyboard.press('ArrowRight');
  await tabTo(page, page.getByRole('button', { name: 'Feature' }));
  await page.keyboard.press('Enter');
  await page.keyboard.type('seat');
  await expect(page.getByRole('option')).toHaveText([/^Active seats/, 'Create feature…']);
  await page.keyboard.press('Enter');
  await expect(field('Display Name')).toHaveValue('Active seats');
  await tabTo(page, page.getByRole('button', { name: 'Currency' }));
  await page.keyboard.press('Enter');
  await page.keyboard.type('jap');
  await expect(page.getByRole('option')).toHaveText(['JPY · Japanese Yen']);
  await page.keyboard.press('Enter');
  await tabTo(page, page.getByRole('radio', { name: /^Flat Fee/ }));
  for (let presses = 0; presses < 3; presses += 1) await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('radio', { name: /^Slab Tiered/ })).toBeChecked();
  await tabTo(page, field('Tier 1: up to'));
  await field('Tier 1: up to').evaluate((input) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', '0\t10\t0\t500\n10\t50\t120\t0\n50\t∞\t99.5\t0');
    input.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  });
  await expect(field('Tier 3: per unit price')).toBeFocused();
  const example = page.getByRole('region', { name: 'Worked example' });
  await expect(example.getByRole('row', { name: /^51/ })).toContainText(
    '10 × ¥0 + ¥500 flat fee (tier 1) + 40 × ¥120 (tier 2) + 1 × ¥99.5 (tier 3)',
  );
  await tabTo(page, page.getByRole('button', { name: /Group$/ }));
  await page.keyboard.press('Enter');
  await page.keyboard.type('add-on');
  await expect(page.getByRole('option').first()).toContainText('Add-ons');
  await page.keyboard.press('Enter');
  await page.keyboard.press('ControlOrMeta+Enter');
  await expect(page.getByRole('list', { name: 'Charges to add' })).toContainText(
    'From ¥0 / seat / month · 3 tiers · slab',
  );
  await tabTo(page, page.getByRole('button', { name: 'Save' }));
  await page.keyboard.press('Enter');
  await expect(page.getByText('1 charge added to Base Plan')).toBeVisible();
  const [made] = await newCharges(page, planId, 4);
  expect(made).toMatchObject({ currency: 'jpy', tier_mode: 'SLAB', group: { name: 'Add-ons' } });
});
