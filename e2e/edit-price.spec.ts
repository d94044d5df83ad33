import type { Locator, Page } from '@playwright/test';
import { callFromPage, sandboxId } from './doors/call-from-page';
import { expect, test } from './doors/fixture';
import { expectAccessible } from './support/expect-accessible';
import { openPath } from './support/open-path';

test.use({ startsWith: 'sample' });

/** Opens the page of a plan. */
async function openPlan(page: Page, name: string): Promise<string> {
  await openPath(page, '/plans');
  const plans = await callFromPage(page, 'plan.search', { search: name }, await sandboxId(page));
  const id = String(plans.data?.items?.[0]?.id);
  await openPath(page, `/plans/${id}`);
  await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible();
  return id;
}

async function openMenu(page: Page, charge: string, item: string): Promise<Locator> {
  await page
    .getByRole('button', { name: `Actions for ${charge}`, exact: true })
    .first()
    .click();
  await page.getByRole('menuitem', { name: item }).click();
  return page.getByRole('dialog');
}

/** All versions of a plan's charge, oldest first. */
async function versionsOf(page: Page, planId: string, display_name: string) {
  const found = await callFromPage(
    page,
    'price.search',
    { entity_ids: [planId], allow_expired_prices: true, expand: 'groups', order: 'asc', limit: 100 },
    await sandboxId(page),
  );
  const all = (found.data?.items ?? []) as Record<string, unknown>[];
  return all.filter((price) => price.display_name === display_name);
}

const review = (dialog: Locator) => dialog.getByRole('button', { name: 'Review changes' });
/** A press right after the review opened counts as a double press: a person reads first. */
async function save(page: Page, dialog: Locator) {
  await page.waitForTimeout(600);
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).toBeHidden();
  // What it said would lie over the next dialog for some seconds.
  await page.getByRole('button', { name: 'Close toast' }).first().click();
}

