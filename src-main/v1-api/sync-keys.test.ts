import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type TestCore, testCore } from '../core/test-core';
import { syncNow, type TestNetwork, type TestServer, testNetwork, testServer } from './test-servers';

const address = 'http://127.0.0.1:1';
let core: TestCore;
let a: TestServer;
let network: TestNetwork;
beforeEach(async () => {
  a = await testServer();
  network = testNetwork({ [address]: a });
  core = testCore({ fetch: network.fetch });
});
afterEach(async () => {
  await core.close();
  await a.core.close();
});

const group = (name: string) => ({ name, lookup_key: name.toLowerCase(), entity_type: 'price' as const });
const groupsOf = async (one: TestCore) => (await one.call('group.search', {})).items.map(({ name }) => name).sort();
const toA = () => ({ base_url: address, api_key: a.key });
const status = () => core.call('sync.status', {});

describe.each([
  ['that tells which environment a key opens', false],
  ['that does not tell', true],
])('a server %s', (_name, isSilent) => {
  /** The Sandbox of A with a group in it, synced; and a key that opens A's Production, which has another. */
  async function twoEnvironments() {
    network.isSilent = isSilent;
    const production = (await a.core.call('environment.list', {})).items.find(({ type }) => type === 'production')?.id;
    const inProduction = { environment_id: production ?? '' };
    await a.core.call('group.create', group('Alpha'));
    await a.core.app.call('group.create', group('Live'), inProduction);
    const reply = await a.core.app.call('apiKey.create', { name: 'live', access: 'write' }, inProduction);
    const liveKey = reply.ok ? (reply.data as { key: string }).key : '';
    await core.call('connection.save', toA());
    await syncNow(core);
    return { liveKey, inProduction };
  }

  test('another environment of it never takes the place of the one that the rows are linked with', async () => {
    const { liveKey, inProduction } = await twoEnvironments();
    expect(await core.fail('connection.update', { api_key: liveKey })).toMatchObject({
      field: 'api_key',
      message: expect.stringContaining('another environment'),
    });
    await core.call('group.create', group('Mine'));
    await syncNow(core, { sweep: true });
    expect(await groupsOf(core)).toEqual(['Alpha', 'Mine']);
    expect(await groupsOf(a.core)).toEqual(['Alpha', 'Mine']);
    const live = await a.core.app.call('group.search', {}, inProduction);
    expect(live).toMatchObject({ data: { items: [{ name: 'Live' }] } });
  });

  test('its other environment is another remote, and each goes on where it was', async () => {
    const { liveKey } = await twoEnvironments();
    await core.call('connection.remove', {});
    await core.call('connection.save', { base_url: address, api_key: liveKey });
    await syncNow(core, { sweep: true });
    expect(await groupsOf(core)).toEqual(['Alpha', 'Live']);
    expect((await core.call('pending.list', {})).items).toMatchObject([
      { name: 'Alpha', kind: 'create', is_held: true },
    ]);
    await core.call('connection.save', toA());
    expect((await syncNow(core, { sweep: true })).received).toBe(0);
    expect(await groupsOf(a.core)).toEqual(['Alpha']);
  });
});

test('another key of the same environment tells anew what may be done with it', async () => {
  await core.call('connection.save', toA());
  await syncNow(core);
  const { key } = await a.core.call('apiKey.create', { name: 'looks only', access: 'read' });
  expect((await core.call('connection.update', { api_key: key })).remote).toMatchObject({
    key_name: 'looks only',
    key_access: 'read',
  });
});

test('after the same key was entered once more a write that got lost is sent again, and nobody is asked', async () => {
  let loses = false;
  const fetch: typeof globalThis.fetch = async (input, init) => {
    if (!loses || init?.method !== 'POST' || !String(input).endsWith('/plans')) return network.fetch(input, init);
    loses = false;
    throw Object.assign(new TypeError('fetch failed'), { cause: { code: 'ECONNRESET' } });
  };
  const other = testCore({ fetch });
  await other.call('connection.save', toA());
  await syncNow(other);
  loses = true;
  await other.call('plan.create', { name: 'Without a key' });
  await syncNow(other);
  expect(loses).toBe(false);
  await other.call('connection.update', { api_key: a.key });
  await other.call('connection.save', toA());
  await syncNow(other);
  expect((await other.call('pending.list', {})).items).toEqual([]);
  expect((await a.core.call('plan.search', {})).items.map(({ name }) => name)).toEqual(['Without a key']);
  await other.close();
});

describe.each([
  ['that is told by the server', false],
  ['that the server only shows by declining', true],
])('a key that only reads, %s,', (_name, isSilent) => {
  test('lets the server’s changes arrive, and what is edited here waits and is told', async () => {
    network.isSilent = isSilent;
    await core.call('connection.save', toA());
    const { key } = await a.core.call('apiKey.create', { name: 'looks only', access: 'read' });
    await core.call('connection.update', { api_key: key });
    await syncNow(core);
    expect(await status()).toMatchObject({ state: 'online', problem: null });

    await core.call('group.create', group('Mine'));
    await syncNow(core, { is_by_itself: true });
    expect(await status()).toMatchObject({
      state: 'error',
      pending: 1,
      problem: expect.stringContaining('only reads'),
    });
    const writes = () => network.requests.filter((request) => /^POST .*\/groups$/.test(request)).length;
    const before = writes();
    await a.core.call('group.create', group('Theirs'));
    expect((await syncNow(core, { is_by_itself: true })).state).toBe('done');
    expect(await groupsOf(core)).toEqual(['Mine', 'Theirs']);
    expect(await status()).toMatchObject({ state: 'error', problem: expect.stringContaining('only reads') });
    expect((await status()).next_try_at).not.toBeNull();
    // What the server has declined once is not tried again by itself.
    expect(writes()).toBe(before);

    const [mine] = (await core.call('pending.list', {})).items;
    await core.call('pending.hold', { items: [{ entity: 'group', id: mine?.id ?? '' }] });
    expect(await status()).toMatchObject({ state: 'online', problem: null });
    await core.call('pending.release', { items: [{ entity: 'group', id: mine?.id ?? '' }] });
    core.clock.advance(1000);
    await core.call('connection.update', { api_key: a.key });
    await syncNow(core, { is_by_itself: true });
    expect(await groupsOf(a.core)).toEqual(['Mine', 'Theirs']);
    expect(await status()).toMatchObject({ state: 'online', pending: 0 });
  });
});

test('sending with a key that only reads is refused with a way out', async () => {
  const { key } = await a.core.call('apiKey.create', { name: 'looks only', access: 'read' });
  await core.call('connection.save', { base_url: address, api_key: key, send: 'review' });
  const { id } = await core.call('group.create', group('Mine'));
  const items = [{ entity: 'group' as const, id }];
  expect(await core.fail('pending.send', { items })).toMatchObject({ code: 'permission_denied', field: 'api_key' });
});
