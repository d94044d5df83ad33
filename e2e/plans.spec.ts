import { callFromPage, sandboxId } from './doors/call-from-page';
import { expect, test } from './doors/fixture';
import { expectAccessible } from './support/expect-accessible';
import { openPath } from './support/open-path';

test.use({ startsWith: 'sample' });

test('charges of a plan are shown by group and moved between groups', async ({ page }) => {
  await openPath(page, '/plans');
  const plans = page.getByRole('grid', { name: 'Plans' });
  await expect(plans.getByRole('row', { name: 'Base Plan' })).toContainText('4');
  await expectAccessible(page);
  await plans.getByRole('row', { name: 'Base Plan' }).press('Enter');
  const charges = page.getByRole('grid', { name: 'Charges of Base Plan' });
  await expect(charges.getByRole('row', { name: 'GPU' }).first()).toContainText('$1 / GPU hour / month');
  await expect(charges.getByRole('row', { name: 'Storage' })).toContainText('No group');
  await expectAccessible(page);

  await test.step('moving a charge to another group', async () => {
    await charges.getByRole('row', { name: 'Storage' }).focus();
    await page.keyboard.press('Shift+F10');
    await page.getByRole('menuitem', { name: 'Move to group…' }).press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Move “Storage” to a group' });
    await dialog.getByRole('button', { name: 'Group' }).press('Enter');
    await page.getByRole('option', { name: 'Add-ons' }).click();
    await expectAccessible(page);
    await dialog.getByRole('button', { name: 'Move' }).press('Enter');
    await expect(page.getByText('Storage moved to “Add-ons”')).toBeVisible();
    await expect(charges.getByRole('row', { name: 'Storage' })).toContainText('Add-ons');
  });

  await test.step('grouped by group, with counts', async () => {
    await page.getByText('Group by group').click();
    const tree = page.getByRole('treegrid', { name: 'Charges of Base Plan by group' });
    await expect(tree.getByRole('row', { level: 1 })).toContainText(['Add-ons (2)', 'GPU Usage (2)']);
    await expectAccessible(page);
    await page.reload();
    await expect(tree).toBeVisible();
    await page.getByRole('button', { name: 'Actions for Storage' }).click();
    await page.getByRole('menuitem', { name: 'Edit Price' }).click();
    await expect(page.getByRole('dialog', { name: 'Edit Price' })).toBeVisible();
    await page.keyboard.press('Escape');
  });

  await test.step('an ended charge is under Inactive', async () => {
    await page.getByRole('button', { name: 'Status' }).click();
    await page.getByRole('option', { name: 'Inactive' }).click();
    await expect(page.getByText('No charges found')).toBeVisible();
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Clear filters' }).click();
  });

  await test.step('adding is one key away', async () => {
    await page.getByRole('heading', { level: 1 }).focus();
    await page.keyboard.press('c');
    await expect(page.getByRole('heading', { name: /Add Charges/, level: 1 })).toBeVisible();
  });
});

