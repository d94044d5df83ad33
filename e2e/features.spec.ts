import { expect, test } from './doors/fixture';
import { expectAccessible } from './support/expect-accessible';
import { openPath } from './support/open-path';

test.use({ startsWith: 'sample' });

test('a metered feature is created from the usage that is here, edited and archived', async ({ page }) => {
  await openPath(page, '/features/new?event_name=gpu.used');

  await test.step('what is missing is told under the fields, and the first one has the focus', async () => {
    await expect(page.getByRole('button', { name: 'Event Name' })).toContainText('gpu.used');
    await page.getByRole('button', { name: 'Create Feature' }).click();
    await expect(page.getByLabel('Feature Name')).toBeFocused();
    await expect(page.getByLabel('Feature Name')).toHaveAccessibleDescription(/Give the feature a name/);
    await expect(page.getByText('Choose or type the property to measure.')).toBeVisible();
    await expectAccessible(page);
  });

  await test.step('the example event follows the form', async () => {
    const example = page.getByRole('complementary', { name: 'Event example' });
    await page.getByLabel('Feature Name').fill('GPU peak');
    await expect(page.getByLabel('Lookup Key')).toHaveValue('gpu_peak');
    await page.getByRole('button', { name: 'Aggregation Function' }).click();
    await page.getByRole('option', { name: 'Max' }).click();
    await page.getByRole('button', { name: 'Aggregation Field' }).click();
    await page.getByRole('option', { name: 'units' }).click();
    await page.getByRole('button', { name: 'Bucket size' }).click();
    await page.getByRole('option', { name: 'Day' }).click();
    await page.getByRole('button', { name: 'Group by' }).click();
    await page.keyboard.type('region');
    await page.getByRole('option', { name: 'Use “region”' }).click();
    await page.getByRole('button', { name: 'Add filter' }).click();
    await page.keyboard.type('model');
    await page.keyboard.press('Tab');
    await page.keyboard.type('h100, a100');
    await page.getByLabel('Unit name, singular').fill('GPU');
    await expect(page.getByLabel('Unit name, plural')).toHaveValue('GPUs');
    await expect(example).toContainText('"event_name": "gpu.used"');
    await expect(example).toContainText('"model": "h100"');
    await expect(example).toContainText('model is h100 or a100');
    await expect(example).toContainText('1 other feature measures them');
    await expectAccessible(page);
  });

  await test.step('leaving with entries asks first', async () => {
    await page.getByRole('link', { name: 'Plans' }).click();
    const question = page.getByRole('alertdialog', { name: 'Discard changes?' });
    await expectAccessible(page);
    await question.getByRole('button', { name: 'Keep editing' }).click();
    await expect(page.getByLabel('Feature Name')).toHaveValue('GPU peak');
  });

  const features = page.getByRole('grid', { name: 'Features' });
  await test.step('it is in the list, in words', async () => {
    await page.getByRole('button', { name: 'Create Feature' }).click();
    await expect(page.getByText('Feature “GPU peak” created')).toBeVisible();
    const row = features.getByRole('row', { name: 'GPU peak' });
    await expect(row).toContainText('Metered');
    await expect(row).toContainText('gpu.used');
    await expect(row).toContainText('Max of units per day');
    await expectAccessible(page);
  });

  await test.step('its name and units can change; what it measures cannot', async () => {
    await features.getByRole('row', { name: 'GPU peak' }).press('Enter');
    const sheet = page.getByRole('dialog', { name: 'Edit Feature' });
    await expect(sheet).toContainText('model is h100 or a100');
    await expect(sheet.getByRole('button', { name: 'Save' })).toBeDisabled();
    await sheet.getByLabel('Unit name, plural').fill('');
    await page.keyboard.press('ControlOrMeta+Enter');
    await expect(sheet.getByText('Name both the singular and the plural, or neither.')).toBeVisible();
    await expectAccessible(page);
    await sheet.getByLabel('Unit name, plural').fill('GPUs');
    await sheet.getByLabel('Feature Name').fill('GPU peak per day');
    await page.keyboard.press('ControlOrMeta+Enter');
    await expect(features.getByRole('row', { name: 'GPU peak per day' })).toBeVisible();
  });

  await test.step('a taken lookup key is told on leaving the field', async () => {
    await openPath(page, '/features/new');
    await page.getByLabel('Feature Name').fill('GPU');
    await page.keyboard.press('Tab');
    await expect(page.getByText('Used by the feature “GPU”.')).toBeVisible();
    await page.getByLabel('Feature Name').fill('');
    await openPath(page, '/features');
  });

  await test.step('archived ones are out of the way until asked for', async () => {
    await page.getByRole('button', { name: 'Actions for GPU', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Archive…' }).click();
    const dialog = page.getByRole('alertdialog', { name: 'Archive “GPU”?' });
    await expect(dialog).toContainText('1 charge by this feature goes on as before');
    await expectAccessible(page);
    await dialog.getByRole('button', { name: 'Archive Feature' }).click();
    await expect(page.getByRole('button', { name: 'Actions for GPU', exact: true })).toBeHidden();
    await page.getByRole('button', { name: 'Status' }).click();
    await page.getByRole('option', { name: 'Archived', exact: true }).click();
    await expect(features.getByRole('row')).toHaveCount(2);
    await page.keyboard.press('/');
    await page.keyboard.type('nothing');
    await expect(page.getByText('Nothing matches where search is “nothing” and status is Archived.')).toBeVisible();
    await expectAccessible(page);
  });
});
