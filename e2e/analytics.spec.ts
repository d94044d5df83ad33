import type { Page } from '@playwright/test';
import Big from 'big.js';
import { parse } from 'csv-parse/sync';
import { callFromPage, sandboxId } from './doors/call-from-page';
import { expect, test } from './doors/fixture';
import { everyRowDrawn } from './support/every-row-drawn';
import { expectAccessible } from './support/expect-accessible';
import { openPath } from './support/open-path';

test.use({ startsWith: 'sample' });

const march7 = '/analytics?range=custom&from=2026-03-07&to=2026-03-07&window=DAY';

const breakdown = (page: Page) => page.getByRole('treegrid', { name: 'Usage Breakdown' });

/** The rows of the breakdown as shown: name and cost. */
async function shownRows(page: Page): Promise<[name: string, cost: string][]> {
  await everyRowDrawn(breakdown(page));
  const rows = await breakdown(page).getByRole('row').all();
  return Promise.all(
    rows.slice(1).map(async (row): Promise<[string, string]> => {
      const cells = (await row.getByRole('rowheader').or(row.getByRole('gridcell')).allInnerTexts()).map((text) =>
        text.trim(),
      );
      return [cells[0] ?? '', cells[2] ?? ''];
    }),
  );
}

const plain = (money: string) => new Big(money.replace(/[^\d.-]/g, '')).toFixed();
const sum = (amounts: readonly string[]) => amounts.reduce((all, one) => all.plus(one), new Big('0')).toFixed();

