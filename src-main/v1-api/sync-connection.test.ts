import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { secretsInMemory } from '../core/secrets';
import { type TestCore, testCore } from '../core/test-core';
import { syncNow, type TestNetwork, type TestServer, testNetwork, testServer } from './test-servers';

const addressA = 'http://127.0.0.1:1';
const addressB = 'http://127.0.0.1:2';

interface World {
  core: TestCore;
  a: TestServer;
  b: TestServer;
  network: TestNetwork;
}
const worlds: World[] = [];

async function world(options: { file?: string; secrets?: ReturnType<typeof secretsInMemory> } = {}): Promise<World> {
  const a = await testServer();
  const b = await testServer();
  const network = testNetwork({ [addressA]: a, [addressB]: b });
  const core = testCore({ fetch: network.fetch, ...options });
  const made = { core, a, b, network };
  worlds.push(made);
  return made;
}

afterEach(async () => {
  for (const { core, a, b } of worlds.splice(0)) for (const one of [core, a.core, b.core]) await one.close();
});

const group = (name: string) => ({ name, lookup_key: name.toLowerCase(), entity_type: 'price' as const });
const groupsOf = async (core: TestCore) => (await core.call('group.search', {})).items.map(({ name }) => name).sort();
const toA = ({ a }: World) => ({ base_url: addressA, api_key: a.key });
const toB = ({ b }: World) => ({ base_url: addressB, api_key: b.key });

test('a test tells who answers, what it can do and how much it has, and keeps nothing', async () => {
  const { core, a } = await world();
  await a.core.call('group.create', group('Compute'));
  const found = await core.call('connection.test', { base_url: `${addressA}/v1/`, api_key: a.key });
  expect(found.base_url).toBe(addressA);
  expect(found.remote).toMatchObject({ environment: 'Sandbox', environment_type: 'development', key_access: 'write' });
  expect(found.extensions).toEqual([
    'group_update',
    'clear_text_fields',
    'idempotency',
    'conditional_update',
    'change_feed',
  ]);
  expect(found.rows).toEqual({ groups: 1, features: 0, plans: 0, prices: 0 });
  expect(await core.call('connection.get', {})).toEqual({ connection: null });
  expect((await core.call('sync.status', {})).state).toBe('local_only');
});

test.each([
  [{ base_url: '', api_key: 'k' }, 'base_url'],
  [{ base_url: 'ftp://example.com', api_key: 'k' }, 'base_url'],
  [{ base_url: 'http://example.com', api_key: 'k' }, 'base_url'],
  [{ base_url: 'https://me:secret@example.com', api_key: 'k' }, 'base_url'],
  [{ base_url: 'http://127.0.0.1:9', api_key: 'k' }, 'base_url'],
  [{ base_url: addressA, api_key: 'sk_wrong' }, 'api_key'],
  [{ base_url: addressA, api_key: 'sk_\nkey' }, 'api_key'],
  [{ base_url: addressA }, 'api_key'],
])('%j is refused at its field and nothing is kept', async (input, field) => {
  const { core } = await world();
  for (const name of ['connection.test', 'connection.save'] as const) {
    expect(await core.fail(name, input)).toMatchObject({ field });
  }
  expect(await core.call('connection.get', {})).toEqual({ connection: null });
});

test('without a connection there is nothing to change, sync or leave', async () => {
  const { core } = await world();
  for (const [name, input] of [
    ['connection.update', { is_offline: true }],
    ['connection.remove', {}],
    ['sync.start', {}],
    ['sync.keepRows', {}],
  ] as const) {
    expect(await core.fail(name, input)).toMatchObject({ code: 'not_found' });
  }
  expect(await core.call('sync.runs', {})).toEqual({ items: [] });
  expect(await core.call('sync.removals', {})).toEqual({ items: [] });
  expect((await core.call('sync.entries', { run: 1 })).items).toEqual([]);
});

test('sending is by review in Production and automatic in a Sandbox, unless somebody says otherwise', async () => {
  const made = await world();
  const { core } = made;
  const { items } = await core.call('environment.list', {});
  const production = items.find(({ type }) => type === 'production')?.id ?? '';
  expect((await core.call('connection.save', toA(made))).send).toBe('auto');
  const reply = await core.app.call('connection.save', toA(made), { environment_id: production });
  expect(reply).toMatchObject({ ok: true, data: { send: 'review', marks_operations: true, is_offline: false } });
  expect(await core.call('connection.update', { send: 'review', marks_operations: false })).toMatchObject({
    send: 'review',
    marks_operations: false,
  });
});

test('working offline sends nothing and refuses a sync until it is switched off', async () => {
  const made = await world();
  const { core, network } = made;
  await core.call('connection.save', toA(made));
  await core.call('connection.update', { is_offline: true });
  const before = network.requests.length;
  expect((await core.call('sync.status', {})).state).toBe('paused');
  expect(await core.fail('sync.start', {})).toMatchObject({ code: 'invalid_operation', field: 'is_offline' });
  expect(await core.app.sync?.start(core.environment_id)).toBeNull();
  expect(network.requests.length).toBe(before);
  await core.call('connection.update', { is_offline: false });
  expect((await syncNow(core)).state).toBe('done');
});

