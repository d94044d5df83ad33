import type { Route } from '@playwright/test';
import { callFromPage, sandboxId } from './doors/call-from-page';
import { expect, test } from './doors/fixture';
import { expectAccessible } from './support/expect-accessible';
import { openPath } from './support/open-path';

test.use({ startsWith: 'sample' });

test('a long comparison says so and can be stopped and begun again; one that fails can be tried again', async ({
  page,
}) => {
  await openPath(page, '/what-if');
  const { data } = await callFromPage(page, 'plan.search', { limit: 1 }, await sandboxId(page));
  const change = {
    kind: 'everyone_on_plan',
    plan_id: data?.items?.[0]?.id,
    currency: 'usd',
    billing_period: 'MONTHLY',
  };
  const held: Route[] = [];
  let mayPass = false;
  await page.route('**/rpc/whatIf.compare', (route) => (mayPass ? route.continue() : held.push(route)));
  await page.evaluate(
    (changes) => {
      window.location.hash = `/what-if?range=all&changes=${encodeURIComponent(JSON.stringify(changes))}`;
    },
    [change],
  );
  const goTo = (range: string) =>
    page.evaluate((next) => {
      window.location.hash = window.location.hash.replace(/range=all|range=custom&from=[\d-]+&to=[\d-]+/, next);
    }, range);
  const comparison = page.getByRole('treegrid', { name: 'Comparison by group' });

  await test.step('stopped before there was anything', async () => {
    await expect(page.getByRole('progressbar', { name: 'Pricing past usage' })).toBeVisible();
    await page.getByRole('button', { name: 'Cancel: Pricing past usage' }).press('Enter');
    await expect(page.getByText('Stopped before anything was compared.')).toBeVisible();
    await expect(page.getByRole('progressbar', { name: 'Pricing past usage' })).toBeHidden();
    await expect(page.getByRole('button', { name: 'Compare', exact: true })).toBeFocused();
  });

  await test.step('one that fails says so', async () => {
    await page.keyboard.press('Enter');
    await expect.poll(() => held.length).toBeGreaterThan(1);
    const error = { code: 'internal', message: 'The store is busy elsewhere' };
    await held.at(-1)?.fulfill({ json: { ok: false, error } });
    await expect(page.getByRole('alert').filter({ hasText: error.message })).toBeVisible();
  });

  await test.step('and comes when it is tried again', async () => {
    mayPass = true;
    await page.getByRole('button', { name: 'Retry' }).press('Enter');
    await expect(comparison).toBeVisible();
  });

  await test.step('how far it has come is told while it is worked out', async () => {
    const answered = Promise.withResolvers<void>();
    const slowly = async (route: Route) => {
      const response = await route.fetch();
      await answered.promise;
      await route.fulfill({ response });
    };
    await page.route('**/rpc/whatIf.compare', slowly);
    await goTo('range=custom&from=2026-03-01&to=2026-03-31');
    await expect(page.getByText(/^Pricing past usage \d+ %$/)).toBeVisible();
    answered.resolve();
    await expect(page.getByRole('progressbar', { name: 'Pricing past usage' })).toBeHidden();
    await page.unroute('**/rpc/whatIf.compare', slowly);
  });

  await test.step('every page is printed in light', async () => {
    const html = page.locator('html');
    const fire = (name: string) => page.evaluate((event) => void window.dispatchEvent(new Event(event)), name);
    await page.emulateMedia({ colorScheme: 'dark' });
    await expect(html).toHaveAttribute('data-theme', 'dark');
    await fire('beforeprint');
    await expect(html).toHaveAttribute('data-theme', 'light');
    await fire('afterprint');
    await expect(html).toHaveAttribute('data-theme', 'dark');
  });

  await test.step('the answer before can be read while the next one is worked out', async () => {
    mayPass = false;
    held.length = 0;
    await goTo('range=custom&from=2026-02-01&to=2026-03-31');
    await expect.poll(() => held.length).toBeGreaterThan(0);
    await expect(page.getByRole('progressbar', { name: 'Pricing past usage' })).toBeVisible();
    await expect(comparison).toBeVisible();
    await expectAccessible(page);
  });

  await test.step('another range withdraws the question before', async () => {
    const asked = held.at(-1)?.request().postDataJSON().context.request_id as string;
    const withdrawn = page.waitForRequest(
      (request) => request.url().endsWith('/rpc/request.cancel') && request.postDataJSON().input.request_id === asked,
    );
    mayPass = true;
    await goTo('range=all');
    await withdrawn;
    await expect(page.getByRole('progressbar', { name: 'Pricing past usage' })).toBeHidden();
  });
});