test('a day of the sample: figures, chart and breakdown agree, and the keyboard reaches all of it', async ({
  page,
}) => {
  await openPath(page, march7);
  await expect(page.getByRole('definition').filter({ hasText: '$14,444.00' })).toBeVisible();
  await expect(page.getByRole('definition').filter({ hasText: 'GPU Usage' })).toContainText('51.0% of cost, $7,365.00');
  await expect(page.getByText('$14,444.00 in all. GPU Usage 51.0%, No group 25.4%, Add-ons 23.6%.')).toBeVisible();
  expect(await shownRows(page)).toEqual([
    ['GPU Usage (2)', '$7,365.00'],
    ['LLM', '$3,905.00'],
    ['GPU', '$3,460.00'],
    ['No group (1)', '$3,670.00'],
    ['Storage', '$3,670.00'],
    ['Add-ons (1)', '$3,409.00'],
    ['Priority Support', '$3,409.00'],
    ['Total (USD)', '$14,444.00'],
  ]);
  await expectAccessible(page);

  await test.step('more columns are shown when asked for', async () => {
    const tree = page.getByRole('treegrid', { name: 'Usage Breakdown' });
    const choose = async (name: string) => {
      await page.getByRole('menuitemcheckbox', { name }).press('Space');
    };
    await page.getByRole('button', { name: 'Columns' }).press('Enter');
    await choose('Events');
    await choose('Cost per unit');
    await page.keyboard.press('Escape');
    await expect(tree.getByRole('columnheader', { name: 'Cost per unit' })).toBeVisible();
    await expect(tree.getByRole('row', { name: /^LLM/ }).getByRole('gridcell').last()).toHaveText(/^\$[\d.]+$/);
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Columns' }).press('Enter');
    await choose('Events');
    await choose('Cost per unit');
    await page.keyboard.press('Escape');
  });

  await test.step('the chart is walked with the arrows, its figures put away with Escape', async () => {
    const chart = page.getByRole('slider', { name: 'Cost by group' });
    await page.getByRole('button', { name: 'Copy, save or print the chart' }).focus();
    await page.keyboard.press('Tab');
    await expect(chart).toBeFocused();
    await expect(chart).toHaveAttribute(
      'aria-valuetext',
      'Sat, Mar 7, 2026: total $14,444.00. GPU Usage $7,365.00, Add-ons $3,409.00, No group $3,670.00',
    );
    const figures = page.locator('p', { hasText: 'Sat, Mar 7, 2026' });
    await expect(figures).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(figures).toBeHidden();
    await page.keyboard.press('ArrowRight');
    await expect(figures).toBeVisible();
  });

  await test.step('the legend switches a series off and on', async () => {
    const series = page.locator('path[data-series="Add-ons"]');
    await expect(series).toHaveCount(1);
    const entry = page.getByRole('list', { name: 'Series of the chart' }).getByRole('button', { name: 'Add-ons' });
    await entry.press('Enter');
    await expect(series).toHaveCount(0);
    await expect(entry).toHaveAttribute('aria-pressed', 'false');
    await entry.press('Enter');
    await expect(series).toHaveCount(1);
  });

  await test.step('the same figures as a table', async () => {
    await page.getByRole('button', { name: 'View as table' }).press('Enter');
    const row = page.getByRole('grid', { name: 'Cost by group' }).getByRole('row', { name: /Mar 7, 2026/ });
    await expect(row.getByRole('gridcell')).toHaveText(['$7,365.00', '$3,409.00', '$3,670.00', '$14,444.00']);
    await expectAccessible(page);
    await page.getByRole('button', { name: 'View as chart' }).press('Enter');
  });

  await test.step('sorting orders groups and rows, "No group" among them', async () => {
    await breakdown(page).getByRole('button', { name: 'Total Cost' }).press('Enter');
    await expect
      .poll(async () => (await shownRows(page)).map(([, cost]) => cost))
      .toEqual([
        '$3,409.00',
        '$3,409.00',
        '$3,670.00',
        '$3,670.00',
        '$7,365.00',
        '$3,460.00',
        '$3,905.00',
        '$14,444.00',
      ]);
  });

  await test.step('closed groups, order and range stay after a reload', async () => {
    await page.getByRole('button', { name: 'Collapse all' }).press('Enter');
    await expect(breakdown(page).getByRole('row')).toHaveCount(5);
    await page.reload();
    await expect(page.getByRole('button', { name: 'Date range: Mar 7, 2026' })).toBeVisible();
    await expect
      .poll(async () => (await shownRows(page)).map(([, cost]) => cost))
      .toEqual(['$3,409.00', '$3,670.00', '$7,365.00', '$14,444.00']);
    const group = breakdown(page).getByRole('row', { name: /GPU Usage/ });
    await group.press('ArrowRight');
    await expect(group).toHaveAttribute('aria-expanded', 'true');
    await page.getByRole('button', { name: 'Collapse all' }).press('Enter');
    await page.getByRole('button', { name: 'Expand all' }).press('Enter');
    await expect(breakdown(page).getByRole('row')).toHaveCount(9);
  });

  await test.step('minutes are labelled at full hours', async () => {
    await openPath(page, march7.replace('DAY', 'MINUTE'));
    const labels = page.locator('svg text').filter({ hasText: /[AP]M$/ });
    await expect(labels.nth(1)).toHaveText(/^2:00\sAM$/);
  });
});

