import { callFromPage, sandboxId } from './doors/call-from-page';
import { expect, test } from './doors/fixture';
import { expectAccessible } from './support/expect-accessible';
import { openPath } from './support/open-path';

test.describe('with the sample', () => {
  test.use({ startsWith: 'sample' });

  test('what was done is listed with what it was before, for everything and for one row', async ({ page }) => {
    await openPath(page, '/groups');
    const environment = await sandboxId(page);
    const call = async (name: string, input: object) => (await callFromPage(page, name, input, environment)).data;
    const groups = (await call('group.search', {}))?.items ?? [];
    const group_id = groups.find(({ name }) => name === 'GPU Usage')?.id;
    await call('group.update', { id: group_id, name: 'Accelerators' });
    const ids = ((await call('price.search', { limit: 5 }))?.items ?? []).map(({ id }) => id);
    await call('price.moveToGroup', { ids, group_id: null });
    await call('price.moveToGroup', { ids, group_id });

    await page.keyboard.press('g');
    await page.keyboard.press('h');
    await expect(page.getByRole('heading', { name: 'History', level: 1 })).toBeFocused();
    const edits = page.locator('summary');
    await expect(edits.first()).toContainText(`Edited ${ids.length} prices`);
    await expect(edits.first()).toContainText('You');
    await expectAccessible(page);

    await test.step('by keyboard: along the edits, and into one', async () => {
      await edits.first().focus();
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('ArrowDown');
      await expect(edits.nth(2)).toBeFocused();
      await expect(edits.nth(2)).toContainText('Edited group “Accelerators”');
      await page.keyboard.press('Enter');
      await expect(page.getByRole('table', { name: 'Fields of Accelerators' })).toContainText('GPU Usage');
      await page.keyboard.press('ArrowUp');
      await page.keyboard.press('ArrowUp');
      await expect(edits.first()).toBeFocused();
      await page.keyboard.press('Space');
      await expect(page.getByRole('table', { name: /^Fields of/ })).toHaveCount(1 + ids.length);
      await expectAccessible(page);
    });

    await test.step('of one kind, and of nobody: the filters say what they found', async () => {
      await page.getByRole('button', { name: /What was edited/ }).click();
      await page.getByRole('option', { name: 'Groups' }).click();
      await expect(edits.first()).toContainText('Edited group “Accelerators”');
      await page.getByRole('button', { name: /By whom/ }).click();
      await page.getByRole('option', { name: 'By API keys' }).click();
      await expect(edits).toHaveCount(0);
      await expect(
        page.getByText('Nothing matches where what was edited is “Groups” and it was done by API keys.'),
      ).toBeVisible();
      await page.getByRole('button', { name: /Clear/ }).click();
      await expect(edits.first()).toContainText(`Edited ${ids.length} prices`);
    });

    await test.step('of one row, from its menu', async () => {
      await openPath(page, '/groups');
      await page
        .getByRole('row', { name: /Accelerators/ })
        .getByRole('button', { name: /Actions|More/ })
        .click();
      await page.getByRole('menuitem', { name: 'History' }).click();
      await expect(page.getByText('What was done to “Accelerators”.')).toBeVisible();
      await expect(edits).toHaveText([/Edited group “Accelerators”/, /Created group “Accelerators”/]);
      await page.getByRole('button', { name: 'Show all rows' }).click();
      await expect(edits.first()).toContainText(`Edited ${ids.length} prices`);
    });
  });

  test('what is older follows on request, and the history follows what is done meanwhile', async ({ page }) => {
    await openPath(page, '/history');
    const environment = await sandboxId(page);
    for (let at = 0; at < 51; at += 1) {
      const group = { name: `Made ${at}`, lookup_key: `made-${at}`, entity_type: 'price' };
      await callFromPage(page, 'group.create', group, environment);
    }
    const edits = page.locator('summary');
    await expect(edits.first()).toContainText('Created group “Made 50”');
    await expect(edits).toHaveCount(50);
    await page.getByRole('button', { name: 'Show older edits' }).click();
    await expect(page.getByText('Created group “Made 0”')).toBeVisible();
    expect(await edits.count()).toBeGreaterThan(51);
  });
});

test('where nothing was done yet, it says what will be listed', async ({ page }) => {
  await openPath(page, '/history');
  await expect(page.getByRole('heading', { name: 'Nothing was edited yet' })).toBeVisible();
  await expectAccessible(page);
});
