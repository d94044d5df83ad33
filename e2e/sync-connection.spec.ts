import type { Page } from '@playwright/test';
import { groupOf } from './api/api-client';
import { expectAccessible } from './support/expect-accessible';
import { openPath } from './support/open-path';
import { expect, type SecondServer, test } from './support/second-server';

const statusButton = (page: Page) => page.getByRole('contentinfo').getByRole('button', { name: /^Sync:/ });

const keyField = (page: Page) => page.getByLabel(/^API key/);

/** Tries an address and a key, and connects. */
async function connect(page: Page, { address, key }: Pick<SecondServer, 'address' | 'key'>) {
  await openPath(page, '/settings/sync');
  await page.getByRole('textbox', { name: 'Address' }).fill(address);
  await keyField(page).fill(key);
  await page.keyboard.press('Enter');
  await expect(page.getByText('The server answers and accepts the key')).toBeVisible();
  await page.getByRole('button', { name: 'Connect', exact: true }).press('Enter');
  await expect(page.getByRole('heading', { name: new RegExp(address) })).toBeVisible();
}

test('a server is tried and connected, its catalog arrives, and what it holds is told apart from what stays here', async ({
  page,
  server,
}) => {
  await server.send('POST', '/groups', groupOf('Compute'));
  await server.send('POST', '/plans', { name: 'Standard', lookup_key: 'standard' });
  await openPath(page, '/settings/sync');
  await expect(statusButton(page)).toHaveAccessibleName('Sync: Local only');

  await test.step('what is missing or wrong is said under its field', async () => {
    await page.getByRole('button', { name: 'Test', exact: true }).press('Enter');
    await expect(page.getByRole('textbox', { name: 'Address' })).toBeFocused();
    await page.getByRole('textbox', { name: 'Address' }).fill(server.address);
    await keyField(page).fill('sk_wrong');
    await page.keyboard.press('Enter');
    await expect(keyField(page)).toHaveAccessibleDescription(/does not accept this API key/);
    await expectAccessible(page);
  });

  await test.step('a test tells who answers, what it can do and what it has', async () => {
    await keyField(page).fill(server.key);
    await page.keyboard.press('Enter');
    const found = page.getByRole('status').filter({ hasText: 'The server answers and accepts the key' });
    await expect(found).toContainText(/Pricebook \d/);
    await expect(found).toContainText('Sandbox');
    await expect(found).toContainText('1 group, 0 features, 1 plan, 0 prices');
    await expect(found.getByRole('list', { name: 'What this server can do' })).toContainText('Renames groups');
    await expect(page.getByText(/is held back: nothing of it is sent/)).toBeVisible();
    await expectAccessible(page);
  });

  await test.step('connected, the first sync brings its catalog', async () => {
    await page.getByRole('button', { name: 'Connect', exact: true }).press('Enter');
    await expect(page.getByRole('list', { name: 'Syncs' })).toContainText('2 rows received');
    await expect(statusButton(page)).toHaveAccessibleName('Sync: Online');
    await expectAccessible(page);
    await page.getByText('2 rows received').click();
    const rows = page.getByRole('list', { name: 'Rows of this sync' });
    await expect(rows.getByRole('listitem').filter({ hasText: 'Compute' })).toContainText('Received');
    await expectAccessible(page);
    await openPath(page, '/groups');
    await expect(page.getByRole('row', { name: 'Compute' })).toBeVisible();
  });

  await test.step('the panel opens from any screen with the keyboard', async () => {
    await statusButton(page).press('Enter');
    const panel = page.getByRole('dialog', { name: 'Sync' });
    await expect(panel).toContainText(`${server.address} (Sandbox)`);
    await expect(panel).toContainText('Nothing is pending.');
    await expectAccessible(page);
    await page.keyboard.press('Escape');
    await expect(panel).toBeHidden();
    await expect(statusButton(page)).toBeFocused();
  });
});

