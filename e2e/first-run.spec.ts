import { writeFileSync } from 'node:fs';
import { expect, test } from './doors/fixture';
import { expectAccessible } from './support/expect-accessible';

test('a new user gets the sample with the keyboard and lands on its usage', async ({ page }) => {
  await expect(page.getByRole('heading', { name: 'How do you want to start?' })).toBeVisible();
  await expectAccessible(page);
  const sample = page.getByRole('button', { name: /Sample catalog/ });
  await expect(async () => {
    await page.keyboard.press('Tab');
    await expect(sample).toBeFocused({ timeout: 50 });
  }).toPass({ intervals: [0] });
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Analytics', level: 1 })).toBeVisible();
  await expect(page.getByRole('button', { name: /Date range: Newest 30 days/ })).toBeVisible();
  await expect(page.getByRole('treegrid').getByRole('row', { name: /GPU Usage/ })).toContainText('$');
});

test('a new user starts empty, and is not asked again once there is something', async ({ page, relaunch }) => {
  await page.getByRole('button', { name: /^Empty/ }).click();
  await expect(page.getByRole('heading', { name: 'Groups', level: 1 })).toBeVisible();
  await page.keyboard.press('c');
  await page.getByRole('dialog').getByLabel('Group Name').fill('GPU Usage');
  await page.keyboard.press('ControlOrMeta+Enter');
  await expect(page.getByRole('dialog')).toBeHidden();

  const again = await relaunch();
  await expect(again.getByRole('heading', { name: 'Groups', level: 1 })).toBeVisible();
});

test('a new user starts from a usage file', async ({ page, chooseFile }, testInfo) => {
  const path = testInfo.outputPath('first.csv');
  writeFileSync(path, 'event_name,external_customer_id\nlogin,acme\n');
  await chooseFile(path);
  await page.getByRole('button', { name: /^Import a usage file/ }).click();
  await expect(page.getByRole('heading', { name: 'first.csv', level: 1 })).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Make it count' })).toBeVisible();
});
