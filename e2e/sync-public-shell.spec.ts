import type { Locator, Page } from '@playwright/test';
import { callFromPage } from './doors/call-from-page';
import { expectAccessible } from './support/expect-accessible';
import { openPath } from './support/open-path';
import { expect, type PublicServer, test } from './support/public-server';
import { syncedSandbox } from './support/synced-sandbox';

const statusButton = (page: Page) => page.getByRole('contentinfo').getByRole('button', { name: /^Sync:/ });
const pendingList = (page: Page) => page.getByRole('grid', { name: 'Pending changes' });
const detail = (page: Page) => page.getByRole('complementary', { name: 'The change' });

const groupOf = (name: string) => ({ name, entity_type: 'price', lookup_key: name.toLowerCase() });
const fixedCharge = (planId: string, more: object = {}) => ({
  entity_type: 'PLAN',
  entity_id: planId,
  currency: 'usd',
  type: 'FIXED',
  billing_model: 'FLAT_FEE',
  billing_period: 'MONTHLY',
  billing_period_count: 1,
  invoice_cadence: 'ADVANCE',
  amount: '20',
  display_name: 'Seat',
  start_date: '2026-01-01T00:00:00Z',
  ...more,
});

/** A plan with one charge in a group, as the server has them from the start. */
async function seat(server: PublicServer, more: object = {}) {
  const group = await server.send('POST', '/groups', groupOf('Compute'));
  const plan = await server.send('POST', '/plans', { name: 'Standard', lookup_key: 'standard' });
  const price = await server.send('POST', '/prices', fixedCharge(plan.id, { group_id: group.id, ...more }));
  return { group, plan, price };
}

const namesOf = (rows: Record<string, unknown>[] = []) => rows.map(({ display_name }) => display_name).toSorted();

/** Opens the page of the only plan here. */
async function openPlan(page: Page) {
  await openPath(page, '/plans');
  await page.getByRole('row', { name: /^Standard/ }).press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Standard' })).toBeVisible();
}

async function editPrice(page: Page, charge: string): Promise<Locator> {
  await page.getByRole('button', { name: `Actions for ${charge}`, exact: true }).press('Enter');
  await page.getByRole('menuitem', { name: 'Edit Price' }).press('Enter');
  return page.getByRole('dialog', { name: 'Edit Price' });
}

/** Reviews and saves; a press right after the review opened counts as a double press: a person reads first. */
async function save(page: Page, dialog: Locator) {
  await dialog.getByRole('button', { name: 'Review changes' }).press('Enter');
  await expect(dialog.getByRole('heading', { name: 'Review' })).toBeFocused();
  await page.waitForTimeout(600);
  await dialog.getByRole('button', { name: 'Save' }).press('Enter');
  await expect(dialog).toBeHidden();
}

/** Expects that nothing is left to send and that the server is reached. */
const expectInStep = (page: Page) =>
  expect(statusButton(page)).toHaveAccessibleName('Sync: Online', { timeout: 20_000 });

test('the public API is connected, its catalog arrives, and what it cannot take is said before and stays', async ({
  page,
  server,
}) => {
  const { group, price } = await seat(server, { description: 'One person', lookup_key: 'seat' });
  await openPath(page, '/settings/sync');

  await test.step('a test says that it is a public server, and what follows from that', async () => {
    await page.getByRole('textbox', { name: 'Address' }).fill(server.address);
    await page.getByLabel(/^API key/).fill(server.key);
    await page.keyboard.press('Enter');
    const found = page.getByRole('status').filter({ hasText: 'The server answers and accepts the key' });
    await expect(found).toContainText('A server with the public v1 API');
    await expect(found).toContainText('does not tell which environment the key opens');
    await expect(found).toContainText('1 group, 0 features, 1 plan, 1 price');
    await expect(found).toContainText('Cannot rename groups: a new name stays on this computer');
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Connect', exact: true }).press('Enter');
    await expect(page.getByRole('list', { name: 'Syncs' })).toContainText('3 rows received');
    await expectInStep(page);
  });

  await test.step('a group is renamed: said before, kept here, never sent', async () => {
    await openPath(page, '/groups');
    await page.getByRole('row', { name: /^Compute/ }).focus();
    await page.keyboard.press('Shift+F10');
    await page.getByRole('menuitem', { name: 'Rename…' }).press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Rename Group' });
    await dialog.getByLabel('Group Name').fill('GPU');
    await expect(dialog).toContainText('This server cannot rename groups. The change stays on this computer.');
    await expectAccessible(page);
    await page.keyboard.press('Enter');
    await expect(dialog).toBeHidden();
    await expect(page.getByRole('row', { name: /^GPU/ }).getByText('Stays here')).toBeAttached();
  });

  await test.step('a text of a price is emptied: the same', async () => {
    await openPlan(page);
    const dialog = await editPrice(page, 'Seat');
    await dialog.getByLabel('Description').fill('');
    await expect(dialog).toContainText(
      'Description: This server cannot empty a text of a price. The change stays on this computer.',
    );
    await save(page, dialog);
  });

  await test.step('both are listed as staying here, and there is nothing to send', async () => {
    await expectInStep(page);
    await openPath(page, '/pending');
    await expect(pendingList(page).getByRole('row', { name: /Group GPU/ })).toContainText('Stays here');
    await expect(pendingList(page).getByRole('row', { name: /Price Seat/ })).toContainText('Stays here');
    await pendingList(page)
      .getByRole('row', { name: /Group GPU/ })
      .click();
    await expect(detail(page)).toContainText('Stays here: This server cannot rename groups.');
    await expect(detail(page)).toContainText('Nothing of this would be sent to this server.');
    await expect(page.getByRole('button', { name: 'Review & send…' })).toBeDisabled();
    await expect(page.getByRole('link', { name: 'Pending changes', exact: true })).toBeVisible();
    await expectAccessible(page);
  });

  await test.step('a full check takes neither back, and the server has all as it was', async () => {
    await openPath(page, '/settings/sync');
    await page.getByRole('button', { name: 'Full check' }).press('Enter');
    await expectInStep(page);
    await openPath(page, '/groups');
    await expect(page.getByRole('row', { name: /^GPU/ })).toBeVisible();
    expect(server.writes()).toEqual([]);
    expect(server.rows('groups')).toMatchObject([{ id: group.id, name: 'Compute' }]);
    expect(server.rows('prices')).toMatchObject([{ id: price.id, description: 'One person' }]);
  });
});

