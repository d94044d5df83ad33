import type { Page } from '@playwright/test';
import { groupNames, groupOf } from './api/api-client';
import { expectAccessible } from './support/expect-accessible';
import { openPath } from './support/open-path';
import { expect, test } from './support/second-server';
import { syncedSandbox } from './support/synced-sandbox';

const conflict = (page: Page, name: string) => page.getByRole('region', { name });

test('a field that both sides changed is decided by keyboard alone, and both are equal', async ({ page, server }) => {
  const { body } = await server.send('POST', '/plans', { name: 'Standard', lookup_key: 'standard', description: 'x' });
  const { call, sync } = await syncedSandbox(page, server);
  await openPath(page, '/conflicts');
  await expect(page.getByRole('heading', { name: 'No conflicts' })).toBeVisible();
  await expectAccessible(page);

  const [plan] = (await call('plan.search')).items ?? [];
  await call('connection.update', { is_offline: true });
  await call('plan.update', { id: plan?.id, name: 'Mine', description: 'Here' });
  await server.send('PUT', `/plans/${body.id}`, { name: 'Theirs', description: 'There' });
  await call('connection.update', { is_offline: false });
  await sync();

  const region = conflict(page, 'Plan “Mine”');
  await expect(region).toContainText(
    /Name.*When you last synced\s*Standard.*Yours\s*: Name\s*Mine.*Server\s*: Name\s*Theirs/s,
  );
  await expect(page.getByRole('link', { name: 'Conflicts 1' })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('heading', { level: 1 }).focus();
  await page.keyboard.press('j');
  await page.keyboard.press('m');
  await expect(region.getByRole('button', { name: /^Yours\s*: Name\s*Mine/ })).toHaveAttribute('aria-pressed', 'true');
  await page.keyboard.press('j');
  await page.keyboard.press('s');
  await page.keyboard.press('k');
  await page.keyboard.press('j');
  await expectAccessible(page);
  await page.keyboard.press('e');
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type('Both');

  // Left half-way, nothing of it is lost, also when the app is closed.
  const kept = async () => {
    const items = (await call('conflict.list')).items as { unconfirmed: { value: string } | null }[] | undefined;
    return items
      ?.map(({ unconfirmed }) => unconfirmed?.value)
      .sort()
      .reverse();
  };
  await openPath(page, '/plans');
  await expect(page.getByRole('heading', { level: 1, name: 'Plans' })).toBeVisible();
  await openPath(page, '/conflicts');
  await expect(region.getByRole('textbox')).toHaveValue('Both');
  await expect.poll(kept).toEqual(['Both', '']);
  await page.reload();
  await expect(region.getByRole('button', { name: /^Yours\s*: Name\s*Mine/ })).toHaveAttribute('aria-pressed', 'true');
  await expect(region.getByRole('textbox')).toHaveValue('Both');
  await region.getByRole('textbox').press('Enter');
  await expect(page.getByRole('heading', { name: 'No conflicts' })).toBeVisible();
  await expect(page.getByRole('heading', { level: 1, name: 'Conflicts' })).toBeFocused();
  await sync();
  const there = await server.send('GET', `/plans/${body.id}`);
  expect(there.body).toMatchObject({ name: 'Mine', description: 'Both' });
  expect(await call('plan.get', { id: plan?.id })).toMatchObject({ name: 'Mine', description: 'Both' });
});

test('a group archived there and renamed here is made anew; one key for two groups is decided', async ({
  page,
  server,
}) => {
  const { body } = await server.send('POST', '/groups', groupOf('GPU'));
  const base = await server.send('POST', '/plans', { name: 'Base', lookup_key: 'base' });
  const { call, sync } = await syncedSandbox(page, server);
  const [group] = (await call('group.search')).items ?? [];
  await call('connection.update', { is_offline: true });
  await call('group.update', { id: group?.id, name: 'Compute' });
  await call('group.create', { ...groupOf('Mine'), lookup_key: 'shared' });
  const [plan] = (await call('plan.search')).items ?? [];
  await call('plan.archive', { id: plan?.id });
  const newer = await call('plan.create', { name: 'Newer', lookup_key: 'base' });
  await server.send('PUT', `/plans/${base.body.id}`, { description: 'Theirs' });
  await server.send('DELETE', `/groups/${body.id}`);
  await server.send('POST', '/groups', { ...groupOf('Theirs'), lookup_key: 'shared' });
  await call('connection.update', { is_offline: false });
  await sync();
  await openPath(page, '/conflicts');

  await test.step('gone there: each choice says what follows from it', async () => {
    const region = conflict(page, 'Group “Compute”');
    await expect(region).toContainText('The group is archived on the server, and you changed it here');
    await expect(region.getByRole('button', { name: 'Copy as JSON' })).toBeVisible();
    await expectAccessible(page);
    await region.getByRole('button', { name: /^Recreate as new/ }).press('Enter');
    await region.getByRole('button', { name: 'Confirm' }).press('Enter');
    await expect(region).toBeHidden();
  });

  await test.step('what comes back finds its key taken here: the other row is given another', async () => {
    const region = conflict(page, 'Plan “Base”');
    await region.getByRole('button', { name: /^Keep it as on the server/ }).press('Enter');
    await region.getByRole('button', { name: 'Confirm' }).press('Enter');
    await expect(region.getByRole('alert')).toContainText('The plan “Newer” has the lookup key base here by now.');
    const key = region.getByRole('textbox', { name: 'Another lookup key for “Newer”' });
    await expect(key).toBeFocused();
    await expect(key).toHaveValue('base-2');
    await expectAccessible(page);
    await key.fill('newer');
    await key.press('Enter');
    await expect(region).toBeHidden();
    expect(await call('plan.get', { id: newer.id })).toMatchObject({ lookup_key: 'newer' });
  });

  await test.step('a taken key: another one is proposed', async () => {
    const region = conflict(page, 'Group “Mine”');
    // Whether it is the same is decided by what it is, not by its key alone.
    await expect(region.getByRole('group', { name: 'Values: The one on the server' })).toContainText(/Name\s*Theirs/);
    await region.getByRole('button', { name: /^Give mine another key/ }).press('Enter');
    await expect(region.getByRole('textbox', { name: 'Another lookup key' })).toHaveValue('shared-2');
    await expectAccessible(page);
    await region.getByRole('textbox', { name: 'Another lookup key' }).press('Enter');
    await expect(page.getByRole('heading', { name: 'No conflicts' })).toBeVisible();
  });

  await sync();
  expect((await groupNames(server.send)).sort()).toEqual(['Compute', 'Mine', 'Theirs']);

  await test.step('what was archived there alone is found in the history, and is made anew from its page', async () => {
    const [theirs] = (await call('group.search', { lookup_key: 'shared' })).items ?? [];
    const there = await server.send('POST', '/groups/search', { lookup_key: 'shared' });
    await server.send('DELETE', `/groups/${there.body.items?.[0]?.id}`);
    await sync();
    expect(await call('group.get', { id: theirs?.id })).toMatchObject({ status: 'archived' });
    await openPath(page, '/settings/sync');
    await page.getByText('1 row received').first().click();
    const row = page.getByRole('listitem').filter({ hasText: 'Archived on the server, which nothing takes back' });
    await row.getByRole('link', { name: 'Theirs' }).press('Enter');
    await expect(page.getByRole('heading', { level: 1, name: 'Theirs' })).toBeFocused();
    await page.getByRole('button', { name: 'Create it again…' }).press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Create Group' });
    await expect(dialog.getByRole('textbox', { name: 'Group Name' })).toHaveValue('Theirs');
    await expect(dialog.getByRole('textbox', { name: 'Lookup Key' })).toHaveValue('shared');
    await expectAccessible(page);
    await dialog.getByRole('button', { name: 'Create Group' }).press('Enter');
    await expect(dialog).toBeHidden();
    await sync();
    expect((await groupNames(server.send)).sort()).toEqual(['Compute', 'Mine', 'Theirs']);
  });
});

test('more conflicts than are shown at first follow on request, and the keyboard goes on from the last one', async ({
  page,
  server,
}) => {
  const metadata = (text: string) =>
    Object.fromEntries(Array.from({ length: 203 }, (_, at) => [`key-${1000 + at}`, text]));
  const { body } = await server.send('POST', '/plans', { name: 'Standard', lookup_key: 'standard' });
  const { call, sync } = await syncedSandbox(page, server);
  const [plan] = (await call('plan.search')).items ?? [];
  await call('connection.update', { is_offline: true });
  await call('plan.update', { id: plan?.id, metadata: metadata('mine') });
  await server.send('PUT', `/plans/${body.id}`, { metadata: metadata('theirs') });
  await call('connection.update', { is_offline: false });
  await sync();
  await openPath(page, '/conflicts');

  const shown = page.getByRole('status').filter({ hasText: 'conflicts are shown' });
  await expect(shown).toHaveText('200 of 203 conflicts are shown.');
  await expectAccessible(page, { except: '[data-conflict] ~ [data-conflict]' });
  await page.getByRole('button', { name: 'Show more' }).press('Enter');
  await expect(shown).toBeHidden();
  await expect(page.locator('[data-conflict]')).toHaveCount(203);
  await expect(page.locator('[data-conflict]').nth(199)).toBeFocused();
  await page.keyboard.press('j');
  await page.keyboard.press('s');
  await expect(page.locator('[data-conflict]').nth(200)).toBeFocused();
  await page.getByRole('button', { name: 'Confirm 1 decision' }).first().press('Enter');
  await expect(page.locator('[data-conflict]')).toHaveCount(202);
  // What followed it has taken its place.
  await expect(page.locator('[data-conflict]').nth(200)).toBeFocused();
  expect((await call('plan.get', { id: plan?.id })).metadata).toMatchObject({
    'key-1199': 'mine',
    'key-1200': 'theirs',
  });
});

test('what is typed is kept when its field or the page is left, without a pause for it', async ({ page, server }) => {
  const { body } = await server.send('POST', '/plans', { name: 'Standard', lookup_key: 'standard' });
  const { call, sync } = await syncedSandbox(page, server);
  const [plan] = (await call('plan.search')).items ?? [];
  await call('connection.update', { is_offline: true });
  await call('plan.update', { id: plan?.id, name: 'Mine' });
  await server.send('PUT', `/plans/${body.id}`, { name: 'Theirs' });
  await call('connection.update', { is_offline: false });
  await sync();
  await openPath(page, '/conflicts');
  // A pause never comes: only what is kept before one is kept at all.
  const withoutPauses = (shown: Page) =>
    shown.evaluate(() => {
      const later = window.setTimeout;
      const never = 1e8;
      Object.assign(window, { setTimeout: (run: () => void, ms = 0) => later(run, ms === 250 ? never : ms) });
    });
  const text = (shown: Page) => conflict(shown, 'Plan “Mine”').getByRole('textbox');
  await withoutPauses(page);
  await conflict(page, 'Plan “Mine”').getByRole('button', { name: 'Edit Name' }).press('Enter');
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type('Both');
  await page.keyboard.press('Escape');
  await expect
    .poll(async () => (await call('conflict.list')).items)
    .toMatchObject([{ unconfirmed: { choice: 'edit', value: 'Both' } }]);

  await text(page).press('End');
  await page.keyboard.type(' of us');
  await page.reload();
  await expect(text(page)).toHaveValue('Both of us');
});
