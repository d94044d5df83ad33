import type { Locator } from '@playwright/test';
import { expectAccessible } from './support/expect-accessible';
import { openPath } from './support/open-path';
import { expect, test } from './support/second-server';
import { syncedSandbox } from './support/synced-sandbox';

const edgesOf = (element: Locator) =>
  element.evaluate((one) => {
    const { top, left, bottom, right } = one.getBoundingClientRect();
    return { top, left, bottom, right };
  });
type Edges = Awaited<ReturnType<typeof edgesOf>>;

const isWithin = (inner: Edges, outer: Edges): boolean =>
  inner.top >= outer.top && inner.left >= outer.left && inner.bottom <= outer.bottom && inner.right <= outer.right;

test('at 200 % zoom the sync panel with all it can tell fits the window, and everything in it is reached by keyboard', async ({
  page,
  server,
}) => {
  const { sync } = await syncedSandbox(page, server);
  const problem =
    'The server at http://pricing.an-address-of-a-company.example:4780 answers, but says that something broke on its side. It is asked again soon.';
  await page.route('**/rpc/sync.status', async (route) => {
    const reply = await (await route.fetch()).json();
    const told = { state: 'error', problem, pending: 12_345, held: 20, to_review: 300, local_only: 7, conflicts: 1234 };
    await route.fulfill({ json: { ...reply, data: { ...reply.data, ...told } } });
  });
  await page.setViewportSize({ width: 512, height: 400 });
  await sync();
  await openPath(page, '/groups');
  await page
    .getByRole('contentinfo')
    .getByRole('button', { name: /^Sync: Sync error/ })
    .press('Enter');
  const panel = page.getByRole('dialog', { name: 'Sync' });
  await expect(panel).toContainText(problem);
  const edges = await edgesOf(panel);
  expect(isWithin(edges, { top: 0, left: 0, bottom: 400, right: 512 })).toBe(true);
  expect(await panel.evaluate((one) => one.scrollWidth - one.clientWidth)).toBe(0);
  await expectAccessible(page);
  // The moment of the last sync comes first: it tells the exact time.
  await page.keyboard.press('Tab');
  for (const target of [
    panel.getByRole('link', { name: /12,345/ }),
    panel.getByRole('link', { name: /1,234 rows to decide about/ }),
    panel.getByRole('link', { name: 'History and settings' }),
    panel.getByRole('switch', { name: 'Work offline' }),
    panel.getByRole('button', { name: 'Sync now' }),
  ]) {
    await page.keyboard.press('Tab');
    await expect(target).toBeFocused();
    // Of a switch only what stands beside it is seen.
    const seen = (await target.getAttribute('role')) === 'switch' ? panel.getByText('Work offline') : target;
    await expect.poll(async () => isWithin(await edgesOf(seen), edges)).toBe(true);
  }
  await page.keyboard.press('Escape');
  await expect(panel).toBeHidden();
});
