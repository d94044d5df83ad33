import { groupNames, groupOf } from './api/api-client';
import { expectAccessible } from './support/expect-accessible';
import { openPath } from './support/open-path';
import { expect, test } from './support/second-server';
import { syncedSandbox } from './support/synced-sandbox';

test('undoing what was sent already says so, and is sent as a change of its own', async ({ page, server }) => {
  const { call, sync } = await syncedSandbox(page, server);
  await call('group.create', groupOf('GPU'));
  await sync();
  await openPath(page, '/groups');
  await page.getByRole('row', { name: /^GPU/ }).focus();
  await page.keyboard.press('Shift+F10');
  await page.getByRole('menuitem', { name: 'Rename…' }).press('Enter');
  await page.getByRole('dialog', { name: 'Rename Group' }).getByLabel('Group Name').fill('Compute');
  await page.keyboard.press('Enter');
  // A message that somebody points at stays.
  await page.getByText('Group renamed to “Compute”').hover();
  await expect.poll(() => groupNames(server.send)).toEqual(['Compute']);
  await expect.poll(async () => (await call('pending.list')).items).toEqual([]);

  await page.getByRole('button', { name: 'Undo' }).press('Enter');
  // Said for some seconds only, so it is looked for first.
  const told =
    'The group is “GPU” again. The server has the change already: the way back is sent to it as a change of its own.';
  await expect(page.getByText(told)).toBeVisible();
  await expect(page.getByRole('row', { name: /^GPU/ })).toBeVisible();
  // The name of the button that has the keyboard again hangs over the page.
  await page.keyboard.press('Escape');
  await expect(page.getByRole('tooltip')).toHaveCount(0);
  await expectAccessible(page);
  await expect.poll(() => groupNames(server.send)).toEqual(['GPU']);
});
