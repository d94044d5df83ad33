import { groupOf } from './api/api-client';
import { callFromPage, sandboxId } from './doors/call-from-page';
import { launchElectron } from './doors/launch-electron';
import { expect, test } from './support/second-server';

test('the icon in the dock or taskbar shows how many changes wait to be sent', async ({ server, profileDir }) => {
  const { app, page } = await launchElectron(profileDir);
  // What the icon shows is the desktop's; what it was told is looked at here.
  await app.evaluate((electron) => {
    const told: number[] = [];
    Object.assign(globalThis, { told });
    electron.app.setBadgeCount = (count = 0) => told.push(count) > 0;
  });
  const told = () => app.evaluate(() => (globalThis as unknown as { told: number[] }).told.at(-1));
  const environment = await sandboxId(page);
  const { address: base_url, key: api_key } = server;
  const saved = await callFromPage(page, 'connection.save', { base_url, api_key, send: 'review' }, environment);
  expect(saved.error).toBeUndefined();
  await callFromPage(page, 'group.create', groupOf('GPU'), environment);
  await callFromPage(page, 'group.create', groupOf('Storage'), environment);
  await expect.poll(told).toBe(2);
  const { data } = await callFromPage(page, 'pending.list', {}, environment);
  await callFromPage(
    page,
    'pending.send',
    { items: data?.items?.map(({ entity, id }) => ({ entity, id })) },
    environment,
  );
  await expect.poll(told).toBe(0);
  await app.close();
});
