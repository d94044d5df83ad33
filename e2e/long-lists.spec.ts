import { callFromPage, sandboxId } from './doors/call-from-page';
import { expect, test } from './doors/fixture';
import { expectAccessible } from './support/expect-accessible';
import { openPath } from './support/open-path';

const perGroup = 75;

test('a long table by groups holds only the rows in view, and on paper all of them', async ({ page }) => {
  const environment = await sandboxId(page);
  const create = async (name: string, input: unknown) => {
    const { data, error } = await callFromPage(page, name, input, environment);
    expect(error).toBeUndefined();
    return String(data?.id);
  };
  const plan = await create('plan.create', { name: 'Long Plan', lookup_key: 'long' });
  for (const name of ['First', 'Second']) {
    const group = await create('group.create', { name, lookup_key: name.toLowerCase(), entity_type: 'price' });
    const items = Array.from({ length: perGroup }, (_, index) => ({
      display_name: `${name} ${String(index + 1).padStart(3, '0')}`,
      group_id: group,
      currency: 'usd',
      amount: '10',
      entity_type: 'PLAN',
      entity_id: plan,
      type: 'FIXED',
      billing_model: 'FLAT_FEE',
      billing_period: 'MONTHLY',
      invoice_cadence: 'ARREAR',
    }));
    await create('price.createBulk', { items });
  }
  await openPath(page, `/plans/${plan}?isGrouped=true`);
  const tree = page.getByRole('treegrid', { name: 'Charges of Long Plan by group' });
  const all = 2 * (perGroup + 1);
  await expect(tree).toHaveAttribute('aria-rowcount', String(all + 1));
  await expect(tree.getByRole('row', { name: /^First \(75\)/ })).toHaveAttribute('aria-expanded', 'true');
  expect(await tree.getByRole('row').count()).toBeLessThan(60);
  await expectAccessible(page);

  await test.step('the keyboard reaches every row and closes groups', async () => {
    await tree.getByRole('row', { name: /^First \(75\)/ }).focus();
    await page.keyboard.press('End');
    const last = tree.getByRole('row', { name: /^Second 075/ });
    await expect(last).toBeFocused();
    await expect(last).toBeInViewport({ ratio: 1 });
    await expect(last).toHaveAttribute('aria-rowindex', String(all + 1));
    await page.keyboard.press('ArrowLeft');
    const second = tree.getByRole('row', { name: /^Second \(75\)/ });
    await expect(second).toBeFocused();
    await page.keyboard.press('ArrowLeft');
    await expect(second).toHaveAttribute('aria-expanded', 'false');
    await expect(tree).toHaveAttribute('aria-rowcount', String(all + 1 - perGroup));
    await page.keyboard.press('Shift+ArrowRight');
    await page.keyboard.press('Home');
    await expect(tree.getByRole('row', { name: /^First \(75\)/ })).toBeFocused();
  });

  await test.step('on paper nothing is missing', async () => {
    await page.emulateMedia({ media: 'print' });
    await expect(tree.getByRole('row')).toHaveCount(all + 1);
    await page.emulateMedia({ media: 'screen' });
    await expect(tree.getByRole('row', { name: /^Second 075/ })).toHaveCount(0);
  });
});

test('the keyboard keeps its place at the end of a list whose rows are still to come', async ({ page }) => {
  const environment = await sandboxId(page);
  const customers = 250;
  await Promise.all(
    Array.from({ length: customers }, (_, index) => {
      const external_id = `customer-${String(index + 1).padStart(3, '0')}`;
      return callFromPage(page, 'customer.create', { external_id, name: external_id }, environment);
    }),
  );

  await test.step('in the list of customers', async () => {
    await openPath(page, '/customers');
    const list = page.getByRole('grid', { name: 'Customers' });
    await list
      .getByRole('row', { name: /customer-/ })
      .first()
      .focus();
    await page.keyboard.press('End');
    const current = list.locator('[role=row]:focus');
    await expect(current).toHaveAttribute('aria-rowindex', String(customers + 1));
    await expect(current).toContainText('customer-');
    await page.keyboard.press('ArrowUp');
    await expect(current).toHaveAttribute('aria-rowindex', String(customers));
  });

  await test.step('in the grid of their plans, where all are selected from there', async () => {
    await openPath(page, '/customers?view=plans');
    const grid = page.getByRole('grid', { name: 'Plans of customers' });
    await grid
      .getByRole('row', { name: /customer-001/ })
      .getByRole('gridcell')
      .nth(2)
      .focus();
    await page.keyboard.press('ControlOrMeta+End');
    const last = grid.getByRole('row', { name: /customer-250/ });
    await expect(last.locator(':focus')).toBeVisible();
    await page.keyboard.press('ControlOrMeta+a');
    await expect(page.getByText('250 rows · 250 selected')).toBeVisible();
  });
});

test('a picker of many holds the first of them, and the others once they are scrolled to', async ({ page }) => {
  const environment = await sandboxId(page);
  const create = async (name: string, input: unknown) =>
    String((await callFromPage(page, name, input, environment)).data?.id);
  for (let index = 1; index <= 60; index += 1) {
    const name = `Group ${String(index).padStart(2, '0')}`;
    await create('group.create', { name, lookup_key: name.toLowerCase().replace(' ', '-'), entity_type: 'price' });
  }
  const plan = await create('plan.create', { name: 'Long Plan', lookup_key: 'long' });
  await create('price.create', {
    display_name: 'Seat',
    currency: 'usd',
    amount: '10',
    entity_type: 'PLAN',
    entity_id: plan,
    type: 'FIXED',
    billing_model: 'FLAT_FEE',
    billing_period: 'MONTHLY',
    invoice_cadence: 'ARREAR',
  });
  await openPath(page, `/plans/${plan}`);
  await page.getByRole('button', { name: 'Actions for Seat' }).press('Enter');
  await page.getByRole('menuitem', { name: /^Edit/ }).press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Edit Price' });
  const picker = dialog.getByRole('button', { name: /Group$/ });
  await picker.press('Enter');
  const options = page.getByRole('listbox', { name: 'Group' }).getByRole('option', { name: /^Group / });
  await expect(options).toHaveCount(16);
  // The arrow reaches every one of the fifty that are found without typing.
  const fiftieth = page.getByRole('option', { name: /^Group 50/ });
  for (let pressed = 0; pressed < 70; pressed += 1) {
    if ((await fiftieth.count()) > 0 && (await fiftieth.getAttribute('data-focused')) === 'true') break;
    await page.keyboard.press('ArrowDown');
  }
  await expect(fiftieth).toHaveAttribute('data-focused', 'true');
  await expect(fiftieth).toBeInViewport();
  await expect(options).toHaveCount(50);
  await page.keyboard.press('Enter');
  await expect(picker).toContainText('Group 50');
  // Opened again, it holds the chosen one.
  await picker.press('Enter');
  await expect(fiftieth).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.type('group');
  await expect(options).toHaveCount(16);
  await page.getByRole('listbox', { name: 'Group' }).evaluate((list) => list.scrollBy(0, 200));
  await expect(options).toHaveCount(50);
  await page.keyboard.press('Escape');
  await expect(options).toHaveCount(0);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Discard' }).press('Enter');
  await expect(dialog).toBeHidden();
});
