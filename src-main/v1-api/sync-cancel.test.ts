import { afterEach, beforeEach, expect, test } from 'vitest';
import { type TestCore, testCore } from '../core/test-core';
import { syncNow, type TestNetwork, type TestServer, testNetwork, testServer } from './test-servers';

const address = 'http://127.0.0.1:1';
let server: TestServer;
let network: TestNetwork;
let core: TestCore;

beforeEach(async () => {
  server = await testServer();
  network = testNetwork({ [address]: server });
  core = testCore({ fetch: network.fetch });
  await core.call('connection.save', { base_url: address, api_key: server.key });
  await syncNow(core);
});
afterEach(async () => {
  for (const one of [core, server.core]) await one.close();
});

test('a sync that somebody cancels begins again with the next edit, not by itself, and is not told as in step', async () => {
  const edited = await core.call('group.create', { name: 'Alpha', lookup_key: 'alpha', entity_type: 'price' });
  const asked = new Promise<void>((resolve) => {
    network.before = async () => {
      resolve();
      await new Promise((go) => setImmediate(go));
    };
  });
  const run = core.app.sync?.start(core.environment_id);
  await asked;
  await core.call('sync.cancel', {});
  expect((await run)?.state).toBe('cancelled');
  const cancelled = { state: 'cancelled', next_try_at: null, problem: null };
  expect(await core.call('sync.status', {})).toMatchObject(cancelled);
  const item = { entity: 'group', id: edited.id } as const;
  await core.call('pending.note', { ...item, note: 'Not today' });
  await core.call('pending.hold', { items: [item] });
  await core.call('pending.revert', { items: [item] });
  // Who cancels to keep something from being sent has the time for it.
  expect(await core.call('sync.status', {})).toMatchObject({ ...cancelled, pending: 0 });
  await core.call('group.create', { name: 'Beta', lookup_key: 'beta', entity_type: 'price' });
  expect((await core.call('sync.status', {})).next_try_at).not.toBeNull();
  await syncNow(core);
  expect((await core.call('sync.status', {})).state).toBe('online');
});
