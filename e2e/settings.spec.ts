import type { Page } from '@playwright/test';
import { callFromPage, sandboxId } from './doors/call-from-page';
import { expect, test } from './doors/fixture';
import { expectAccessible } from './support/expect-accessible';
import { freePort, occupyPort } from './support/free-port';
import { openPath } from './support/open-path';

test.use({ startsWith: 'sample' });

/** A request as a script sends it, from outside the app. */
const post = (url: string, path: string, key: string, body: unknown = {}) =>
  fetch(`${url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-api-key': key },
    body: JSON.stringify(body),
  });

const serverSwitch = (page: Page) => page.getByRole('switch', { name: 'Serve the v1 API on this computer' });
const serverState = (page: Page) => page.getByRole('region', { name: 'The server' }).getByRole('status').first();

async function usePort(page: Page, port: number) {
  const field = page.getByRole('textbox', { name: 'Port' });
  await field.fill(String(port));
  await field.press('Enter');
}

/** Creates a key with the keyboard alone and answers it. */
async function createKey(page: Page, name: string, access: 'Read-only' | 'Read and write'): Promise<string> {
  await page.getByRole('heading', { level: 1 }).focus();
  await page.keyboard.press('c');
  await expect(page.getByRole('dialog', { name: 'Create API key' }).getByLabel('Name')).toBeFocused();
  await page.keyboard.type(name);
  await page.getByRole('radio', { name: access }).press('Space');
  await page.keyboard.press('ControlOrMeta+Enter');
  const created = page.getByRole('dialog', { name: `Key “${name}” created` });
  const key = await created.getByRole('textbox', { name: 'Key' }).inputValue();
  await created.getByRole('button', { name: 'I have stored it' }).press('Enter');
  await expect(created).toBeHidden();
  return key;
}

test('the v1 API is switched on, moved, told when its port is taken, and switched off', async ({ page, relaunch }) => {
  await openPath(page, '/settings/api');
  await expect(serverState(page)).toContainText('Off');
  await expect(serverSwitch(page)).toHaveAccessibleDescription(/Only programs on this computer reach it/);
  await expectAccessible(page);
  const port = await freePort();
  const url = `http://127.0.0.1:${port}/v1`;

  await test.step('a port that cannot be is refused under its field', async () => {
    const field = page.getByRole('textbox', { name: 'Port' });
    await usePort(page, 80);
    await expect(field).toBeFocused();
    await expect(field).toHaveAccessibleDescription(/Please enter a port between 1024 and 65535/);
    await expectAccessible(page);
    await usePort(page, port);
    await expect(page.getByText(`The API will listen on port ${port}`)).toBeVisible();
    await expect(field).toBeFocused();
  });

  await test.step('on: it answers at the address that is shown', async () => {
    await serverSwitch(page).press('Space');
    await expect(serverState(page)).toContainText('On');
    await expect(page.getByText(url, { exact: true })).toBeVisible();
    await page.getByRole('button', { name: 'Copy address' }).press('Enter');
    await expect(page.getByRole('status').filter({ hasText: 'Copied' })).toHaveCount(1);
    await expectAccessible(page);
    expect((await post(url, '/groups/search', 'sk_wrong')).status).toBe(401);
  });

  await test.step('a taken port is said in a sentence, and tried again', async () => {
    const other = await occupyPort();
    await usePort(page, other.port);
    await expect(serverState(page)).toContainText('Not running');
    await expect(page.getByRole('alert')).toContainText(String(other.port));
    await expectAccessible(page);
    await other.release();
    await page.getByRole('button', { name: 'Try again' }).press('Enter');
    await expect(serverState(page)).toContainText('On');
    await usePort(page, port);
    await expect(page.getByText(url, { exact: true })).toBeVisible();
  });

  await test.step('it is on again after a restart', async () => {
    const next = await relaunch();
    await openPath(next, '/settings/api');
    await expect(serverState(next)).toContainText('On');
    expect((await post(url, '/groups/search', '')).status).toBe(401);

    await serverSwitch(next).press('Space');
    await expect(serverState(next)).toContainText('Off');
    await expect(post(url, '/groups/search', '')).rejects.toThrow();
  });
});