test('the CSV files say what the screen says, also when it is filtered', async ({ page, savedFile }) => {
  await openPath(page, '/analytics');
  await expect(
    page.getByText('The newest usage is of Mar 31, 2026, so these are the 30 days up to then.'),
  ).toBeVisible();

  const exportAs = async (item: string) => {
    await page.getByRole('button', { name: 'Export CSV' }).click();
    await page.getByRole('menuitem', { name: item }).click();
    return parse(await savedFile(), { columns: true }) as Record<string, string>[];
  };
  const expectSameTotals = async () => {
    const rows = await exportAs('Breakdown');
    await expect(page.getByText(/^Saved \d+ rows? as .*/).last()).toBeVisible();
    const shown = await shownRows(page);
    expect(sum(rows.map((row) => row.total_cost ?? '0'))).toBe(plain(shown.at(-1)?.[1] ?? ''));
    for (const [name, cost] of shown.filter(([text]) => /\(\d+\)$/.test(text))) {
      const ofGroup = rows.filter((row) => row.price_group_name === name.replace(/\s*\(\d+\)$/, ''));
      expect(sum(ofGroup.map((row) => row.total_cost ?? '0')), name).toBe(plain(cost));
    }
  };
  await expectSameTotals();

  await page.getByRole('button', { name: 'View as table' }).click();
  const table = page.getByRole('grid', { name: 'Cost by group' });
  const firstDay = await table.getByRole('row').nth(1).getByRole('gridcell').last().innerText();
  await page.emulateMedia({ media: 'print' });
  const bottom = await table.evaluate((element) => element.getBoundingClientRect().bottom);
  expect(bottom).toBeLessThan((await page.getByRole('heading', { name: 'Usage Breakdown' }).boundingBox())?.y ?? 0);
  await page.emulateMedia({ media: null });
  const series = await exportAs('Time series');
  const ofFirstDay = series.filter((row) => row.window_start === '2026-03-02T00:00:00.000Z');
  expect(ofFirstDay).toHaveLength(3);
  expect(sum(ofFirstDay.map((row) => row.cost ?? ''))).toBe(plain(firstDay));

  await test.step('filtered to one group, with the keyboard', async () => {
    await page.getByRole('button', { name: 'Groups: all' }).press('Enter');
    await expect(page.getByRole('option', { name: 'GPU Usage' })).toBeVisible();
    await page.keyboard.type('add');
    await expect(page.getByRole('option')).toHaveCount(1);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('option', { name: 'Add-ons' })).toHaveAttribute('aria-selected', 'true');
    await expectAccessible(page);
    await expect(async () => {
      await page.keyboard.press('Escape');
      await expect(page.getByRole('dialog', { name: 'Groups' })).toBeHidden({ timeout: 300 });
    }).toPass();
    await expect(page.getByRole('button', { name: 'Groups: Add-ons' })).toBeFocused();
    await expect.poll(async () => (await shownRows(page))[0]?.[0]).toBe('Add-ons (3)');
    await expectSameTotals();
  });

  await test.step('filtered to nothing it says so, and what to do', async () => {
    await page.getByRole('button', { name: /^Date range/ }).click();
    await page.getByRole('button', { name: 'Today' }).click();
    await expect(page.getByRole('heading', { name: 'Nothing was charged in this range' })).toBeVisible();
    await expect(page.getByText(/matches the filters by groups/)).toBeVisible();
    await expect(page.getByRole('definition').filter({ hasText: '0' }).first()).toBeVisible();
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Clear filters' }).press('Enter');
    // The keyboard keeps a place when the button it pressed goes.
    await expect(page.getByRole('button', { name: /^Date range/ })).toBeFocused();
    await page.getByRole('button', { name: 'Show all data' }).press('Enter');
    await expect(page.getByRole('button', { name: /^Date range/ })).toBeFocused();
    await expect(page.getByRole('button', { name: /Date range: All data.*Jan 1, 2026 – Mar 31, 2026/ })).toBeVisible();
    await expect(breakdown(page)).toBeVisible();
  });
});

test('currencies are never added up', async ({ page }) => {
  await openPath(page, '/plans');
  const environment = await sandboxId(page);
  const call = async (name: string, input: unknown) => {
    const reply = await callFromPage(page, name, input, environment);
    expect(reply.error).toBeUndefined();
    return reply.data ?? {};
  };
  const { id: plan } = await call('plan.create', { name: 'Plan in euro' });
  const meters = await call('meter.search', { event_name: 'storage.used' });
  await call('price.create', {
    currency: 'eur',
    entity_type: 'PLAN',
    entity_id: plan,
    type: 'USAGE',
    billing_model: 'FLAT_FEE',
    billing_period: 'MONTHLY',
    invoice_cadence: 'ARREAR',
    amount: '0.5',
    meter_id: meters.items?.[0]?.id,
    start_date: '2025-12-01T00:00:00Z',
  });
  await call('subscription.createMany', {
    plan_id: plan,
    external_customer_ids: ['fjord-analytics'],
    start_date: '2025-12-01T00:00:00Z',
  });

  await openPath(page, march7);
  await expect(breakdown(page).getByRole('row', { name: /Total \(USD\)/ })).toContainText('$14,444.00');
  const euro = breakdown(page).getByRole('row', { name: /Total \(EUR\)/ });
  await expect(euro).toContainText('€');
  const total = (await euro.innerText()).match(/€[\d.,]+/)?.[0] ?? '';
  await expectAccessible(page);
  await page.getByRole('button', { name: /Currency of the chart/ }).click();
  await page.getByRole('option', { name: 'EUR' }).click();
  await expect(page.getByText(`${total} in all.`)).toBeVisible();
});

