import type { Locator, Page } from '@playwright/test';
import { callFromPage, sandboxId } from './doors/call-from-page';
import { expect, test } from './doors/fixture';
import { openPath } from './support/open-path';
import { readPdf } from './support/read-pdf';

test.use({ startsWith: 'sample' });

const longName = 'Inference for enterprise customers with a dedicated capacity commitment in northern Europe, tier 0';

/** Gives the group its long name before a screen shows it. */
async function renameGroup(page: Page): Promise<void> {
  const environment = await sandboxId(page);
  const found = await callFromPage(page, 'group.search', { search: 'GPU Usage' }, environment);
  const renamed = await callFromPage(
    page,
    'group.update',
    { id: found.data?.items?.[0]?.id, name: longName },
    environment,
  );
  expect(renamed.error).toBeUndefined();
}

const isCut = (element: Locator) => element.evaluate(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth + 1);

test('a group with a long name: the chart, its figures, menu and paper show it, on a narrow page too', async ({
  page,
}) => {
  await renameGroup(page);
  await openPath(page, '/analytics?range=custom&from=2026-03-01&to=2026-03-31');
  await page.setViewportSize({ width: 640, height: 900 });
  const legend = page.getByRole('list', { name: 'Series of the chart' }).getByText(longName);
  await expect(legend).toHaveAttribute('title', longName);

  await test.step('the figures of a day amid the chart stay on it', async () => {
    const chart = page.getByRole('slider', { name: 'Cost by group' });
    const { width, height } = (await chart.boundingBox()) ?? { width: 0, height: 0 };
    for (const share of [0.3, 0.49, 0.7]) {
      await chart.hover({ position: { x: width * share, y: height / 2 } });
      const figures = page.locator('div[aria-hidden]', { hasText: longName }).filter({ hasText: 'Total' }).last();
      await expect(figures).toBeVisible();
      const [card, whole] = [await figures.boundingBox(), await chart.boundingBox()];
      expect(card?.x).toBeGreaterThanOrEqual(whole?.x ?? 0);
      expect((card?.x ?? 0) + (card?.width ?? 0)).toBeLessThanOrEqual((whole?.x ?? 0) + (whole?.width ?? 0) + 1);
    }
  });

  await test.step('on paper the legend has it whole, and nothing covers the chart', async () => {
    await expect.poll(() => isCut(legend)).toBe(true);
    await page.emulateMedia({ media: 'print' });
    await expect.poll(() => isCut(legend)).toBe(false);
    await expect(page.locator('div[aria-hidden]', { hasText: longName }).last()).toBeHidden();
    await page.emulateMedia({ media: null });
  });

  await test.step('the menu of the series is no wider than any other', async () => {
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.getByRole('button', { name: 'Show only…' }).press('Enter');
    const menu = page.getByRole('menu', { name: 'Show only…' });
    await expect(menu.getByRole('menuitem', { name: `Only ${longName}` })).toBeVisible();
    expect((await menu.boundingBox())?.width).toBeLessThanOrEqual(400);
  });

  await test.step('a header of the table that is cut can be read whole', async () => {
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'View as table' }).press('Enter');
    const header = page.getByRole('grid', { name: 'Cost by group' }).getByRole('columnheader', { name: longName });
    await expect(header.getByText(longName)).toHaveAttribute('title', longName);
  });
});

test('plans with long names: the review of a what-if says what ends and what begins', async ({ page }) => {
  const environment = await sandboxId(page);
  const { data } = await callFromPage(page, 'plan.search', {}, environment);
  const plans = data?.items ?? [];
  const idOf = (name: string) => plans.find((plan) => plan.name === name)?.id;
  const changes = [{ kind: 'swap_plan', from_plan_id: idOf('Base Plan'), to_plan_id: idOf('Pro Plan') }];
  for (const [index, { id }] of plans.entries()) {
    const name = `Agreement for regulated industries with dedicated support and reserved capacity, edition ${index}`;
    expect((await callFromPage(page, 'plan.update', { id, name }, environment)).error).toBeUndefined();
  }
  await openPath(page, `/what-if?changes=${encodeURIComponent(JSON.stringify(changes))}`);
  await page.getByRole('button', { name: 'Make it real…' }).press('Enter');
  const steps = page.getByRole('grid', { name: 'What ends and begins' });
  for (const what of ['ends', 'begins']) {
    const cell = steps.getByRole('gridcell', { name: new RegExp(` ${what}$`) }).first();
    const [word, box] = [await cell.getByText(what, { exact: true }).boundingBox(), await cell.boundingBox()];
    expect((word?.x ?? 0) + (word?.width ?? 0)).toBeLessThanOrEqual((box?.x ?? 0) + (box?.width ?? 0));
  }
});

test('the events behind a number fit their panel, and what a cell cuts can be copied with the keyboard', async ({
  page,
}) => {
  await openPath(page, '/analytics?range=custom&from=2026-03-01&to=2026-03-31');
  await page.getByRole('button', { name: /^\$/ }).first().press('Enter');
  const panel = page.getByRole('dialog', { name: 'Behind the number' });
  for (const level of ['Features', 'Prices', 'Customers']) {
    const grid = panel.getByRole('grid', { name: new RegExp(`^${level} behind `) });
    expect(await isCut(grid), level).toBe(false);
    await grid.getByRole('row').nth(1).press('Enter');
  }
  const events = panel.getByRole('grid', { name: 'Events' });
  await expect(events.getByRole('row').nth(1)).toBeVisible();
  expect(await isCut(events)).toBe(false);
  await events.getByRole('row').nth(1).press('Shift+F10');
  await page.getByRole('menuitem', { name: 'Copy properties' }).press('Enter');
  await expect(page.getByText('Properties copied')).toBeVisible();
});

test('on paper a table of more columns than a sheet has room for goes on below, with every total', async ({ page }) => {
  await openPath(page, '/analytics?range=custom&from=2026-03-01&to=2026-03-07&by=customer');
  await page.getByRole('button', { name: 'View as table' }).press('Enter');
  const tables = page.getByRole('grid', { name: 'Cost by customer' });
  await expect(tables).toHaveCount(1);
  await page.setViewportSize({ width: 720, height: 900 });
  await page.emulateMedia({ media: 'print' });
  await expect.poll(() => tables.count()).toBeGreaterThan(1);
  for (const table of await tables.all()) {
    await expect(table.getByRole('row')).toHaveCount(8);
    expect((await table.boundingBox())?.width).toBeLessThanOrEqual(720);
  }
  await expect(tables.last().getByRole('columnheader').last()).toHaveText('Total');
  await page.emulateMedia({ media: null });

  await test.step('printed at once, every sheet has something on it', async () => {
    await openPath(page, '/analytics?range=all&by=customer');
    await expect(tables.getByRole('row').nth(1)).toBeVisible();
    const { pages } = readPdf(await page.pdf({ format: 'A4' }));
    for (const [index, text] of pages.entries()) expect(text).toContain(`Page ${index + 1} of ${pages.length}`);
  });
});
