import type { Page } from '@playwright/test';
import { apiClient, groupNames, groupOf } from './api/api-client';
import { expectAccessible } from './support/expect-accessible';
import { openPath } from './support/open-path';
import { expect, test } from './support/second-server';
import { syncedSandbox } from './support/synced-sandbox';

const removals = (page: Page) => page.getByRole('dialog', { name: 'Gone on the server' });
const statusButton = (page: Page) => page.getByRole('contentinfo').getByRole('button', { name: /^Sync:/ });

/** Looks for what is gone on the server, and opens the question about it. */
async function openQuestion(page: Page) {
  await page.getByRole('button', { name: 'Full check' }).press('Enter');
  await expect(statusButton(page)).toHaveAccessibleName('Sync: Sync error', { timeout: 20_000 });
  await page.getByRole('button', { name: 'Decide…' }).press('Enter');
  await expect(removals(page).getByRole('list', { name: 'What would go' }).getByRole('listitem')).toHaveCount(12);
}

test('much that is gone on the server goes here only after a yes', async ({ page, server }) => {
  await server.send('POST', '/groups', groupOf('Group 1'));
  const restore = await server.backUp();
  for (let number = 2; number <= 13; number += 1) await server.send('POST', '/groups', groupOf(`Group ${number}`));
  const { call } = await syncedSandbox(page, server);
  const live = async () => ((await call('group.search', { status: 'published' })).items ?? []).length;
  expect(await live()).toBe(13);
  await restore();
  await openPath(page, '/settings/sync');

  await test.step('asked, and put off: nothing went', async () => {
    await openQuestion(page);
    await expect(removals(page)).toContainText('The server does not have 12 rows of Sandbox any more');
    await expect(removals(page)).toContainText('any more. Remove archives them here');
    await expect(removals(page).getByRole('button', { name: 'Decide later' })).toBeFocused();
    await expectAccessible(page);
    await page.keyboard.press('Escape');
    await expect(removals(page)).toBeHidden();
    await expect(page.getByRole('button', { name: 'Decide…' })).toBeFocused();
    expect(await live()).toBe(13);
  });

  await test.step('kept, they stay and the question is gone', async () => {
    await page.keyboard.press('Enter');
    await removals(page).getByRole('button', { name: 'Keep' }).press('Enter');
    await expect(removals(page)).toBeHidden();
    await expect(statusButton(page)).toHaveAccessibleName('Sync: Online');
    expect(await live()).toBe(13);
  });

  await test.step('sent again, the server has them as they are here', async () => {
    await openQuestion(page);
    await removals(page).getByRole('button', { name: 'Send again' }).press('Enter');
    await expect(removals(page)).toBeHidden();
    await expect.poll(async () => (await groupNames(server.send)).length, { timeout: 20_000 }).toBe(13);
    await expect(statusButton(page)).toHaveAccessibleName('Sync: Online');
    expect(await live()).toBe(13);
  });

  await test.step('asked again and agreed to, they go', async () => {
    await restore();
    await openQuestion(page);
    await removals(page).getByRole('button', { name: 'Remove' }).press('Enter');
    await expect(removals(page)).toBeHidden();
    await expect.poll(live, { timeout: 20_000 }).toBe(1);
    await expect(page.getByRole('list', { name: 'Syncs' })).toContainText('Asks first');
  });
});

test('Production is sent after a review, a Sandbox by itself unless it is switched off', async ({ page, server }) => {
  await test.step('a Sandbox sends what was saved', async () => {
    const { call } = await syncedSandbox(page, server);
    await call('group.create', groupOf('By itself'));
    await expect.poll(() => groupNames(server.send)).toEqual(['By itself']);
    await openPath(page, '/settings/sync');
    await page.getByRole('radio', { name: /^Send automatically/ }).focus();
    await page.keyboard.press('ArrowRight');
    await expect(page.getByRole('radio', { name: /^Send after review/ })).toBeChecked();
    await expect.poll(async () => (await call('connection.get')).connection).toMatchObject({ send: 'review' });
    await call('group.create', groupOf('Looked at first'));
    await expect(statusButton(page)).toHaveAccessibleName('Sync: Online · 1 pending');
    await expect.poll(async () => (await call('sync.status')).to_review).toBe(1);
    expect(await groupNames(server.send)).toEqual(['By itself']);
  });

  await test.step('Production starts with the review', async () => {
    const key = await server.createKey(['--environment', 'Production']);
    const send = apiClient(`${server.address}/v1`, key);
    await page.getByRole('button', { name: 'Environment: Sandbox' }).press('Enter');
    await page.getByRole('menuitem', { name: 'Production' }).press('Enter');
    await expect(page.getByRole('button', { name: 'Environment: Production' })).toBeVisible();
    await openPath(page, '/settings/sync');
    await expect(page.getByRole('radio', { name: /^Send after review/ })).toBeChecked();
    await page.getByRole('textbox', { name: 'Address' }).fill(server.address);
    await page.getByLabel(/^API key/).fill(key);
    await page.keyboard.press('Enter');
    await expect(page.getByText('The server answers and accepts the key')).toBeVisible();
    await page.keyboard.press('Enter');
    await expect(statusButton(page)).toHaveAccessibleName('Sync: Online');

    await openPath(page, '/groups');
    await page.getByRole('button', { name: 'Create Group' }).first().press('Enter');
    await page.getByRole('textbox', { name: 'Group Name' }).fill('GPU');
    await page.keyboard.press('ControlOrMeta+Enter');
    await expect(statusButton(page)).toHaveAccessibleName('Sync: Online · 1 pending');
    await openPath(page, '/pending');
    await page.getByRole('button', { name: 'Review & send…' }).press('Enter');
    const review = page.getByRole('dialog', { name: 'Review and send 1 change' });
    await expect(review).toContainText('This is Production: what is sent counts for customers at once.');
    await expect(review.getByRole('list', { name: 'Changes to send' })).toContainText(
      /New · Group\s*GPU\s*Lookup Key: group-gpu/,
    );
    await expectAccessible(page);
    expect(await groupNames(send)).toEqual([]);
    await review.getByRole('button', { name: 'Send to Production' }).press('Enter');
    await expect(page.getByRole('heading', { name: 'Nothing is pending' })).toBeVisible();
    expect(await groupNames(send)).toEqual(['GPU']);
  });
});