test('the chart draws lines and shares, zooms, and shows one series alone, all of it kept in the link', async ({
  page,
}) => {
  await openPath(page, '/analytics');
  const chart = page.getByRole('slider', { name: 'Cost by group' });
  await expect(chart).toBeVisible();

  await test.step('kinds are walked with the arrows', async () => {
    const kinds = page.getByRole('radiogroup', { name: 'Chart kind' });
    await kinds.getByRole('radio', { name: 'Stacked bars' }).focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await expect(kinds.getByRole('radio', { name: 'Lines' })).toBeChecked();
    await expect(page.locator('path[data-series="Add-ons"]')).toHaveAttribute('fill', 'none');
    await expectAccessible(page);
    await kinds.getByRole('radio', { name: '100 % share' }).click();
    await expect(chart).toHaveAttribute('aria-valuetext', /GPU Usage \$[\d.,]+ · \d+\.\d%/);
    await expectAccessible(page);
  });

  await test.step('Shift and arrows mark a part, Enter zooms into it, dragging too', async () => {
    await chart.focus();
    await page.keyboard.press('Home');
    for (const _ of [1, 2]) await page.keyboard.press('Shift+ArrowRight');
    await expect(chart).toHaveAttribute('aria-valuetext', /Mar 2, 2026 to .*Mar 4, 2026 marked, Enter zooms in/);
    await page.keyboard.press('Enter');
    await expect(page.getByText(/^Zoomed into .*Mar 2, 2026 to .*Mar 4, 2026, 3 of 30 days\./)).toBeVisible();
    await expect(chart).toHaveAttribute('aria-valuemax', '3');
    await page.reload();
    await expect(chart).toHaveAttribute('aria-valuemax', '3');
    await page.getByRole('button', { name: 'Reset zoom' }).press('Enter');
    await expect(chart).toHaveAttribute('aria-valuemax', '30');
    await expect(chart).toBeFocused();
    const box = await chart.boundingBox();
    if (!box) throw new Error('The chart has no place');
    await page.mouse.move(box.x + box.width * 0.3, box.y + 100);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.6, box.y + 120, { steps: 4 });
    await page.mouse.up();
    await expect(page.getByText(/^Zoomed into .* of 30 days\./)).toBeVisible();
    await page.getByRole('button', { name: 'Reset zoom' }).click();
  });

  await test.step('a double click shows one series alone, Shift+Enter all of them again', async () => {
    const legend = page.getByRole('list', { name: 'Series of the chart' });
    await legend.getByRole('button', { name: 'Add-ons' }).dblclick();
    await expect(page.getByText(/ Not drawn: GPU Usage and No group\.$/)).toBeVisible();
    await expect(page.getByRole('status').filter({ hasText: '1 of 3 series shown: Add-ons' })).toBeAttached();
    await legend.getByRole('button', { name: 'Add-ons' }).press('Shift+Enter');
    await expect(page.getByText(/ Not drawn: /)).toHaveCount(0);
    await page.getByRole('button', { name: 'Show only…' }).press('Enter');
    await page.getByRole('menuitem', { name: 'Only GPU Usage' }).press('Enter');
    await expect(page.getByText(/ Not drawn: Add-ons and No group\.$/)).toBeVisible();
  });

  await test.step('the picture holds what is shown', async () => {
    await page.getByRole('button', { name: 'Copy, save or print the chart' }).press('Enter');
    await expect(page.getByRole('menuitem', { name: 'Copy figures as a table' })).toBeVisible();
    await expectAccessible(page);
    await page.keyboard.press('Escape');
  });
});