test('new terms of a price are a row with another id there: it is taken over, edited on, and there is no second one', async ({
  page,
  server,
}) => {
  const { price, group } = await seat(server);
  const { call } = await syncedSandbox(page, server);
  await openPlan(page);
  const dialog = await editPrice(page, 'Seat');
  await dialog.getByRole('textbox', { name: 'Price' }).fill('25');
  await dialog.getByText('Now', { exact: true }).click();
  await save(page, dialog);
  await expect.poll(() => server.rows('prices').length).toBe(2);
  await expectInStep(page);
  const [old, next] = server.rows('prices');
  expect(old).toMatchObject({ id: price.id, amount: '20', end_date: next?.start_date });
  expect(next).toMatchObject({ amount: '25', parent_price_id: price.id, group_id: group.id });

  await test.step('a later edit goes to the new row', async () => {
    const again = await editPrice(page, 'Seat');
    await again.getByLabel('Display Name').fill('Seats');
    await save(page, again);
    await expect.poll(() => server.rows('prices').at(-1)?.display_name).toBe('Seats');
    await expectInStep(page);
    expect(server.writes()).toEqual([`PUT /prices/${price.id}`, `PUT /prices/${next?.id}`]);
  });

  const versions = (await call('price.search', { allow_expired_prices: true, order: 'asc' })).items;
  expect(versions).toMatchObject([
    { amount: '20', end_date: expect.any(String) },
    { amount: '25', display_name: 'Seats', end_date: null },
  ]);
});

test('a server that is down is worked on without, and has everything once it is back, in order and once', async ({
  page,
  server,
}) => {
  const { plan, price } = await seat(server);
  const { call } = await syncedSandbox(page, server);
  await server.stop();
  const [standard] = (await call('plan.search')).items ?? [];
  const [seatHere] = (await call('price.search')).items ?? [];
  const extras = await call('group.create', groupOf('Extras'));
  await call('plan.update', { id: standard?.id, name: 'Standard 2' });
  await call('price.update', { id: seatHere?.id, group_id: extras.id, metadata: { tier: 'gold' } });
  await call('price.create', fixedCharge(String(standard?.id), { display_name: 'Support', group_id: extras.id }));
  await expect(statusButton(page)).toHaveAccessibleName('Sync: Offline · 4 pending', { timeout: 20_000 });
  await openPath(page, '/pending');
  await expect(pendingList(page).getByRole('rowheader')).toHaveCount(4);

  await server.start();
  await expect(page.getByRole('heading', { name: 'Nothing is pending' })).toBeVisible({ timeout: 20_000 });
  await expectInStep(page);
  const group = server.rows('groups').at(-1);
  expect(server.rows('groups')).toMatchObject([{ name: 'Compute' }, { name: 'Extras' }]);
  expect(server.rows('plans')).toMatchObject([{ id: plan.id, name: 'Standard 2' }]);
  expect(server.rows('prices')).toMatchObject([
    { id: price.id, group_id: group?.id, metadata: { tier: 'gold' } },
    { display_name: 'Support', group_id: group?.id, entity_id: plan.id },
  ]);
  expect(server.writes().toSorted()).toEqual([
    'POST /groups',
    'POST /prices',
    `PUT /plans/${plan.id}`,
    `PUT /prices/${price.id}`,
  ]);
});

