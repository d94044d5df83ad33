import type { BrowserContext, Page } from '@playwright/test';
import { apiClient } from './api/api-client';
import { createKey, runServe } from './api/launch-serve';
import { expect, test } from './api/serve-fixture';
import { expectAccessible } from './support/expect-accessible';

/** A link to a customer of the sample catalog, made by a running server. */
async function sampleLink(profileDir: string, serve: (args: string[]) => Promise<{ url: string }>) {
  const { url } = await serve(['--sample']);
  const { key, id } = await createKey(profileDir);
  const send = apiClient(url, key);
  const { body } = await send('POST', '/portal/links', { external_customer_id: 'halden-robotics' });
  return { send, key_id: id, link: String(body.url), token: String(body.token), origin: new URL(url).origin };
}

/** Opens the page and keeps every address it asks for, and everything the browser complains about. */
async function openLink(context: BrowserContext, link: string) {
  const page = await context.newPage();
  const asked: string[] = [];
  const complaints: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(link);
  return { page, asked, complaints };
}

const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name });

test('a link shows the usage of its customer, and asks for nothing but that', async ({
  profileDir,
  serve,
  context,
}) => {
  const { link, origin } = await sampleLink(profileDir, serve);
  expect(link.startsWith(`${origin}/portal/#`)).toBe(true);
  const { page, asked, complaints } = await openLink(context, link);
  await expect(heading(page, 'Halden Robotics')).toBeVisible();
  await expect(page).toHaveTitle('Usage · Halden Robotics');
  await expect(page.getByRole('slider', { name: 'Usage Trend' })).toBeVisible();
  const breakdown = page.getByRole('treegrid', { name: 'Usage Breakdown' });
  await expect(breakdown.getByRole('row', { name: /GPU Usage/ }).first()).toBeVisible();
  await expect(breakdown).toContainText('Total (USD)');
  await expectAccessible(page);

  // Nothing leads into the catalog, and no row explains itself by prices.
  await expect(page.getByRole('link')).toHaveCount(0);
  await expect(page.getByRole('navigation')).toHaveCount(0);
  await expect(page.getByRole('button', { name: /^Prices of/ })).toHaveCount(0);
  expect(asked.filter((path) => !/^\/portal\/(|usage|icon\.svg|theme\.js|assets\/[\w.-]+)$/.test(path))).toEqual([]);
  expect(complaints).toEqual([]);
});

test('other days are one press away, by keyboard too, and the chart is a table for who wants one', async ({
  profileDir,
  serve,
  context,
}) => {
  const { link } = await sampleLink(profileDir, serve);
  const { page } = await openLink(context, link);
  await page.getByRole('button', { name: /Date range/ }).press('Enter');
  await page.getByRole('button', { name: 'Today' }).press('Enter');
  await expect(page.getByText('No charged usage in this range')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Show all data' }).press('Enter');
  await expect(page.getByRole('slider', { name: 'Usage Trend' })).toBeVisible();
  await expect(page.getByRole('button', { name: /^Date range/ })).toBeFocused();
  await page.getByRole('button', { name: 'View as table' }).click();
  await expect(page.getByRole('grid', { name: 'Usage Trend' })).toBeVisible();
  await expectAccessible(page);
});

test('a page that is narrow, or at 200 % zoom, never scrolls sideways', async ({ profileDir, serve, browser }) => {
  const { send } = await sampleLink(profileDir, serve);
  const name = 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft'.repeat(3);
  const { body: customer } = await send('POST', '/customers', { external_id: 'long', name });
  const { body: long } = await send('POST', '/portal/links', { customer_id: customer.id });
  const { body: sample } = await send('POST', '/portal/links', { external_customer_id: 'halden-robotics' });
  for (const width of [640, 360]) {
    const context = await browser.newContext({ viewport: { width, height: 600 }, colorScheme: 'dark' });
    for (const { url } of [long, sample]) {
      const { page } = await openLink(context, String(url));
      await expect(page.getByRole('button', { name: 'Print' })).toBeVisible();
      await expect(page.getByText('Total cost', { exact: true })).toBeVisible();
      await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
      const overflow = await page.evaluate(() => {
        const { scrollWidth, clientWidth } = document.documentElement;
        return scrollWidth - clientWidth;
      });
      expect(overflow, `${width} px`).toBe(0);
      await page.close();
    }
    await context.close();
  }
});

test('a link that was cut short says so, and one whose key is revoked ends at once', async ({
  profileDir,
  serve,
  context,
}) => {
  const { link, origin, token, key_id } = await sampleLink(profileDir, serve);
  for (const address of [`${origin}/portal/`, link.slice(0, -5)]) {
    const { page } = await openLink(context, address);
    await expect(page.getByText('This link does not work any more')).toBeVisible();
    await expectAccessible(page);
    await page.close();
  }
  const { page } = await openLink(context, link);
  await expect(heading(page, 'Halden Robotics')).toBeVisible();
  await runServe(profileDir, ['keys', 'revoke', key_id]);
  await page.reload();
  await expect(page.getByText('This link does not work any more')).toBeVisible();
  const direct = (path: string) => fetch(`${origin}${path}`, { headers: { 'x-api-key': token } });
  expect((await direct('/v1/customers')).status).toBe(401);
  expect((await direct('/portal/index.html')).status).toBe(404);
});

test('a server that is gone is said, and found again', async ({ profileDir, serve, context }) => {
  const { link } = await sampleLink(profileDir, serve);
  const page = await context.newPage();
  await page.route('**/portal/usage', (route) => route.abort());
  await page.goto(link);
  await expect(page.getByRole('alert')).toContainText('The server cannot be reached');
  await expectAccessible(page);
  await page.unroute('**/portal/usage');
  await page.getByRole('button', { name: 'Retry' }).click();
  await expect(heading(page, 'Halden Robotics')).toBeVisible();
});