test('usage by customer, source and property, filtered and compared: every sum is the same', async ({ page }) => {
  await openPath(page, '/analytics?compare=true');
  const total = breakdown(page).getByRole('row', { name: /Total \(USD\)/ });
  await expect(total).toContainText('$438,974.1015');
  await expect(page.getByText(/ 14\.5% more than in the period before \(\$383,511\.6788\)\.$/)).toBeVisible();
  await expect(total).toContainText('$383,511.6788');
  await expect(total).toContainText('+14.5%');
  await expect(page.getByText('Dashed: the period before')).toBeVisible();
  await expectAccessible(page);

  await test.step('an open list keeps the keyboard, and a press elsewhere only closes it', async () => {
    const groups = await page.getByRole('link', { name: 'Groups', exact: true }).boundingBox();
    await page.getByRole('button', { name: /Group by$/ }).click();
    await expect(page.getByRole('option', { name: 'By group' })).toBeFocused();
    await expect(page.getByRole('main')).toHaveCount(0);
    await expectAccessible(page);
    await page.keyboard.press('Tab');
    await expect(page.getByRole('listbox').locator(':focus')).toHaveCount(1);
    await page.mouse.click((groups?.x ?? 0) + 10, (groups?.y ?? 0) + 10);
    await expect(page.getByRole('option')).toHaveCount(0);
    await expect(page.getByRole('button', { name: /Group by$/ })).toBeFocused();
    await expect(page).toHaveURL(/analytics/);
  });

  for (const by of ['feature', 'customer', 'plan']) {
    await page.getByRole('button', { name: /Group by$/ }).click();
    await page.getByRole('option', { name: `By ${by}` }).click();
    await expect(page.getByRole('heading', { name: `Cost by ${by}` })).toBeVisible();
    await expect(total).toContainText('$438,974.1015');
  }

  await test.step('by a property, whose values are priced apart', async () => {
    await page.getByRole('button', { name: /Group by$/ }).click();
    await page.getByRole('option', { name: 'By property…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Group by an event property' });
    await expect(dialog.getByRole('button', { name: 'region', exact: true })).toBeVisible();
    await expectAccessible(page);
    await dialog.getByRole('textbox', { name: 'Event property' }).fill('not a name');
    await page.keyboard.press('Enter');
    await expect(dialog.getByText(/Use letters, digits/)).toBeVisible();
    await dialog.getByRole('button', { name: 'region', exact: true }).click();
    await expect(page.getByText(/Each value of region is priced on its own here/)).toBeVisible();
    await expect(breakdown(page).getByRole('row', { name: /eu-west/ })).toBeVisible();
    await expectAccessible(page);
  });

  await test.step('a filter by property leaves the events with that text', async () => {
    await page.getByRole('button', { name: 'Property', exact: true }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'region', exact: true }).click();
    await page.getByRole('button', { name: 'region: all' }).click();
    await page.getByRole('option', { name: /eu-west/ }).click();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('button', { name: 'region: eu-west' })).toBeVisible();
    await expect(breakdown(page).getByRole('row', { name: /us-east/ })).toHaveCount(0);
    await expect(breakdown(page).getByRole('row', { name: /eu-west/ })).toBeVisible();
  });
});