test('a new price whose answer got lost is looked for, and is there once', async ({ page, server }) => {
  await seat(server);
  const { call } = await syncedSandbox(page, server);
  const [plan] = (await call('plan.search')).items ?? [];
  server.lose('answer', 'POST /prices');
  await call('price.create', fixedCharge(String(plan?.id), { display_name: 'Support' }));
  await openPath(page, '/pending');
  await expect(page.getByRole('heading', { name: 'Nothing is pending' })).toBeVisible({ timeout: 20_000 });
  await expectInStep(page);
  expect(namesOf(server.rows('prices'))).toEqual(['Seat', 'Support']);
  expect(namesOf((await call('price.search')).items)).toEqual(['Seat', 'Support']);
  expect(server.writes()).toEqual(['POST /prices']);
});

test('whether a new price arrived that nothing marks is asked where it is not found, and decided with the keyboard', async ({
  page,
  server,
}) => {
  await seat(server);
  const { call, sync } = await syncedSandbox(page, server);
  const [plan] = (await call('plan.search')).items ?? [];
  await call('connection.update', { marks_operations: false });
  server.lose('request', 'POST /prices');
  await call('price.create', fixedCharge(String(plan?.id), { display_name: 'Support' }));
  await openPath(page, '/conflicts');
  const region = page.getByRole('region', { name: 'Price “Support”' });
  // It is looked for twice, some time apart; nobody has to wait for the next sync.
  await expect(async () => {
    await call('sync.start');
    await expect(region).toContainText('It is not known whether the new price arrived', { timeout: 2500 });
  }).toPass({ timeout: 30_000 });
  await expectAccessible(page);
  expect(server.writes()).toEqual([]);
  await page.getByRole('heading', { level: 1 }).focus();
  await page.keyboard.press('j');
  await page.keyboard.press('s');
  await expect(region.getByRole('textbox', { name: 'Its id on the server' })).toBeFocused();
  await page.keyboard.press('Escape');
  await page.keyboard.press('m');
  await expect(region.getByRole('button', { name: /^Send it again/ })).toHaveAttribute('aria-pressed', 'true');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'No conflicts' })).toBeVisible();
  await sync();
  await expectInStep(page);
  expect(namesOf(server.rows('prices'))).toEqual(['Seat', 'Support']);
  expect(namesOf((await call('price.search')).items)).toEqual(['Seat', 'Support']);
  expect(server.writes()).toEqual(['POST /prices']);
});

test('a new price that nothing marks arrived unheard: the one there that looks like it is shown, and both become one', async ({
  page,
  server,
}) => {
  await seat(server);
  const { call, sync } = await syncedSandbox(page, server);
  const [plan] = (await call('plan.search')).items ?? [];
  await call('connection.update', { marks_operations: false });
  const made = () => server.rows('prices').find(({ display_name }) => display_name === 'Support');
  let edited: Promise<unknown> | undefined;
  server.lose('answer', 'POST /prices', () => {
    edited = server.send('PUT', `/prices/${made()?.id}`, { description: 'Edited there' });
  });
  await call('price.create', fixedCharge(String(plan?.id), { display_name: 'Support' }));
  await expect.poll(() => namesOf(server.rows('prices'))).toEqual(['Seat', 'Support']);
  await edited;
  await openPath(page, '/conflicts');
  const region = page.getByRole('region', { name: 'Price “Support”' });
  await expect(async () => {
    await call('sync.start');
    await expect(region.getByRole('group', { name: 'Looks like it on the server', exact: true })).toContainText(
      'Edited there',
      { timeout: 2500 },
    );
  }).toPass({ timeout: 30_000 });
  await expectAccessible(page);
  await page.getByRole('heading', { level: 1 }).focus();
  await page.keyboard.press('j');
  await page.keyboard.press('s');
  await expect(region.getByRole('textbox', { name: 'Its id on the server' })).toHaveValue(String(made()?.id));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'No conflicts' })).toBeVisible();
  await sync();
  await expectInStep(page);
  expect(namesOf(server.rows('prices'))).toEqual(['Seat', 'Support']);
  const here = (await call('price.search')).items ?? [];
  expect(here.map(({ display_name, description }) => `${display_name} ${description}`).toSorted()).toEqual([
    'Seat ',
    'Support Edited there',
  ]);
  expect(server.writes()).toEqual(['POST /prices']);
});

