import type { Page } from '@playwright/test';
import { expect, test } from './doors/fixture';
import { expectAccessible } from './support/expect-accessible';
import { openPath } from './support/open-path';

// States that a healthy program passes through too fast to be looked at: the page is told of them in its stead.
const tell = (page: Page, name: string, reply: unknown) =>
  page.route(`**/rpc/${name}`, (route) => route.fulfill({ json: reply }));

const off = { enabled: false, port: 4780, state: 'off', url: null, message: null };

test('the HTTP API page says what it waits for and what could not be shown', async ({ page }) => {
  await tell(page, 'apiServer.get', { ok: false, error: { code: 'internal_error', message: 'The state is unknown.' } });
  await tell(page, 'apiKey.list', { ok: false, error: { code: 'internal_error', message: 'No keys can be read.' } });
  await openPath(page, '/settings/api');
  const alerts = page.getByRole('alert');
  await expect(alerts).toContainText(['The state is unknown.', 'No keys can be read.']);
  await expectAccessible(page);

  await page.unroute('**/rpc/apiKey.list');
  await alerts.filter({ hasText: 'No keys' }).getByRole('button', { name: 'Retry' }).click();
  await expect(page.getByText('No API keys of Sandbox yet')).toBeVisible();

  await page.unroute('**/rpc/apiServer.get');
  await tell(page, 'apiServer.get', { ok: true, data: { ...off, enabled: true, state: 'starting' } });
  await alerts.getByRole('button', { name: 'Retry' }).click();
  await expect(page.getByRole('region', { name: 'The server' }).getByRole('status').first()).toContainText('Starting…');
  await expectAccessible(page);
});

test('a window at 200 % zoom has no page scroll sideways, and a refused switch says why', async ({ page }) => {
  await page.setViewportSize({ width: 512, height: 400 });
  await tell(page, 'apiServer.get', { ok: true, data: off });
  await openPath(page, '/settings/api');
  await expect(page.getByText('No API keys of Sandbox yet')).toBeVisible();
  await tell(page, 'apiServer.update', { ok: false, error: { code: 'internal_error', message: 'The disk is full.' } });
  await page.getByRole('switch', { name: 'Serve the v1 API on this computer' }).press('Space');
  await expect(page.getByRole('alert')).toContainText('The disk is full.');
  await expect(page.getByRole('switch', { name: 'Serve the v1 API on this computer' })).not.toBeChecked();
  const overflow = await page.getByRole('main').evaluate((main) => main.scrollWidth - main.clientWidth);
  expect(overflow).toBe(0);
});