async function tabTo(page: Page, wanted: Locator) {
  for (let presses = 0; presses < 80; presses += 1) {
    if (await wanted.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error('Tab never came to the control');
}

test('details change in place, pricing makes a new version, and both are reviewed first', async ({ page }) => {
  const planId = await openPlan(page, 'Pro Plan');

  await test.step('Save is off without a change, and off again when the original is typed back', async () => {
    const dialog = await openMenu(page, 'API calls', 'Edit Price');
    await expect(review(dialog)).toBeDisabled();
    await expect(dialog.getByLabel('Package Size')).toHaveValue('10000');
    await expectAccessible(page);
    await dialog.getByRole('textbox', { name: 'Price' }).fill('5');
    await expect(review(dialog)).toBeEnabled();
    await dialog.getByRole('textbox', { name: 'Price' }).fill('4.00');
    await expect(review(dialog)).toBeDisabled();
  });

  await test.step('the package size survives a change of the amount; the next period is the default', async () => {
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: 'Price' }).fill('5');
    await expect(dialog.getByRole('radio', { name: /^Start of next period/ })).toBeChecked();
    await review(dialog).click();
    await expect(dialog.getByRole('heading', { name: 'Review' })).toBeFocused();
    const changes = dialog.getByRole('table', { name: 'Pricing of the new version' });
    await expect(changes.getByRole('row', { name: /^Price/ })).toContainText('$4');
    await expect(changes).not.toContainText('Package Size');
    await dialog.getByLabel('Quantity').fill('25000');
    const totals = dialog.getByRole('table', { name: 'Totals now and after' });
    await expect(totals.getByRole('row', { name: /^25,000/ })).toHaveText('25,000$12.00$15.00+$3.00');
    await expect(dialog.getByRole('region', { name: 'Impact on past usage' })).toContainText(
      /\$[\d,.]+\s*\$[\d,.]+\s*\(\+\$/,
    );
    await expect(dialog).toContainText('3 subscriptions are on Pro Plan.');
    await page.waitForTimeout(600);
    await dialog.getByRole('button', { name: 'Save' }).click();
    await expect(page.getByText(/The new version of “API calls” starts/)).toBeVisible();
    await page.getByRole('button', { name: 'Close toast' }).click();
    const [old, next] = await versionsOf(page, planId, 'API calls');
    expect(next).toMatchObject({ amount: '5', transform_quantity: { divide_by: 10_000 }, parent_price_id: old?.id });
    expect(next?.start_date).toBe(old?.end_date);
    expect(String(next?.start_date)).toMatch(/-01T00:00:00\.000Z$/);
  });

  await test.step('slab opens as slab and turns into volume; a group and a name change in place with it', async () => {
    const dialog = await openMenu(page, 'Data transfer', 'Edit Price');
    await expect(dialog.getByRole('radio', { name: /^Slab Tiered/ })).toBeChecked();
    await dialog.getByText('Volume Tiered').click();
    await dialog.getByLabel('Display Name').fill('Transfer');
    await dialog.getByRole('button', { name: /Group$/ }).click();
    await page.getByRole('option', { name: 'None' }).click();
    await expect(dialog.getByText('Reports of past periods move too')).toBeVisible();
    await dialog.getByText('Another date and time').click();
    await dialog.getByLabel('Effective From').fill('2026-02-01T00:00');
    await review(dialog).click();
    const details = dialog.getByRole('table', { name: 'Changes in place' });
    await expect(details.getByRole('row', { name: /^Group/ })).toHaveText('GroupAdd-onsNone');
    await expect(dialog.getByRole('table', { name: 'Tiers' })).toContainText('Up to 1,000: $0.09');
    await expectAccessible(page);
    await expect(dialog.getByRole('button', { name: 'Save' })).toBeDisabled();
    await dialog.getByText('Yes, price past usage anew').click();
    await save(page, dialog);
    const [old, next] = await versionsOf(page, planId, 'Transfer');
    expect(old).toMatchObject({ tier_mode: 'SLAB', group_id: null });
    expect(next).toMatchObject({ tier_mode: 'VOLUME', group_id: null, tiers: old?.tiers, start_date: old?.end_date });
    expect(Date.parse(String(next?.start_date))).toBeLessThan(Date.now());
  });

  await test.step('a version that ends keeps its pricing, and its texts can be emptied', async () => {
    await page.getByRole('button', { name: 'Status' }).click();
    await page.getByRole('option', { name: 'Inactive' }).click();
    const dialog = await openMenu(page, 'Transfer', 'Edit Price');
    await expect(dialog).toContainText('Locked: this version ends');
    await expect(dialog.getByLabel('Tier 1: per unit price')).toBeDisabled();
    await dialog.getByLabel('Display Name').fill('');
    await review(dialog).click();
    await expect(dialog.getByRole('row', { name: /^Display Name/ })).toHaveText('Display NameTransferempty');
    await save(page, dialog);
    expect(await versionsOf(page, planId, '')).toHaveLength(1);
  });
});

test('a price is edited with the keyboard alone, and the edit is taken back', async ({ page }) => {
  const planId = await openPlan(page, 'Base Plan');
  const row = page.getByRole('row', { name: 'Storage' });
  await tabTo(page, page.getByRole('grid').getByRole('row').and(page.locator('[tabindex="0"]')));
  await page.keyboard.press('End');
  await expect(row).toBeFocused();
  await page.keyboard.press('Shift+F10');
  await expect(page.getByRole('menuitem', { name: 'Edit Price' })).toBeFocused();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Edit Price' });
  await tabTo(page, dialog.getByRole('button', { name: /Group$/ }));
  await page.keyboard.press('Enter');
  await page.keyboard.type('gpu');
  await expect(page.getByRole('option').first()).toContainText('GPU Usage');
  // As on a busy machine: the next frame comes late, and the next key before it.
  await page.evaluate(() => {
    window.requestAnimationFrame = (run) => window.setTimeout(() => run(performance.now()), 1500);
  });
  await page.keyboard.press('Enter');
  await page.keyboard.press('ControlOrMeta+Enter');
  await expect(dialog.getByRole('heading', { name: 'Review' })).toBeFocused();
  await page.waitForTimeout(600);
  await page.keyboard.press('ControlOrMeta+Enter');
  await expect(dialog).toBeHidden();
  const [moved] = await versionsOf(page, planId, 'Storage');
  expect(moved).toMatchObject({ group: { name: 'GPU Usage' }, end_date: null });
  await expect(row).toContainText('GPU Usage');
  await expect(page.locator('[role=row]:focus-within')).toContainText('Storage');

  await page.getByRole('button', { name: 'Undo' }).press('Enter');
  await expect(row).toContainText('No group');
  const [back, ...others] = await versionsOf(page, planId, 'Storage');
  expect(back).toMatchObject({ id: moved?.id, group_id: null });
  expect(others).toEqual([]);
});

test('terminating says what will happen before it does', async ({ page }) => {
  const planId = await openPlan(page, 'Base Plan');
  const dialog = await openMenu(page, 'LLM', 'Terminate…');
  await expect(dialog.getByRole('region', { name: 'What will happen' })).toContainText('The charge ends now.');
  const terminate = dialog.getByRole('button', { name: 'Terminate Price' });
  await dialog.getByLabel('End Date').fill('2025-01-01T00:00');
  await expect(dialog).toContainText("The termination date must be on or after the price's start date");
  await expect(terminate).toBeDisabled();
  await dialog.getByLabel('End Date').fill('2026-02-01T00:00');
  await expect(terminate).toBeDisabled();
  await dialog.getByText('Yes, make usage since then free of charge').click();
  await expectAccessible(page);
  await terminate.click();
  await expect(page.getByText('“LLM” has ended')).toBeVisible();
  const [ended] = await versionsOf(page, planId, 'LLM');
  expect(String(ended?.end_date)).toMatch(/^2026-0[12]-/);
});