test('what both sides changed is decided with the keyboard, and both are equal', async ({ page, server }) => {
  const { plan, price } = await seat(server);
  const { call, sync } = await syncedSandbox(page, server);
  const [here] = (await call('plan.search')).items ?? [];
  const [seatHere] = (await call('price.search')).items ?? [];
  await call('connection.update', { is_offline: true });
  await call('plan.update', { id: here?.id, name: 'Mine', description: 'Only here' });
  await call('price.update', { id: seatHere?.id, display_name: 'My seat' });
  await server.send('PUT', `/plans/${plan.id}`, { name: 'Theirs' });
  await server.send('PUT', `/prices/${price.id}`, { display_name: 'Their seat' });
  await call('connection.update', { is_offline: false });
  await sync();
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  await page.keyboard.press('g');
  await page.keyboard.press('d');
  await expect(page.getByRole('heading', { level: 1, name: 'Conflicts' })).toBeVisible();
  await expect(page.locator('[data-conflict]')).toHaveCount(2);
  await page.keyboard.press('j');
  await page.keyboard.press('m');
  await page.keyboard.press('j');
  await page.keyboard.press('s');
  await page.keyboard.press('Enter');
  await expect(page.locator('[data-conflict]')).toHaveCount(1);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'No conflicts' })).toBeVisible();
  await sync();
  await expectInStep(page);
  expect(server.rows('plans')).toMatchObject([{ name: 'Mine', description: 'Only here' }]);
  expect(server.rows('prices')).toMatchObject([{ display_name: 'Their seat' }]);
  expect((await call('plan.search')).items).toMatchObject([{ name: 'Mine', description: 'Only here' }]);
  expect((await call('price.search')).items).toMatchObject([{ display_name: 'Their seat' }]);
});

test('a lookup key that the server has already, at which it breaks, is asked about and not sent again', async ({
  page,
  server,
}) => {
  await seat(server);
  const { call, sync } = await syncedSandbox(page, server);
  await call('connection.update', { is_offline: true });
  await call('group.create', { ...groupOf('Mine'), lookup_key: 'shared' });
  await server.send('POST', '/groups', { ...groupOf('Theirs'), lookup_key: 'shared' });
  await call('connection.update', { is_offline: false });
  await sync();
  await openPath(page, '/conflicts');
  const region = page.getByRole('region', { name: 'Group “Mine”' });
  await expect(region).toContainText('shared is used by “Theirs” on the server.');
  await page.getByRole('heading', { level: 1 }).focus();
  for (const key of ['j', 'm', 'k']) await page.keyboard.press(key);
  // The letters are commands, not a part of the key that is proposed.
  await expect(region.getByRole('textbox', { name: 'Another lookup key' })).toHaveValue('shared-2');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'No conflicts' })).toBeVisible();
  await sync();
  await expectInStep(page);
  const told = [
    { name: 'Compute', lookup_key: 'compute' },
    { name: 'Theirs', lookup_key: 'shared' },
    { name: 'Mine', lookup_key: 'shared-2' },
  ];
  expect(server.rows('groups')).toMatchObject(told);
  const here = (await call('group.search')).items ?? [];
  expect(here.map(({ name, lookup_key }) => ({ name, lookup_key })).toSorted(byKey)).toEqual(told.toSorted(byKey));
});
const byKey = (a: { lookup_key?: unknown }, b: { lookup_key?: unknown }) =>
  String(a.lookup_key).localeCompare(String(b.lookup_key));

test('Production sends nothing to it before it was reviewed', async ({ page, server }) => {
  const { data } = await callFromPage(page, 'environment.list', {});
  const production = String(data?.items?.find(({ type }) => type === 'production')?.id);
  await seat(server);
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  await page.getByRole('button', { name: 'Environment: Sandbox' }).press('Enter');
  await page.getByRole('menuitem', { name: 'Production' }).press('Enter');
  await callFromPage(page, 'connection.save', { base_url: server.address, api_key: server.key }, production);
  await expectInStep(page);
  await openPlan(page);
  const dialog = await editPrice(page, 'Seat');
  await dialog.getByRole('textbox', { name: 'Price' }).fill('30');
  await save(page, dialog);
  await expect(statusButton(page)).toHaveAccessibleName('Sync: Online · 1 pending');
  await openPath(page, '/pending');
  await expect(pendingList(page).getByRole('row', { name: /Price Seat/ })).toContainText('To review');
  expect(server.writes()).toEqual([]);
  await page.keyboard.press('ControlOrMeta+s');
  const review = page.getByRole('dialog', { name: 'Review and send 1 change' });
  await expect(review).toContainText('This is Production: what is sent counts for customers at once.');
  await expect(review.getByRole('list', { name: 'Values' })).toContainText(/Price:\s*\$20\s*\$30/);
  await review.getByRole('button', { name: 'Send to Production' }).press('Enter');
  await expect(page.getByRole('heading', { name: 'Nothing is pending' })).toBeVisible();
  await expectInStep(page);
  expect(server.rows('prices')).toMatchObject([{ amount: '20' }, { amount: '30', end_date: null }]);
});
