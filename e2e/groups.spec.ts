import { expect, test } from './doors/fixture';
import { expectAccessible } from './support/expect-accessible';
import { openPath } from './support/open-path';

test.use({ startsWith: 'sample' });

test('groups are created, found, renamed and archived with the keyboard alone', async ({ page }) => {
  await openPath(page, '/plans');
  await expect(page.getByRole('row', { name: 'Base Plan' })).toBeVisible();
  await page.keyboard.press('g');
  await page.keyboard.press('g');
  const groups = page.getByRole('grid', { name: 'Groups' });
  await expect(groups.getByRole('row', { name: 'GPU Usage' })).toBeVisible();
  await expectAccessible(page);

  await test.step('the lookup key follows the name until it is edited, and again after a reset', async () => {
    await page.keyboard.press('c');
    const dialog = page.getByRole('dialog', { name: 'Create Group' });
    const name = dialog.getByLabel('Group Name');
    const key = dialog.getByLabel('Lookup Key');
    await expect(name).toBeFocused();
    await page.keyboard.type('R&D / Ops ');
    await expect(key).toHaveValue('group-r-d-ops');
    await key.fill('rnd');
    await name.fill('Research');
    await expect(key).toHaveValue('rnd');
    await dialog.getByRole('button', { name: 'Reset to automatic' }).click();
    await expect(key).toHaveValue('group-research');
    await name.fill('');
    await expect(key).toHaveValue('');

    await dialog.getByRole('button', { name: 'Cancel' }).press('ControlOrMeta+Enter');
    await expect(name).toBeFocused();
    await expect(name).toHaveAccessibleDescription(/Give the group a name/);
    await expectAccessible(page);
  });

  await test.step('a taken key is told on leaving the field, with the owner and the next free key', async () => {
    const dialog = page.getByRole('dialog', { name: 'Create Group' });
    await dialog.getByLabel('Group Name').fill('GPU usage');
    await page.keyboard.press('Tab');
    await expect(dialog.getByText('Used by the group “GPU Usage”.')).toBeVisible();
    await expect(dialog.getByRole('link', { name: 'Open “GPU Usage”' })).toBeVisible();
    await expectAccessible(page);
    await dialog.getByRole('button', { name: 'Use group-gpu-usage-2' }).press('Enter');
    await expect(dialog.getByLabel('Lookup Key')).toHaveValue('group-gpu-usage-2');
    // As in the moment after a list has closed: nothing has the keyboard.
    await page.evaluate(() => document.activeElement instanceof HTMLElement && document.activeElement.blur());
    await page.keyboard.press('ControlOrMeta+Enter');
    await expect(dialog).toBeHidden();
    await expect(page.getByText('Group “GPU usage” created')).toBeVisible();
    await expect(groups.getByRole('row')).toHaveCount(4);
  });

  await test.step('opening Create Group again starts empty; Escape asks only when something was entered', async () => {
    await page.getByRole('heading', { name: 'Groups' }).focus();
    await page.keyboard.press('c');
    const dialog = page.getByRole('dialog', { name: 'Create Group' });
    await expect(dialog.getByLabel('Group Name')).toHaveValue('');
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
  });

  await test.step('quick search and filters narrow the list and say what they did', async () => {
    await page.keyboard.press('/');
    await page.keyboard.type('gpu');
    await expect(groups.getByRole('row')).toHaveCount(3);
    await page.keyboard.type(' nothing like it');
    await expect(page.getByText('Nothing matches where search is “gpu nothing like it”.')).toBeVisible();
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Clear filters' }).press('Enter');
    await expect(groups.getByRole('row')).toHaveCount(4);

    await page.getByRole('button', { name: 'Filter' }).press('Enter');
    await page.getByRole('textbox', { name: 'Filter 1: value' }).fill('add');
    await page.keyboard.press('Escape');
    await expect(groups.getByRole('row')).toHaveCount(2);
    await page.reload();
    await expect(groups.getByRole('row')).toHaveCount(2);
    await openPath(page, '/groups');
    await expect(groups.getByRole('row')).toHaveCount(4);
  });

  await test.step('sorting by a header', async () => {
    await groups.getByRole('button', { name: 'Name' }).press('Enter');
    await expect(groups.getByRole('columnheader', { name: 'Name' })).toHaveAttribute('aria-sort', 'ascending');
    await expect(groups.getByRole('row').nth(1)).toContainText('Add-ons');
  });

  await test.step('renaming from the row menu, and back again', async () => {
    await groups.getByRole('row', { name: /^GPU Usage/ }).focus();
    await page.keyboard.press('Shift+F10');
    await page.getByRole('menuitem', { name: 'Rename…' }).press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Rename Group' });
    await expect(dialog.getByRole('button', { name: 'Rename' })).toBeDisabled();
    await dialog.getByLabel('Group Name').fill('Compute');
    await expectAccessible(page);
    await page.keyboard.press('Enter');
    await expect(groups.getByRole('row', { name: 'Compute' })).toBeVisible();
    await page.getByRole('button', { name: 'Undo' }).press('Enter');
    await expect(groups.getByRole('row', { name: /^GPU Usage/ })).toBeVisible();
  });

  await test.step('archiving says how many prices it ungroups before it does', async () => {
    await groups.getByRole('row', { name: /^GPU Usage/ }).focus();
    await page.keyboard.press('Shift+F10');
    await page.getByRole('menuitem', { name: 'Archive…' }).press('Enter');
    const dialog = page.getByRole('alertdialog', { name: 'Archive “GPU Usage”?' });
    await expect(dialog).toContainText('2 prices will have no group');
    await expect(dialog.getByRole('listitem')).toHaveText(['LLM · Base Plan', 'GPU · Base Plan']);
    await expect(dialog).toContainText('Environment: Sandbox');
    await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused();
    await expectAccessible(page);
    await dialog.getByRole('button', { name: 'Archive Group' }).press('Enter');
    await expect(page.getByText('Group “GPU Usage” archived, 2 prices ungrouped')).toBeVisible();
    await expect(groups.getByRole('row', { name: /^GPU Usage/ })).toBeHidden();
  });
});