test('behind a number are features, prices, customers and events, and each cost is explained', async ({ page }) => {
  await openPath(page, march7);
  const panel = page.getByRole('dialog', { name: 'Behind the number' });
  const level = (name: string) => panel.getByRole('heading', { name, level: 3 });
  const open = async (row: string | RegExp) => {
    const line = panel.getByRole('grid').getByRole('row', { name: row });
    const cost = (await line.getByRole('gridcell').last().innerText()).trim();
    await line.press('Enter');
    // The number one came from is the number one stands on.
    await expect(panel.getByRole('strong')).toHaveText(cost);
  };

  await breakdown(page)
    .getByRole('row', { name: /GPU Usage/ })
    .getByRole('button', { name: '$7,365.00' })
    .press('Enter');
  await expect(level('Features behind this')).toBeFocused();
  await expect(panel.getByRole('strong')).toHaveText('$7,365.00');
  await expectAccessible(page);
  await open(/LLM/);
  await expect(level('Prices behind this')).toBeFocused();
  await open(/LLM/);
  await expect(level('Customers behind this')).toBeVisible();
  await expectAccessible(page);
  await open(/Halden Robotics/);
  await expect(level('Events behind this')).toBeVisible();
  await expect(
    panel
      .getByRole('grid', { name: 'Events' })
      .getByRole('row', { name: /llm\.used/ })
      .first(),
  ).toBeVisible();
  await expectAccessible(page);

  await test.step('Escape and Alt+Left go back, a breadcrumb further', async () => {
    await page.keyboard.press('Escape');
    await expect(level('Customers behind this')).toBeFocused();
    await page.keyboard.press('Alt+ArrowLeft');
    await expect(level('Prices behind this')).toBeFocused();
    await panel.getByRole('navigation').getByRole('button', { name: 'GPU Usage' }).press('Enter');
    await expect(level('Features behind this')).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(panel).toBeHidden();
  });

  await test.step('how a cost was computed', async () => {
    await page.getByRole('button', { name: 'How was the cost of GPU computed?' }).press('Enter');
    await expect(level('How was this computed?')).toBeVisible();
    await expect(panel.getByRole('strong')).toHaveText('$3,460.00');
    await expect(panel.getByText(/^Version 1 of 1, valid from \w{3} \d+, \d{4}/)).toBeVisible();
    await expect(panel.getByText('All times are those of UTC.')).toBeVisible();
    await expect(panel.getByText(/\d{4}-\d\d-\d\dT/)).toHaveCount(0);
    await expect(panel.getByRole('link', { name: 'Base Plan' })).toBeVisible();
    await expect(panel.getByRole('table', { name: /^Tier walk of / }).first()).toBeVisible();
    await expect(panel.getByRole('button', { name: 'Copy the explanation' })).toBeVisible();
    await expectAccessible(page);
    await page.keyboard.press('Escape');
    await expect(panel).toBeHidden();
  });

  await test.step('a bar of the chart leads to what is behind it', async () => {
    await page.getByRole('slider', { name: 'Cost by group' }).press('Enter');
    await expect(level('Features behind this')).toBeVisible();
    await expect(panel.getByRole('strong')).toHaveText('$14,444.00');
  });
});

