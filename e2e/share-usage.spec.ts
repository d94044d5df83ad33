import { callFromPage, sandboxId } from './doors/call-from-page';
import { expect, test } from './doors/fixture';
import { expectAccessible } from './support/expect-accessible';
import { freePort } from './support/free-port';
import { openPath } from './support/open-path';

test.use({ startsWith: 'sample' });

test('a customer gets a link to its own usage, once the HTTP API is on', async ({ page }) => {
  await openPath(page, '/customers');
  await page.getByRole('row', { name: /Halden Robotics/ }).dblclick();
  await expect(page.getByRole('heading', { level: 1, name: 'Halden Robotics' })).toBeVisible();

  await page.getByRole('button', { name: 'Share usage link…' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('served by the HTTP API, which is off');
  await expect(dialog.getByRole('link', { name: 'Settings' })).toBeVisible();
  await expectAccessible(page);

  const input = { enabled: true, port: await freePort() };
  expect(await callFromPage(page, 'apiServer.update', input, await sandboxId(page))).toMatchObject({ ok: true });
  await dialog.getByRole('button', { name: /The link works for/ }).click();
  await page.getByRole('option', { name: '7 days' }).click();
  await expectAccessible(page);
  await dialog.getByRole('button', { name: /Create link/ }).click();
  const link = new URL(await dialog.getByRole('textbox', { name: 'Link' }).inputValue());
  await expectAccessible(page);

  expect((await fetch(link)).status).toBe(200);
  const answer = await fetch(new URL('/portal/usage', link), {
    method: 'POST',
    headers: { 'x-session-token': link.hash.slice(1) },
    body: '{}',
  });
  expect(await answer.json()).toMatchObject({ customer_name: 'Halden Robotics' });
  await dialog.getByRole('button', { name: 'Done' }).click();
  await expect(page.getByRole('button', { name: 'Share usage link…' })).toBeFocused();
});