test('a server that goes away and comes back is noticed without a click; a revoked key is told', async ({
  page,
  server,
}) => {
  await connect(page, server);
  await expect(statusButton(page)).toHaveAccessibleName('Sync: Online');
  await expect(page.getByText('Not yet', { exact: true })).toBeHidden();

  await server.stop();
  await page.getByRole('button', { name: 'Sync now' }).press('Enter');
  await expect(statusButton(page)).toHaveAccessibleName('Sync: Offline');
  await expect(page.getByText(/Next try/)).toBeVisible();
  await expectAccessible(page);
  await test.step('beside the state stands since when, with whom, what waits and how it goes on', async () => {
    await statusButton(page).focus();
    const told = page.getByRole('tooltip');
    await expect(told).toContainText('The server cannot be reached.');
    await expect(told).toContainText(/Last synced (now|.* ago), \w+ \d+, \d{4}/);
    await expect(told).toContainText(`Server: ${server.address} (Sandbox).`);
    await expect(told).toContainText('Nothing is pending.');
    await expect(told).toContainText(/Next try: \w+ \d+, \d{4}, \d+:\d\d:\d\d/);
    await page.keyboard.press('Escape');
  });

  await server.start();
  await expect(statusButton(page)).toHaveAccessibleName('Sync: Online', { timeout: 10_000 });

  await test.step('a key that was revoked asks for another one', async () => {
    await server.revokeKey();
    await page.getByRole('button', { name: 'Sync now' }).press('Enter');
    await expect(statusButton(page)).toHaveAccessibleName('Sync: Unauthorized');
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Change the key…' }).press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Change the API key' });
    await keyField(page).fill('sk_wrong');
    await page.keyboard.press('Enter');
    await expect(keyField(page)).toHaveAccessibleDescription(/does not accept this API key/);
    await expectAccessible(page);
    await keyField(page).fill(await server.createKey());
    await page.keyboard.press('Enter');
    await expect(dialog).toBeHidden();
    await expect(statusButton(page)).toHaveAccessibleName('Sync: Online');
  });
});

test('working offline and the connection itself last over a restart; leaving keeps everything', {
  tag: '@both-doors',
}, async ({ page, server, relaunch }) => {
  await server.send('POST', '/groups', groupOf('Compute'));
  await connect(page, server);
  await expect(statusButton(page)).toHaveAccessibleName('Sync: Online');
  await statusButton(page).press('Enter');
  await page.getByRole('dialog', { name: 'Sync' }).getByRole('switch', { name: 'Work offline' }).press('Space');
  await page.keyboard.press('Escape');
  await expect(statusButton(page)).toHaveAccessibleName('Sync: Paused');
  await server.send('POST', '/groups', groupOf('Made meanwhile'));

  const next = await relaunch();
  await openPath(next, '/settings/sync');
  await expect(statusButton(next)).toHaveAccessibleName('Sync: Paused');
  await expect(next.getByRole('button', { name: 'Sync now' })).toBeDisabled();
  await expectAccessible(next);
  await next.getByRole('switch', { name: 'Work offline' }).press('Space');
  await expect(statusButton(next)).toHaveAccessibleName('Sync: Online');
  await openPath(next, '/groups');
  await expect(next.getByRole('row', { name: 'Made meanwhile' })).toBeVisible();

  await openPath(next, '/settings/sync');
  await next.getByRole('button', { name: 'Leave the server…' }).press('Enter');
  const dialog = next.getByRole('alertdialog', { name: 'Leave the server?' });
  await expect(dialog).toContainText('Everything stays on this computer');
  await expectAccessible(next);
  await dialog.getByRole('button', { name: 'Leave' }).press('Enter');
  await expect(statusButton(next)).toHaveAccessibleName('Sync: Local only');
  await openPath(next, '/groups');
  await expect(next.getByRole('row', { name: 'Made meanwhile' })).toBeVisible();
});
