import { callFromPage, sandboxId } from './doors/call-from-page';
import { expect, test } from './doors/fixture';
import { expectAccessible } from './support/expect-accessible';
import { openPath } from './support/open-path';

test.use({ startsWith: 'sample' });

test('the palette finds customers, and begins something new from anywhere', async ({ page, door }) => {
  await openPath(page, '/analytics');
  const palette = page.getByRole('dialog', { name: 'Search and go to' });
  const look = async (text: string) => {
    await page.keyboard.press('ControlOrMeta+k');
    await expect(palette.getByRole('combobox')).toBeFocused();
    await page.keyboard.type(text);
  };
  await expect(page.getByRole('heading', { name: 'Analytics', level: 1 })).toBeVisible();

  await test.step('a customer by its name or external ID', async () => {
    await look('fjord-an');
    await expect(palette.getByRole('option', { name: 'Fjord Analytics' })).toContainText('fjord-analytics');
    await expectAccessible(page);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { name: 'Fjord Analytics', level: 1 })).toBeFocused();
  });

  await test.step('another one from there, under whose name nothing of the first is seen', async () => {
    const figures = page.getByRole('treegrid', { name: 'Usage Breakdown' });
    await expect(figures).toBeVisible();
    const mayPass = Promise.withResolvers<void>();
    // Only what goes through the browser shell's door can be held up.
    await page.route('**/rpc/report.usageByGroup', (route) => mayPass.promise.then(() => route.continue()));
    await look('halden');
    await expect(palette.getByRole('option', { name: 'Halden Robotics' })).toBeVisible();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { name: 'Halden Robotics', level: 1 })).toBeFocused();
    if (door === 'browser-shell') await expect(figures).toBeHidden();
    mayPass.resolve();
    await expect(figures).toBeVisible();
  });

  await test.step('the longest name stays in its box', async () => {
    const name = 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft'.repeat(3);
    await callFromPage(page, 'customer.create', { name, external_id: 'd'.repeat(255) }, await sandboxId(page));
    await look('donau');
    const found = palette.getByRole('option', { name: /^Donau/ });
    await expect(found).toBeVisible();
    const [box, option] = await Promise.all([palette.boundingBox(), found.boundingBox()]);
    expect(box?.width).toBeLessThanOrEqual(640);
    expect((option?.x ?? 0) + (option?.width ?? 0)).toBeLessThanOrEqual((box?.x ?? 0) + (box?.width ?? 0));
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await expect(palette).toBeHidden();
  });

  for (const [words, action, title, field] of [
    ['new group', 'Create a group', 'Create Group', 'Group Name'],
    ['create a plan', 'Create a plan', 'Create Plan', 'Plan Name'],
    ['add cust', 'Add a customer', 'Add customer', 'Name'],
  ] as const) {
    await test.step(action, async () => {
      await look(words);
      await palette.getByRole('option', { name: action }).click();
      const dialog = page.getByRole('dialog', { name: title });
      await expect(dialog.getByLabel(field)).toBeFocused();
      await page.keyboard.press('Escape');
      await expect(dialog).toBeHidden();
      // Dealt with: a reload does not ask again.
      await expect(page).not.toHaveURL(/create/);
    });
  }
});
