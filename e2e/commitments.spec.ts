import { expect, test } from './doors/fixture';
import { expectAccessible } from './support/expect-accessible';
import { openSample } from './support/open-sample';

test('a minimum commitment is set on a subscription, undone, changed and removed', async ({ page }) => {
  await openSample(page, '/plans');
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