test('keys are made, shown once, used and revoked', async ({ page, door }) => {
  await openPath(page, '/settings/api');
  const port = await freePort();
  const url = `http://127.0.0.1:${port}/v1`;
  await expect(page.getByText('No API keys of Sandbox yet')).toBeVisible();
  await usePort(page, port);
  await serverSwitch(page).press('Space');
  await expect(serverState(page)).toContainText('On');
  const keys = page.getByRole('grid', { name: 'API keys of Sandbox' });

  const key = await test.step('a key is shown once, and closing asks whether it is stored', async () => {
    await page.getByRole('button', { name: 'Create key…' }).first().press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Create API key' });
    // At once, as fast hands do.
    await page.keyboard.press('ControlOrMeta+Enter');
    await expect(dialog.getByLabel('Name')).toBeFocused();
    await expect(dialog.getByLabel('Name')).toHaveAccessibleDescription(/Give the key a name/);
    await expect(dialog).toContainText('Sandbox');
    await expectAccessible(page);
    await page.keyboard.type('Nightly upload');
    await dialog.getByRole('radio', { name: 'Read and write' }).press('Space');
    await page.keyboard.press('ControlOrMeta+Enter');

    const created = page.getByRole('dialog', { name: 'Key “Nightly upload” created' });
    const field = created.getByRole('textbox', { name: 'Key' });
    await expect(field).toBeFocused();
    await expect(field).toHaveValue(/^sk_[\w-]{43}$/);
    const text = await field.inputValue();
    await expect(created).toContainText(`curl -X POST "${url}/groups/search" -H "x-api-key: ${text}"`);
    await expectAccessible(page);
    if (door === 'browser-shell') await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await created.getByRole('button', { name: 'Copy the key' }).press('Enter');
    await expect(created.getByRole('status').filter({ hasText: 'Copied' })).toHaveCount(1);
    if (door === 'browser-shell') expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(text);

    await page.keyboard.press('Escape');
    const question = page.getByRole('alertdialog', { name: 'Close without storing the key?' });
    await expectAccessible(page);
    await question.getByRole('button', { name: 'Show the key' }).press('Enter');
    await expect(field).toHaveValue(text);
    await created.getByRole('button', { name: 'I have stored it' }).press('Enter');
    await expect(created).toBeHidden();
    await expect(page.getByText(text)).toHaveCount(0);
    return text;
  });

  await test.step('it reads and writes from outside, and the app follows', async () => {
    await expect(keys.getByRole('row', { name: 'Nightly upload' })).toContainText('Never');
    const found = await post(url, '/groups/search', key);
    expect(found.status).toBe(200);
    expect(await found.json()).toHaveProperty('items.length', 2);
    await expect(keys.getByRole('row', { name: 'Nightly upload' })).toContainText('now');
    const body = { name: 'Made outside', lookup_key: 'made-outside', entity_type: 'price' };
    expect((await post(url, '/groups', key, body)).status).toBe(201);
    await openPath(page, '/groups');
    await expect(page.getByRole('row', { name: 'Made outside' })).toBeVisible();
    await openPath(page, '/settings/api');
  });

  await test.step('a read-only key looks up and changes nothing', async () => {
    const readKey = await createKey(page, 'Reporting', 'Read-only');
    await expect(keys.getByRole('row', { name: 'Reporting' })).toContainText('Read-only');
    expect((await post(url, '/groups/search', readKey)).status).toBe(200);
    const body = { name: 'Not to be', lookup_key: 'not-to-be', entity_type: 'price' };
    expect((await post(url, '/groups', readKey, body)).status).toBe(403);
    const groups = await callFromPage(page, 'group.search', { search: 'Not to be' }, await sandboxId(page));
    expect(groups.data?.items).toEqual([]);
  });

  await test.step('revoking asks first; the key is refused from then on', async () => {
    await keys.getByRole('row', { name: 'Nightly upload' }).focus();
    await page.keyboard.press('Shift+F10');
    await page.getByRole('menuitem', { name: 'Revoke…' }).press('Enter');
    const dialog = page.getByRole('alertdialog', { name: 'Revoke “Nightly upload”?' });
    await expect(dialog).toContainText(`Everything that signs in with the key beginning ${key.slice(0, 7)}`);
    await expect(dialog).toContainText('Environment: Sandbox');
    await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused();
    await expectAccessible(page);
    await dialog.getByRole('button', { name: 'Revoke key' }).press('Enter');
    await expect(page.getByText('Key “Nightly upload” revoked')).toBeVisible();
    await expect(keys.getByRole('row', { name: 'Nightly upload' })).toHaveCount(0);
    expect((await post(url, '/groups/search', key)).status).toBe(401);

    await page.getByRole('switch', { name: 'Show revoked (1)' }).press('Space');
    await expect(keys.getByRole('row', { name: 'Nightly upload' })).toContainText('Revoked');
    await expect(page.getByRole('button', { name: 'Actions for Nightly upload' })).toHaveCount(0);
    await expectAccessible(page);
  });

  await test.step('another environment has keys of its own', async () => {
    await page.getByRole('button', { name: 'Environment: Sandbox' }).click();
    await page.getByRole('menuitem', { name: 'Production' }).click();
    await openPath(page, '/settings/api');
    await expect(page.getByText('No API keys of Production yet')).toBeVisible();
    await expectAccessible(page);
    const productionKey = await createKey(page, 'Live billing', 'Read-only');
    const found = await post(url, '/groups/search', productionKey);
    expect(await found.json()).toHaveProperty('items', []);
  });
});

test('settings are found by their own navigation and by the palette', async ({ page }) => {
  await openPath(page, '/groups');
  await page.keyboard.press('g');
  await page.keyboard.press('s');
  await expect(page.getByRole('heading', { name: 'Appearance', level: 1 })).toBeFocused();
  await expectAccessible(page);
  await page.getByRole('radio', { name: 'Dark' }).press('Space');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');

  const parts = page.getByRole('navigation', { name: 'Settings' });
  await parts.getByRole('link', { name: 'Reports' }).press('Enter');
  await expect(page.getByRole('heading', { name: 'Reports', level: 1 })).toBeFocused();
  await expect(parts.getByRole('link', { name: 'Reports' })).toHaveAttribute('aria-current', 'page');
  await expect(page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Settings' })).toHaveAttribute(
    'aria-current',
    'page',
  );
  await expectAccessible(page);

  const palette = page.getByRole('dialog', { name: 'Search and go to' });
  await page.keyboard.press('ControlOrMeta+k');
  await page.keyboard.type('http api');
  await palette.getByRole('option', { name: 'Settings: HTTP API' }).click();
  await expect(page.getByRole('heading', { name: 'HTTP API', level: 1 })).toBeVisible();
  await page.keyboard.press('ControlOrMeta+k');
  await page.keyboard.type('create api');
  await palette.getByRole('option', { name: 'Create API key' }).click();
  await expect(page.getByRole('dialog', { name: 'Create API key' }).getByLabel('Name')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
});