test('states follow what requests answer: offline, online again, unauthorized, online with another key', async () => {
  const secrets = secretsInMemory();
  const made = await world({ secrets });
  const { core, a, network } = made;
  const state = async () => (await core.call('sync.status', {})).state;
  const { id } = await core.call('connection.save', toA(made));
  await syncNow(core);
  expect(await state()).toBe('online');
  network.down.add(addressA);
  await syncNow(core);
  expect(await core.call('sync.status', {})).toMatchObject({ state: 'offline', problem: expect.any(String) });
  network.down.clear();
  await syncNow(core);
  expect(await state()).toBe('online');

  await secrets.set(id, 'sk_revoked');
  await syncNow(core);
  expect(await core.call('sync.status', {})).toMatchObject({ state: 'unauthorized', next_try_at: null });
  expect(await core.fail('connection.update', { api_key: 'sk_wrong' })).toMatchObject({ field: 'api_key' });
  await core.call('connection.update', { api_key: a.key });
  await syncNow(core);
  expect(await state()).toBe('online');
});

test('an outage is one line of the history however often it is tried, and pushes nothing else out of it', async () => {
  const made = await world();
  const { core, a, network } = made;
  await a.core.call('group.create', group('Alpha'));
  await core.call('connection.save', toA(made));
  await syncNow(core);
  network.down.add(addressA);
  for (let at = 0; at < 150; at += 1) {
    core.clock.advance(8000);
    await syncNow(core);
  }
  const { items } = await core.call('sync.runs', {});
  expect(items).toMatchObject([
    { state: 'failed', message: 'The server cannot be reached.' },
    { state: 'done', received: 1 },
  ]);
  const [outage] = items;
  expect(Date.parse(outage?.finished_at ?? '') - Date.parse(outage?.started_at ?? '')).toBe(149 * 8000);

  // Failures that differ from each other are told one by one, and forgotten first.
  for (let at = 0; at < 150; at += 1) {
    network.down = new Set(at % 2 ? [addressA] : []);
    network.before = async () => {
      if (at % 2 === 0) throw new TypeError('fetch failed');
    };
    await syncNow(core);
  }
  expect((await core.call('sync.runs', { limit: 100 })).items.at(-1)).toMatchObject({ state: 'done', received: 1 });
});

test('a sync that cannot begin is told, and tried again by itself', async () => {
  const secrets = secretsInMemory();
  const made = await world({ secrets });
  const { core } = made;
  await core.call('connection.save', toA(made));
  const { sqlite } = core.store;
  sqlite.exec(`create temp trigger busy before insert on sync_runs begin select raise(abort, 'busy'); end`);
  expect(await core.app.sync?.start(core.environment_id)).toMatchObject({ state: 'failed' });
  expect(await core.call('sync.status', {})).toMatchObject({ state: 'error', next_try_at: expect.any(String) });
  sqlite.exec('drop trigger busy');
  const get = secrets.get;
  secrets.get = () => Promise.reject(new Error('locked'));
  await syncNow(core);
  expect(await core.call('sync.status', {})).toMatchObject({
    state: 'error',
    problem: expect.stringContaining('keychain'),
    next_try_at: expect.any(String),
  });
  secrets.get = get;
  await syncNow(core);
  expect(await core.call('sync.status', {})).toMatchObject({ state: 'online', problem: null });
});

test('servers never mix: nothing of one is used for another, and going back goes on where it was', async () => {
  const made = await world();
  const { core, a, b, network } = made;
  await a.core.call('group.create', group('Alpha'));
  await b.core.call('group.create', group('Beta'));
  await core.call('connection.save', toA(made));
  await syncNow(core);
  const mapOf = () => core.store.sqlite.prepare('select connection, remote_id from synced_rows order by 1, 2').all();
  const mapOfA = mapOf();
  expect(mapOfA).toHaveLength(1);

  await core.call('connection.save', toB(made));
  expect((await core.call('sync.status', {})).held).toBe(1);
  const from = network.requests.length;
  await syncNow(core);
  expect(network.requests.slice(from).every((request) => request.includes(addressB))).toBe(true);
  expect(await groupsOf(core)).toEqual(['Alpha', 'Beta']);
  expect(await groupsOf(b.core)).toEqual(['Beta']);
  expect(mapOf().slice(0, 1)).toEqual(mapOfA);
  await a.core.call('group.create', group('Gamma'));

  // Back without typing the key again: it was kept for this address.
  await core.call('connection.save', toA(made));
  expect((await core.call('sync.status', {})).pending).toBe(1);
  await syncNow(core);
  expect(await groupsOf(core)).toEqual(['Alpha', 'Beta', 'Gamma']);
  expect(await groupsOf(a.core)).toEqual(['Alpha', 'Gamma']);
  expect((await core.call('sync.status', {})).held).toBe(1);
});

