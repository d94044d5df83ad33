import type { Page } from '@playwright/test';
import { callFromPage, sandboxId } from '../doors/call-from-page';
import { expect, test } from '../doors/fixture';
import { freePort, occupyPort } from '../support/free-port';
import { apiClient, groupOf } from './api-client';

const show = async (page: Page) => (await callFromPage(page, 'apiServer.get', {})).data;
const update = async (page: Page, input: object) => (await callFromPage(page, 'apiServer.update', input)).data;

test('the app serves its catalog while the switch is on, also after a restart', { tag: '@both-doors' }, async ({
  page,
  relaunch,
}) => {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}/v1`;
  expect(await show(page)).toMatchObject({ enabled: false, state: 'off', url: null });
  expect(await update(page, { enabled: true, port })).toMatchObject({ enabled: true, state: 'on', url });

  const environment = await sandboxId(page);
  const { data } = await callFromPage(page, 'apiKey.create', { name: 'test' }, environment);
  const send = apiClient(url, String(data?.key));
  expect((await send('POST', '/groups', groupOf('Tokens'))).status).toBe(201);
  const found = await callFromPage(page, 'group.search', {}, environment);
  expect(found.data?.items?.map(({ name }) => name)).toEqual(['Tokens']);
  await callFromPage(page, 'apiKey.revoke', { id: data?.id }, environment);
  // The same program knows at once.
  expect((await send('GET', '/groups/x')).status).toBe(401);

  const restarted = await relaunch();
  await expect.poll(async () => (await show(restarted))?.state).toBe('on');
  expect((await send('GET', '/groups/x')).status).toBe(401);
  expect(await update(restarted, { enabled: false })).toMatchObject({ enabled: false, state: 'off', url: null });
  await expect(send('GET', '/groups/x')).rejects.toThrow();
});

test('a taken port is told with a sentence, and another one works', async ({ page }) => {
  const taken = await occupyPort();
  expect(await update(page, { enabled: true, port: taken.port })).toMatchObject({
    state: 'failed',
    message: `Port ${taken.port} is used by another program. Choose another port.`,
  });
  await taken.release();
  expect(await update(page, { enabled: true })).toMatchObject({ state: 'on', message: null });
  await update(page, { enabled: false });
});
