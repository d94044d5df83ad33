import { expectAccessible } from './support/expect-accessible';
import { openPath } from './support/open-path';
import { expect, test } from './support/second-server';

test.use({ startsWith: 'sample' });

test('recorded events are sent on request, and usage is compared with the server', async ({ page, server }) => {
  await openPath(page, '/settings/sync');
  await page.getByRole('textbox', { name: 'Address' }).fill(server.address);
  await page.getByLabel(/^API key/).fill(server.key);
  await page.keyboard.press('Enter');
  await expect(page.getByText('The server answers and accepts the key')).toBeVisible();
  await page.keyboard.press('Enter');

  const events = page.getByRole('region', { name: 'Usage events' });
  await test.step('nothing is sent by itself; a press sends everything', async () => {
    await expect(events.getByRole('status')).toContainText('not sent yet');
    await events.getByRole('button', { name: 'Send events' }).press('Enter');
    await expect(events.getByRole('status')).toContainText('Every event was sent.', { timeout: 30_000 });
    await expectAccessible(page);
    const { body } = await server.send('POST', '/events/query', {
      page_size: 1,
      start_time: '2020-01-01T00:00:00Z',
      end_time: '2100-01-01T00:00:00Z',
    });
    expect(body.events).toHaveLength(1);
  });

  await test.step('the server’s figures stand beside the local ones', async () => {
    await openPath(page, '/analytics');
    await page.getByRole('switch', { name: 'Compare with server' }).press('Space');
    const compared = page.getByRole('region', { name: 'Compared with the server' });
    // The server counts the events, but its catalog has no prices for them yet.
    await expect(compared.getByRole('status')).toContainText(/rows? differs?/, { timeout: 30_000 });
    await expect(compared.getByRole('table', { name: 'Usage and cost here and on the server' })).toContainText(
      'Differs',
    );
    await expectAccessible(page);
  });

  await test.step('without the server it is said, and can be tried again', async () => {
    const compared = page.getByRole('region', { name: 'Compared with the server' });
    await server.stop();
    await compared.getByRole('button', { name: 'Compare again' }).press('Enter');
    await expect(compared.getByRole('alert')).toBeVisible({ timeout: 30_000 });
    await server.start();
    await compared.getByRole('button', { name: 'Compare again' }).press('Enter');
    await expect(compared.getByRole('status')).toContainText(/rows? differs?/, { timeout: 30_000 });
  });
});