test('what was waiting for a server and was edited while the environment was elsewhere waits, held back', async () => {
  const made = await world();
  const { core, a } = made;
  await core.call('connection.save', { ...toA(made), send: 'review' });
  const { id } = await core.call('group.create', group('Alpha'));
  await core.call('group.create', group('Gamma'));
  await core.call('connection.save', toB(made));
  await core.call('group.update', { id, name: 'For B' });
  await core.call('connection.save', { ...toA(made), send: 'auto' });
  const { items } = await core.call('pending.list', {});
  expect(items.map(({ name, is_held }) => [name, is_held]).sort()).toEqual([
    ['For B', true],
    ['Gamma', false],
  ]);
  await syncNow(core);
  expect(await groupsOf(a.core)).toEqual(['Gamma']);
});

test('a run that is under way ends with its own server when the environment goes to another one', async () => {
  const made = await world();
  const { core, a, network } = made;
  await a.core.call('group.create', group('Alpha'));
  await core.call('connection.save', toA(made));
  let reached: () => void = () => undefined;
  const isReached = new Promise<void>((resolve) => {
    reached = resolve;
  });
  network.before = (request) =>
    new Promise((resolve, reject) => {
      if (!request.url.startsWith(addressA)) return resolve();
      reached();
      request.signal.addEventListener('abort', () => reject(request.signal.reason));
    });
  const running = core.app.sync?.start(core.environment_id);
  await isReached;
  await core.call('connection.save', toB(made));
  expect(await running).toMatchObject({ state: 'cancelled' });
  expect((await core.call('sync.status', {})).state).toBe('online');
  expect((await syncNow(core)).state).toBe('done');
  expect(await groupsOf(core)).toEqual([]);
});

test('leaving keeps every row, forgets the key, and connecting again goes on where it was', async () => {
  const secrets = secretsInMemory();
  const made = await world({ secrets });
  const { core, a } = made;
  await a.core.call('group.create', group('Alpha'));
  const { id } = await core.call('connection.save', toA(made));
  await syncNow(core);
  expect(await secrets.get(id)).toBe(a.key);
  await core.call('connection.remove', {});
  expect(await secrets.get(id)).toBeNull();
  expect(await groupsOf(core)).toEqual(['Alpha']);
  expect((await core.call('sync.status', {})).state).toBe('local_only');
  expect(await core.fail('connection.save', { base_url: addressA })).toMatchObject({ field: 'api_key' });
  await core.call('connection.save', toA(made));
  expect((await syncNow(core)).received).toBe(0);
});

test('the key is in no reply, event, log line, database file or file beside it', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'pricebook-key-'));
  const made = await world({ file: join(dir, 'store.db') });
  const { core, a } = made;
  await a.core.call('group.create', group('Alpha'));
  const replies: unknown[] = [
    await core.call('connection.test', toA(made)),
    await core.call('connection.save', toA(made)),
    await syncNow(core),
    await core.call('connection.update', { api_key: a.key }),
    await core.call('connection.get', {}),
    await core.call('sync.status', {}),
    await core.call('sync.runs', {}),
    await core.call('change.list', {}),
    await core.fail('connection.test', { base_url: 'http://127.0.0.1:9', api_key: a.key }),
  ];
  const told = JSON.stringify([replies, core.events, core.errors]);
  expect(told).toContain(addressA);
  expect(told).not.toContain(a.key);
  core.store.sqlite.pragma('wal_checkpoint(TRUNCATE)');
  for (const name of readdirSync(dir)) {
    expect(readFileSync(join(dir, name)).includes(a.key), name).toBe(false);
  }
  rmSync(dir, { recursive: true, force: true });
});

test('when a large part is gone on the server nothing goes before the person agrees; keeping leaves it alone', async () => {
  const made = await world();
  const { core, a } = made;
  for (let at = 0; at < 12; at += 1) await a.core.call('group.create', group(`Group ${at}`));
  await core.call('connection.save', toA(made));
  await syncNow(core);
  a.core.store.sqlite.prepare('delete from groups').run();

  expect(await syncNow(core, { sweep: true })).toMatchObject({ state: 'stopped' });
  expect(await core.call('sync.status', {})).toMatchObject({ state: 'error', would_remove: 12 });
  expect((await core.call('sync.removals', {})).items[0]).toMatchObject({ entity: 'group', name: 'Group 0' });
  // An ordinary sync neither forgets the question nor asks it again.
  await syncNow(core);
  expect((await core.call('sync.status', {})).would_remove).toBe(12);

  expect(await core.call('sync.keepRows', {})).toMatchObject({ state: 'online', would_remove: 0 });
  await syncNow(core);
  expect(await groupsOf(core)).toHaveLength(12);

  await syncNow(core, { sweep: true });
  expect((await syncNow(core, { sweep: true, may_remove: true })).state).toBe('done');
  expect(await groupsOf(core)).toEqual([]);
  expect((await core.call('sync.status', {})).state).toBe('online');
  const [run] = (await core.call('sync.runs', { limit: 1 })).items;
  const entries = await core.call('sync.entries', { run: run?.number ?? 0 });
  expect(entries.items.filter(({ what }) => what === 'removed')).toHaveLength(12);
});
