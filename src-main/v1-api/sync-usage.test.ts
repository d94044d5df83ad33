import type { InputOf } from '@shared/contract';
import type { Job } from '@shared/entities/job';
import { afterEach, expect, test, vi } from 'vitest';
import { testCatalog } from '../core/test-catalog';
import { type TestCore, testCore } from '../core/test-core';
import { syncNow, type TestServer, testNetwork, testServer } from './test-servers';

const address = 'http://127.0.0.1:1';
const range = { start_time: '2026-05-01T00:00:00Z', end_time: '2026-06-01T00:00:00Z' };
const open: TestCore[] = [];

afterEach(async () => {
  for (const core of open.splice(0)) await core.close();
});

/** A server with a priced catalog and a core that is synced with it. */
async function synced() {
  const server: TestServer = await testServer();
  const network = testNetwork({ [address]: server });
  const core = testCore({ fetch: (input, init) => network.fetch(input, init) });
  open.push(core, server.core);
  const { usage, group } = await testCatalog(server.core);
  await server.core.call('price.create', {
    ...usage,
    display_name: 'Tokens used',
    group_id: group.id,
    start_date: '2026-01-01T00:00:00Z',
  });
  await core.call('connection.save', { base_url: address, api_key: server.key });
  await syncNow(core);
  return { core, server, network, usage };
}

async function subscribe(core: TestCore) {
  const [plan] = (await core.call('plan.search', {})).items;
  await core.call('customer.create', { external_id: 'acme', name: 'Acme' });
  await core.call('subscription.create', {
    external_customer_id: 'acme',
    plan_id: plan?.id ?? '',
    currency: 'usd',
    billing_period: 'MONTHLY',
    start_date: '2026-01-01T00:00:00Z',
  });
}

const event = (event_id: string, n: unknown = 1, external_customer_id = 'acme') => ({
  event_id,
  event_name: 'tokens',
  external_customer_id,
  timestamp: '2026-05-10T00:00:00Z',
  source: 'test',
  properties: { n },
});
const events = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, at) => event(`e${String(from + at).padStart(5, '0')}`));

/** Starts a job and waits for its end. */
async function endOf(
  core: TestCore,
  name: 'remoteUsage.compare' | 'eventPush.start',
  input: object = {},
): Promise<Job> {
  const { id } = await core.call(name, input as InputOf<'remoteUsage.compare'>);
  return vi.waitUntil(
    async () => {
      const job = await core.call('job.get', { id });
      return job.state !== 'running' && job;
    },
    { timeout: 15_000, interval: 5 },
  );
}

test('usage here and there are told side by side, by linked prices, and what differs is marked', async () => {
  const { core, server } = await synced();
  await subscribe(core);
  await subscribe(server.core);
  await core.call('event.ingestBulk', { events: [event('a', '100'), event('b', '0.5')] });
  await server.core.call('event.ingestBulk', { events: [event('a', '100')] });

  const job = await endOf(core, 'remoteUsage.compare', range);
  expect(core.errors).toEqual([]);
  expect(job).toMatchObject({ state: 'done', done: 1, total: 1 });
  expect(job.usage_comparison).toMatchObject({
    customers: 1,
    different: 1,
    unmapped: 0,
    rows_left: 0,
    base_url: address,
  });
  expect(job.usage_comparison?.rows).toEqual([
    expect.objectContaining({
      kind: 'both',
      feature_name: 'Tokens',
      price_name: 'Tokens used',
      group_name: 'LLM',
      currency: 'usd',
      local: { usage: '100.5', cost: '1.005', event_count: 2 },
      server: { usage: '100', cost: '1', event_count: 1 },
      difference: { usage: '-0.5', cost: '-0.005', event_count: -1 },
      is_different: true,
    }),
  ]);
  expect(job.usage_comparison?.totals).toEqual([
    { currency: 'usd', local_cost: '1.005', server_cost: '1', difference: '-0.005' },
  ]);
});

test('what is equal is not marked; a price that is not linked stays apart', async () => {
  const { core, server, usage } = await synced();
  await subscribe(core);
  await subscribe(server.core);
  for (const one of [core, server.core]) await one.call('event.ingestBulk', { events: [event('a', '7')] });
  const equal = await endOf(core, 'remoteUsage.compare', range);
  expect(equal.usage_comparison).toMatchObject({ different: 0, rows: [{ kind: 'both', is_different: false }] });

  await server.core.call('price.create', { ...usage, amount: '2', start_date: '2026-01-01T00:00:00Z' });
  const apart = await endOf(core, 'remoteUsage.compare', range);
  expect(apart.usage_comparison).toMatchObject({ unmapped: 1 });
  const unmapped = apart.usage_comparison?.rows.find(({ kind }) => kind === 'unmapped');
  expect(unmapped).toMatchObject({
    local: { usage: '0', cost: '0', event_count: 0 },
    server: { usage: '7', cost: '14' },
    is_different: true,
  });
});

test('comparing needs a connection, a range, and a server that answers', async () => {
  const alone = testCore();
  open.push(alone);
  expect(await alone.fail('remoteUsage.compare', range)).toMatchObject({ code: 'not_found' });
  const { core, network } = await synced();
  await core.call('event.ingestBulk', { events: [event('a')] });
  const backwards = { start_time: range.end_time, end_time: range.start_time };
  expect(await core.fail('remoteUsage.compare', backwards)).toMatchObject({ field: 'end_time' });
  expect(await core.fail('remoteUsage.compare', {})).toMatchObject({ code: 'validation_error' });
  network.down.add(address);
  expect(await endOf(core, 'remoteUsage.compare', range)).toMatchObject({
    state: 'failed',
    message: expect.any(String),
  });
  await core.call('connection.update', { is_offline: true });
  expect(await core.fail('remoteUsage.compare', range)).toMatchObject({ field: 'is_offline' });
  expect(await core.fail('eventPush.start', {})).toMatchObject({ field: 'is_offline' });
});