test('mistaken events are deleted where they are found, and every figure follows', async ({ page }) => {
  await openPath(page, march7);
  const panel = page.getByRole('dialog', { name: 'Behind the number' });
  const events = panel.getByRole('grid', { name: 'Events' });
  const total = breakdown(page)
    .getByRole('row', { name: /GPU Usage/ })
    .getByRole('button', { name: /^\$/ });
  await expect(total).toHaveText('$7,365.00');
  await total.press('Enter');
  for (const [level, row] of [
    ['Features', /LLM/],
    ['Prices', /LLM/],
    ['Customers', /Halden Robotics/],
  ] as const) {
    await expect(panel.getByRole('heading', { name: `${level} behind this` })).toBeFocused();
    await panel
      .getByRole('grid', { name: `${level} behind` })
      .getByRole('row', { name: row })
      .press('Enter');
  }
  await expect(events.getByRole('row', { name: /llm\.used/ }).first()).toBeVisible();
  const before = Number(/from ([\d,]+) event/.exec(await panel.getByText(/in all, from/).innerText())?.[1]);
  expect(before).toBeGreaterThan(2);

  await test.step('a question in front has Escape for itself', async () => {
    await events
      .getByRole('button', { name: /Actions|More/ })
      .first()
      .click();
    await page.getByRole('menuitem', { name: 'Delete…' }).press('Escape');
    await expect(panel.getByRole('heading', { name: 'Events behind this' })).toBeVisible();
    await events
      .getByRole('button', { name: /Actions|More/ })
      .first()
      .click();
    await page.getByRole('menuitem', { name: 'Delete…' }).click();
    await expect(page.getByRole('alertdialog', { name: 'Delete this event?' })).toBeVisible();
    await expectAccessible(page);
    await page.keyboard.press('Escape');
    await expect(page.getByRole('alertdialog')).toBeHidden();
    await expect(panel.getByRole('heading', { name: 'Events behind this' })).toBeVisible();
  });

  await test.step('two of them at once', async () => {
    await events.getByRole('checkbox').nth(1).press('Space');
    await events.getByRole('checkbox').nth(2).press('Space');
    await expect(panel.getByText('2 events selected')).toBeVisible();
    await panel.getByRole('button', { name: 'Delete…' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Delete events' }).click();
    await expect(page.getByText('Deleted 2 events')).toBeVisible();
    await expect(panel.getByText(`from ${before - 2} event`)).toBeVisible();
    await expect(panel.getByText('selected')).toBeHidden();
    await expectAccessible(page);
  });

  await test.step('all of the last page: the page before is shown', async () => {
    const late = Array.from({ length: 51 - (before - 2) }, (_, index) => ({
      event_id: `late-${index}`,
      event_name: 'llm.used',
      external_customer_id: 'halden-robotics',
      timestamp: '2026-03-07T00:00:00.000Z',
      properties: { units: '1' },
    }));
    await callFromPage(page, 'event.ingestBulk', { events: late }, await sandboxId(page));
    await panel.getByRole('button', { name: 'Next' }).click();
    await expect(panel.getByText('51 to 51 of 51')).toBeVisible();
    await events.getByRole('checkbox', { name: 'Select late-0' }).press('Space');
    await panel.getByRole('button', { name: 'Delete…' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Delete event' }).click();
    await expect(panel.getByText('from 50 events')).toBeVisible();
    await expect(events.getByRole('row', { name: /llm\.used/ }).first()).toBeVisible();
  });

  await panel.getByRole('button', { name: 'Close' }).click();
  await expect(total).not.toHaveText('$7,365.00');
});

test('where one stands below a number is in the link: back goes up, forward down, a reload stays', async ({ page }) => {
  await openPath(page, march7);
  const panel = page.getByRole('dialog', { name: 'Behind the number' });
  const level = (name: string) => panel.getByRole('heading', { name, level: 3 });
  const crumbs = panel.getByRole('navigation', { name: 'Path to the number' }).getByRole('listitem');
  const cost = breakdown(page)
    .getByRole('row', { name: /GPU Usage/ })
    .getByRole('button', { name: '$7,365.00' });
  await cost.press('Enter');
  await panel.getByRole('grid').getByRole('row', { name: /LLM/ }).press('Enter');
  await expect(level('Prices behind this')).toBeFocused();

  await page.reload();
  await expect(level('Prices behind this')).toBeVisible();
  await expect(crumbs).toHaveText(['GPU Usage', 'LLM']);
  await expect(panel.getByRole('strong')).toHaveText('$3,905.00');

  await page.goBack();
  await expect(level('Features behind this')).toBeVisible();
  await page.goForward();
  await expect(level('Prices behind this')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(level('Features behind this')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(panel).toBeHidden();
  await expect(cost).toBeVisible();
  // The way up led back through the history, not on: there is nothing more to go back to but what was before.
  await page.goForward();
  await expect(level('Features behind this')).toBeVisible();
  await page.goBack();
  await expect(panel).toBeHidden();

  await test.step('a window of the chart stays that window, and its link works elsewhere', async () => {
    await page.getByRole('slider', { name: 'Cost by group' }).press('Enter');
    await expect(panel.getByRole('strong')).toHaveText('$14,444.00');
    const link = await page.evaluate(() => window.location.hash.slice(1));
    await page.keyboard.press('Escape');
    await expect(panel).toBeHidden();
    await openPath(page, '/groups');
    await expect(page.getByRole('heading', { name: 'Groups', level: 1 })).toBeVisible();
    await openPath(page, link);
    await expect(panel.getByRole('strong')).toHaveText('$14,444.00');
    await page.keyboard.press('Escape');
    await expect(panel).toBeHidden();
  });

  await test.step('a link to nothing shows the report', async () => {
    await openPath(page, `${march7}&drill=${encodeURIComponent('{"steps":[{"level":"moon"}]}')}`);
    await expect(cost).toBeVisible();
    await expect(panel).toBeHidden();
  });
});

test('one customer alone, read-only: the same figures as the filter gives', async ({ page }) => {
  await openPath(page, '/customers');
  const list = page.getByRole('grid', { name: 'Customers' });
  await expect(list.getByRole('row', { name: /Fjord Analytics/ })).toContainText('Base Plan');
  await expectAccessible(page);
  await page.keyboard.press('/');
  await page.keyboard.type('fjord');
  await expect(list.getByRole('row')).toHaveCount(2);
  await list.getByRole('row', { name: /Fjord/ }).press('Enter');

  await expect(page.getByRole('heading', { name: 'Fjord Analytics', level: 1 })).toBeVisible();
  await expect(breakdown(page)).toBeVisible();
  await expectAccessible(page);
  const main = page.getByRole('main');
  const controls = await main.getByRole('button').allInnerTexts();
  const harmless = ['Add-ons', 'Print or save as PDF…'];
  expect(
    controls.filter((text) => /add|create|edit|export|delete|archive|put|save/i.test(text) && !harmless.includes(text)),
  ).toEqual([]);
  await expect(main.getByRole('link')).toHaveCount(0);

  const own = await shownRows(page);
  const customer = page.url().match(/customers\/([^?]+)/)?.[1];
  await main.evaluate((element) => element.scrollTo(0, element.scrollHeight));
  await openPath(page, `/analytics?customers=${encodeURIComponent(JSON.stringify([customer]))}`);
  await expect(page.getByRole('button', { name: 'Customers: Fjord Analytics' })).toBeVisible();
  // A page opens at its beginning, however far the one before was scrolled.
  await expect(page.getByRole('heading', { name: 'Analytics', level: 1 })).toBeFocused();
  expect(await main.evaluate((element) => element.scrollTop)).toBe(0);
  await expect.poll(() => shownRows(page)).toEqual(own);
});

test.describe('where nothing is yet', () => {
  test.use({ startsWith: 'nothing' });

  test('an empty environment says what Analytics and Customers are for', async ({ page }) => {
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await openPath(page, '/analytics');
    await expect(page.getByRole('heading', { name: 'No usage yet' })).toBeVisible();
    await expect(page.getByText('in the breakdown')).toHaveCount(0);
    await expectAccessible(page);
    await test.step('events that nothing measures: all data is shown already, and is not offered', async () => {
      const event = { event_name: 'login', external_customer_id: 'ada', timestamp: '2026-03-07T10:00:00Z' };
      await callFromPage(page, 'event.ingest', event, await sandboxId(page));
      await openPath(page, '/analytics?range=all');
      await expect(page.getByRole('heading', { name: 'Nothing was charged in this range' })).toBeVisible();
      await expect(page.getByRole('button', { name: 'Show all data' })).toHaveCount(0);
      await expect(page.getByText('in the breakdown')).toHaveCount(0);
    });
    await openPath(page, '/customers');
    await expect(page.getByRole('heading', { name: 'No customers yet' })).toBeVisible();
    await expectAccessible(page);
  });
});