test('plans are created, duplicated with their groups, and archived once nobody is on them', async ({ page }) => {
  await openPath(page, '/plans');
  const plans = page.getByRole('grid', { name: 'Plans' });
  await expect(plans.getByRole('row', { name: 'Base Plan' })).toBeVisible();

  await test.step('creating one opens it, empty', async () => {
    await page.keyboard.press('c');
    const dialog = page.getByRole('dialog', { name: 'Create Plan' });
    await page.keyboard.type('Growth 2026');
    await expect(dialog.getByLabel('Lookup Key')).toHaveValue('plan-growth-2026');
    await dialog.getByLabel('Description').fill('For teams that grow.');
    await dialog.getByRole('button', { name: 'Add metadata' }).click();
    await page.keyboard.type('team');
    await page.keyboard.press('Tab');
    await page.keyboard.type('sales');
    await expectAccessible(page);
    await page.keyboard.press('ControlOrMeta+Enter');
    await expect(page.getByRole('heading', { name: 'Growth 2026', level: 1 })).toBeVisible();
    await expect(page.getByText('This plan has no charges')).toBeVisible();
    await expectAccessible(page);
    await page.getByRole('tab', { name: 'Details' }).click();
    await expect(page.getByRole('tabpanel')).toContainText('sales');
    await expectAccessible(page);
  });

  await test.step('a duplicate keeps the groups of its charges', async () => {
    await openPath(page, '/plans');
    await page.getByRole('button', { name: 'Actions for Base Plan' }).click();
    // A row that comes in above must not turn the open menu into the menu of another row.
    const added = { name: 'Came in meanwhile', lookup_key: 'plan-came-in' };
    expect((await callFromPage(page, 'plan.create', added, await sandboxId(page))).error).toBeUndefined();
    await expect(page.getByText('Came in meanwhile')).toBeVisible();
    await page.getByRole('menuitem', { name: 'Duplicate…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Duplicate Plan' });
    await expect(dialog).toContainText('4 charges of “Base Plan” are copied and keep their groups');
    await expect(dialog.getByLabel('Plan Name')).toHaveValue('Base Plan (copy)');
    await expectAccessible(page);
    await dialog.getByRole('button', { name: 'Duplicate' }).click();
    await expect(page.getByRole('heading', { name: 'Base Plan (copy)', level: 1 })).toBeVisible();
    const charges = page.getByRole('grid', { name: 'Charges of Base Plan (copy)' });
    await expect(charges.getByRole('row', { name: 'LLM' })).toContainText('GPU Usage');
    await expect(charges.getByRole('row', { name: 'Priority Support' })).toContainText('Add-ons');
  });

  await test.step('customers are put on it, and taken off again', async () => {
    await page.getByRole('tab', { name: 'Subscriptions (0)' }).click();
    await expect(page.getByText('Nobody is on this plan')).toBeVisible();
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Add customers' }).click();
    const dialog = page.getByRole('dialog', { name: 'Add customers to “Base Plan (copy)”' });
    await dialog.getByText('Chosen customers').click();
    await dialog.getByLabel('Customer ids').fill('acme, globex');
    await expectAccessible(page);
    await dialog.getByRole('button', { name: 'Add customers' }).click();
    await expect(page.getByText('2 subscriptions added')).toBeVisible();
    await expect(page.getByRole('grid').getByRole('row')).toHaveCount(3);
    await expectAccessible(page);
  });

  await test.step('a plan with subscriptions is not archived; the way there is shown', async () => {
    await page.getByRole('button', { name: 'Actions for Base Plan (copy)' }).click();
    await page.getByRole('menuitem', { name: 'Archive…' }).click();
    const refusal = page.getByRole('alertdialog', { name: '“Base Plan (copy)” cannot be archived yet' });
    await expect(refusal).toContainText('2 subscriptions have not ended');
    await expectAccessible(page);
    await refusal.getByRole('button', { name: 'Show subscriptions' }).click();
    for (const customer of ['acme', 'globex']) {
      await page.getByRole('button', { name: `Actions for ${customer}` }).click();
      await page.getByRole('menuitem', { name: 'End subscription…' }).click();
      const dialog = page.getByRole('dialog', { name: `End the subscription of “${customer}”?` });
      await dialog.getByRole('button', { name: 'End subscription' }).click();
      await expect(dialog).toBeHidden();
    }
    await expect(page.getByRole('tab', { name: 'Subscriptions (0)' })).toBeVisible();
  });

  await test.step('then it is archived, and found under Archived', async () => {
    await page.getByRole('button', { name: 'Actions for Base Plan (copy)' }).click();
    await page.getByRole('menuitem', { name: 'Archive…' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Archive Plan' }).click();
    await expect(page.getByText('Plan “Base Plan (copy)” archived')).toBeVisible();
    await openPath(page, '/plans');
    await expect(plans.getByRole('row', { name: 'Base Plan (copy)' })).toHaveCount(0);
    await page.getByRole('button', { name: 'Status' }).click();
    await page.getByRole('option', { name: 'Archived' }).click();
    await expect(plans.getByRole('row', { name: 'Base Plan (copy)' })).toContainText('Archived');
  });
});