test('members are added from other groups, removed and brought back', async ({ page }) => {
  await openPath(page, '/groups');
  await page.getByRole('row', { name: 'GPU Usage' }).press('Enter');
  await expect(page.getByRole('heading', { name: 'GPU Usage', level: 1 })).toBeFocused();
  const members = page.getByRole('grid', { name: 'Prices of GPU Usage' });
  await expect(members.getByRole('row', { name: 'LLM' })).toContainText('$1 / million tokens / month');
  await expectAccessible(page);

  await test.step('adding says which group a price leaves', async () => {
    await page.keyboard.press('c');
    const dialog = page.getByRole('dialog', { name: 'Add members to “GPU Usage”' });
    const candidates = dialog.getByRole('grid', { name: 'Prices that can be added' });
    await expect(candidates.getByRole('row', { name: 'Priority Support' })).toContainText('moves from Add-ons');
    await expect(candidates.getByRole('row', { name: 'LLM' })).toHaveCount(0);
    await candidates.getByRole('row', { name: 'Priority Support' }).press('x');
    await candidates.getByRole('row', { name: 'Storage' }).press('x');
    await expect(dialog.getByRole('status')).toContainText('2 prices chosen, 1 leave another group');
    await expectAccessible(page);
    await dialog.getByRole('button', { name: 'Add 2 prices' }).click();
    await expect(page.getByText('2 prices added to “GPU Usage”')).toBeVisible();
    await expect(page.getByRole('tab', { name: 'Members (4)' })).toBeVisible();
  });

  await test.step('removing several asks once and can be undone', async () => {
    await members.getByRole('row', { name: 'GPU' }).first().press('x');
    await members.getByRole('row', { name: 'Storage' }).press('x');
    await page.getByRole('button', { name: 'Remove from group…' }).click();
    const dialog = page.getByRole('alertdialog', { name: 'Remove 2 prices from “GPU Usage”?' });
    await expect(dialog.getByRole('listitem')).toHaveCount(2);
    await expectAccessible(page);
    await dialog.getByRole('button', { name: 'Remove from group' }).click();
    await expect(page.getByRole('tab', { name: 'Members (2)' })).toBeVisible();
    await page
      .getByRole('listitem')
      .filter({ hasText: '2 prices removed' })
      .getByRole('button', { name: 'Undo' })
      .click();
    await expect(page.getByRole('tab', { name: 'Members (4)' })).toBeVisible();
  });

  await test.step('the facts of the group', async () => {
    await page.getByRole('tab', { name: 'Details' }).click();
    await expect(page.getByRole('tabpanel')).toContainText('group-gpu-usage');
    await expectAccessible(page);
  });
});