test('recorded events are sent once, in chunks, with their own ids and digits', async () => {
  const { core, server, network } = await synced();
  await core.call('event.ingestBulk', { events: events(0, 1000) });
  await core.call('event.ingestBulk', { events: [...events(1000, 1500), event('exact', '0.1234567890123456789')] });
  core.clock.advance(1000);
  expect(await core.call('eventPush.get', {})).toEqual({ waiting: 1501, pushed_until: null, is_unfinished: false });

  expect(await endOf(core, 'eventPush.start')).toMatchObject({ state: 'done', done: 1501, total: 1501 });
  expect((await server.core.call('event.summary', {})).event_count).toBe(1501);
  const sent = await server.core.call('event.get', { id: 'exact' });
  expect(sent).toMatchObject({
    ...(await core.call('event.get', { id: 'exact' })),
    environment_id: expect.any(String),
  });
  expect(network.requests.filter((request) => request.endsWith('/events/bulk'))).toHaveLength(2);
  expect(await core.call('eventPush.get', {})).toMatchObject({ waiting: 0, is_unfinished: false });

  expect(await endOf(core, 'eventPush.start')).toMatchObject({ state: 'done', done: 0 });
  await core.call('event.ingestBulk', { events: events(1500, 1502) });
  core.clock.advance(1000);
  expect(await endOf(core, 'eventPush.start')).toMatchObject({ state: 'done', done: 2, total: 2 });
  expect((await server.core.call('event.summary', {})).event_count).toBe(1503);
});

test('a push that is cut off goes on where it was, also when the last answer was lost', async () => {
  const { core, server, network } = await synced();
  for (let at = 0; at < 3; at += 1) {
    await core.call('event.ingestBulk', { events: events(at * 1000, at * 1000 + 1000) });
  }
  core.clock.advance(1000);
  const reach = network.fetch;
  let bulks = 0;
  network.fetch = async (input, init) => {
    const reply = await reach(input, init);
    if (!String(input).endsWith('/events/bulk')) return reply;
    bulks += 1;
    if (bulks === 2) throw Object.assign(new TypeError('fetch failed'), { cause: { code: 'ECONNRESET' } });
    return reply;
  };
  expect(await endOf(core, 'eventPush.start')).toMatchObject({
    state: 'failed',
    message: expect.stringContaining('goes on from here'),
  });
  // The second thousand arrived, but nobody knows.
  expect((await server.core.call('event.summary', {})).event_count).toBe(2000);
  expect(await core.call('eventPush.get', {})).toMatchObject({ waiting: 2000, is_unfinished: true });
  expect(await endOf(core, 'eventPush.start')).toMatchObject({ state: 'done', done: 2000, total: 2000 });
  expect((await server.core.call('event.summary', {})).event_count).toBe(3000);
  expect(await core.call('eventPush.get', {})).toMatchObject({ waiting: 0, is_unfinished: false });
});

test('each server is sent events on its own', async () => {
  const { core } = await synced();
  await core.call('event.ingestBulk', { events: events(0, 3) });
  core.clock.advance(1000);
  await endOf(core, 'eventPush.start');
  await core.call('connection.remove', {});
  expect(await core.call('eventPush.get', {})).toEqual({ waiting: null, pushed_until: null, is_unfinished: false });
  expect(await core.fail('eventPush.start', {})).toMatchObject({ code: 'not_found' });
});

test('cancelling waits for no answer and for no pause that a server asks for', async () => {
  const { core, network } = await synced();
  await core.call('event.ingestBulk', { events: [event('a')] });
  core.clock.advance(1000);
  const reach = network.fetch;
  const cancelled = async (name: 'remoteUsage.compare' | 'eventPush.start', input: object, answer: typeof fetch) => {
    const asked = Promise.withResolvers<void>();
    network.fetch = async (to, init) => {
      // By then the answer of a busy server was read.
      setImmediate(asked.resolve);
      return answer(to, init);
    };
    const { id } = await core.call(name, input as InputOf<'remoteUsage.compare'>);
    await asked.promise;
    await core.call('job.cancel', { id });
    const state = await vi.waitUntil(async () => {
      const job = await core.call('job.get', { id });
      return job.state !== 'running' && job.state;
    });
    network.fetch = reach;
    return state;
  };
  const never: typeof fetch = (_to, init) =>
    new Promise((_resolve, reject) => {
      init?.signal?.addEventListener('abort', () => reject(init.signal?.reason));
    });
  const busy: typeof fetch = async () => new Response('{}', { status: 429, headers: { 'retry-after': '3600' } });
  expect(await cancelled('remoteUsage.compare', range, never)).toBe('cancelled');
  expect(await cancelled('eventPush.start', {}, never)).toBe('cancelled');
  expect(await cancelled('eventPush.start', {}, busy)).toBe('cancelled');
  expect(core.errors).toEqual([]);
  expect(await endOf(core, 'eventPush.start')).toMatchObject({ state: 'done', done: 1 });
});
