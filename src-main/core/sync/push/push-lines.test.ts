import { afterEach, expect, test } from 'vitest';
import { testCatalog } from '../../test-catalog';
import { sendCatalog, type TestPush, testPush } from './test-push';

let pushed: TestPush;
afterEach(() => pushed.core.close());

async function syncedCatalog(options: Parameters<typeof testPush>[0] = {}) {
  pushed = testPush(options);
  return sendCatalog(pushed);
}

test('a new catalog is sent parents first and is in step afterwards', async () => {
  pushed = testPush();
  const { core, remote } = pushed;
  const catalog = await testCatalog(core);
  await core.call('price.create', { ...catalog.usage, group_id: catalog.group.id, display_name: 'Tokens' });
  const outcome = await pushed.push();
  expect(outcome).toMatchObject({ sent: 4, failed: 0, conflicts: 0, needs_pull: false, stopped: null });
  expect(remote.writes()).toEqual(['POST /groups', 'POST /features', 'POST /plans', 'POST /prices']);
  expect(remote.rows.prices[0]).toMatchObject({
    entity_id: remote.rows.plans[0]?.id,
    group_id: remote.rows.groups[0]?.id,
    meter_id: remote.rows.meters[0]?.id,
    amount: '0.01',
    start_date: '2026-06-01T00:00:00.000Z',
  });
  expect(pushed.pending()).toEqual([]);
  expect(await pushed.push()).toMatchObject({ sent: 0, stopped: null });
  expect(remote.writes()).toHaveLength(4);
});

test('edits of every kind of row are sent in place', async () => {
  const { plan, feature, price } = await syncedCatalog();
  const { core, remote } = pushed;
  await core.call('plan.update', { id: plan.id, name: 'Base 2', metadata: { tier: 'one' } });
  await core.call('feature.update', { id: feature.id, description: 'All tokens' });
  await core.call('price.update', { id: price.id, display_name: 'Token', group_id: '' });
  expect(await pushed.push()).toMatchObject({ sent: 3, needs_pull: false });
  expect(remote.rows.plans[0]).toMatchObject({ name: 'Base 2', metadata: { tier: 'one' } });
  expect(remote.rows.features[0]).toMatchObject({ description: 'All tokens' });
  expect(remote.rows.prices[0]).toMatchObject({ display_name: 'Token', group_id: undefined });
  expect(pushed.pending()).toEqual([]);
});

test('new terms are one request; the price before ends with it and the answer is linked', async () => {
  const { price } = await syncedCatalog();
  const { core, remote } = pushed;
  const next = await core.call('price.update', { id: price.id, amount: '0.02' });
  await core.call('price.update', { id: next.id, description: 'Dearer' });
  expect(await pushed.push()).toMatchObject({ sent: 1 });
  expect(remote.writes()).toEqual([`PUT /prices/${remote.rows.prices[0]?.id}`]);
  expect(remote.rows.prices).toMatchObject([
    { amount: '0.01', end_date: next.start_date },
    { amount: '0.02', start_date: next.start_date, description: 'Dearer', display_name: 'Tokens' },
  ]);
  expect(pushed.pending()).toEqual([]);
});

test('ends and archives are sent last, children first', async () => {
  const { plan, group: own, feature, price } = await syncedCatalog();
  const { core, remote } = pushed;
  await core.call('group.delete', { id: own.id });
  await core.call('feature.archive', { id: feature.id });
  await core.call('price.terminate', { id: price.id });
  await core.call('plan.archive', { id: plan.id });
  expect(await pushed.push()).toMatchObject({ stopped: null, failed: 0 });
  expect(remote.writes().map((line) => line.replace(/_\d+$/, ''))).toEqual([
    'PUT /prices/prices',
    'DELETE /prices/prices',
    'DELETE /plans/plans',
    'DELETE /features/features',
    'DELETE /groups/groups',
  ]);
  expect(pushed.pending()).toEqual([]);
});

test('a text that this server cannot empty stays here; the rest of the edit goes', async () => {
  const { price } = await syncedCatalog();
  const { core, remote } = pushed;
  await core.call('price.update', { id: price.id, description: 'All tokens', clear: ['lookup_key'] });
  expect(await pushed.push()).toMatchObject({ sent: 1 });
  expect(remote.rows.prices[0]).toMatchObject({ description: 'All tokens', lookup_key: 'tokens-usage' });
  expect(pushed.pending()).toEqual(['price update local_only']);
  expect(await pushed.push()).toMatchObject({ sent: 0 });
});

test('a server like ours empties texts and renames groups, each write with its key and the version it is of', async () => {
  const { price, group } = await syncedCatalog({ isOurs: true });
  const { core, remote } = pushed;
  const etag = remote.rows.prices[0]?.etag;
  await core.call('price.update', { id: price.id, clear: ['lookup_key'] });
  await core.call('group.update', { id: group.id, name: 'Models' });
  expect(await pushed.push()).toMatchObject({ sent: 2 });
  // Nothing had to be read first.
  expect(remote.requests).toMatchObject([
    { method: 'PUT', body: { name: 'Models' } },
    { method: 'PUT', body: { clear: ['lookup_key'] }, if_match: etag },
  ]);
  expect(new Set(remote.requests.map(({ idempotency_key }) => idempotency_key)).size).toBe(2);
  expect(remote.rows.prices[0]).toMatchObject({ lookup_key: '' });
  expect(remote.rows.groups[0]).toMatchObject({ name: 'Models' });
  expect(pushed.pending()).toEqual([]);
});

test('details and end of one price are two requests', async () => {
  const { price } = await syncedCatalog({ isOurs: true });
  const { core, remote } = pushed;
  await core.call('price.update', { id: price.id, description: 'Old' });
  await core.call('price.terminate', { id: price.id });
  expect(await pushed.push()).toMatchObject({ sent: 2 });
  expect(remote.writes().map((line) => line.split(' ')[0])).toEqual(['PUT', 'DELETE']);
  expect(remote.requests.at(-1)).toMatchObject({ body: { end_date: '2026-06-01T00:01:00.000Z' } });
  expect(pushed.pending()).toEqual([]);
});

test('a row that is over here can have a key that another has by now', async () => {
  const { fixed, price } = await syncedCatalog({ isOurs: true });
  const { core, remote } = pushed;
  await core.call('price.terminate', { id: price.id });
  await core.call('price.update', { id: price.id, lookup_key: 'next' });
  await core.call('price.create', { ...fixed, lookup_key: 'next' });
  const old = await core.call('plan.create', { name: 'Old' });
  await pushed.push();
  await core.call('plan.archive', { id: old.id });
  await core.call('plan.update', { id: old.id, lookup_key: 'free' });
  await core.call('plan.create', { name: 'New', lookup_key: 'free' });
  for (let more = 0; more < 3; more += 1) await pushed.push();
  expect([pushed.conflicts(), pushed.pending()]).toEqual([[], []]);
  expect(remote.rows.prices.map(({ lookup_key }) => lookup_key)).toEqual(['next', 'next']);
  expect(remote.rows.plans.slice(1)).toMatchObject([
    { status: 'archived', lookup_key: 'free' },
    { name: 'New', lookup_key: 'free' },
  ]);
});

test('a chain of versions that the server has none of is built there in order', async () => {
  pushed = testPush();
  const { core, remote } = pushed;
  const catalog = await testCatalog(core);
  const first = await core.call('price.create', { ...catalog.fixed, display_name: 'Seat' });
  core.clock.advance(1000);
  const second = await core.call('price.update', { id: first.id, amount: '11' });
  core.clock.advance(1000);
  const third = await core.call('price.update', { id: second.id, amount: '12' });
  expect(await pushed.push()).toMatchObject({ stopped: null, failed: 0 });
  expect(remote.rows.prices).toMatchObject([
    { amount: '10', start_date: first.start_date, end_date: second.start_date },
    {
      amount: '11',
      start_date: second.start_date,
      end_date: third.start_date,
      parent_price_id: remote.rows.prices[0]?.id,
    },
    { amount: '12', start_date: third.start_date, parent_price_id: remote.rows.prices[0]?.id },
  ]);
  expect(pushed.pending()).toEqual([]);
});

test('what the server makes of an empty text is taken over', async () => {
  pushed = testPush();
  const { core, remote } = pushed;
  const catalog = await testCatalog(core);
  const price = await core.call('price.create', { ...catalog.fixed });
  await core.call('price.update', { id: price.id, clear: ['display_name'] });
  await pushed.push();
  expect(await core.call('price.get', { id: price.id })).toMatchObject({ display_name: 'Made by the server' });
  expect(core.store.sqlite.prepare('select origin from changes order by seq desc limit 1').pluck().get()).toBe('sync');
  expect(pushed.pending()).toEqual([]);
  expect(remote.writes().filter((line) => line.startsWith('PUT'))).toEqual([]);
});

test('a meter that no feature brings along is made before its price, or found among those there', async () => {
  pushed = testPush();
  const { core, remote } = pushed;
  const catalog = await testCatalog(core);
  const meter = await core.call('meter.create', { name: 'Calls', event_name: 'call', aggregation: { type: 'COUNT' } });
  const other = await core.call('meter.create', { name: 'Jobs', event_name: 'job', aggregation: { type: 'COUNT' } });
  remote.rows.meters.push({
    id: 'there',
    name: 'Jobs',
    event_name: 'job',
    aggregation: { type: 'COUNT' },
    status: 'published',
  });
  await core.call('price.create', { ...catalog.usage, meter_id: meter.id });
  await core.call('price.create', { ...catalog.usage, meter_id: other.id });
  expect(await pushed.push()).toMatchObject({ stopped: null, failed: 0 });
  expect(remote.writes().filter((line) => line === 'POST /meters')).toHaveLength(1);
  expect(remote.rows.prices).toMatchObject([{ meter_id: remote.rows.meters.at(-1)?.id }, { meter_id: 'there' }]);
  expect(pushed.pending()).toEqual([]);
});

test('filters that are added to a meter go through its feature and are looked for afterwards', async () => {
  const { meter_id } = await syncedCatalog();
  const { core, remote } = pushed;
  await core.call('meter.update', { id: meter_id, filters: [{ key: 'region', values: ['eu'] }] });
  await pushed.push();
  expect(pushed.pending()).toEqual(['feature update uncertain']);
  core.clock.advance(2000);
  expect(await pushed.push()).toMatchObject({ sent: 1 });
  expect(remote.rows.features[0]).toMatchObject({ meter: { filters: [{ key: 'region', values: ['eu'] }] } });
  expect(remote.writes()).toHaveLength(1);
  expect(pushed.pending()).toEqual([]);
});

test('new rows carry the mark of their operation where writes are not done once', async () => {
  await syncedCatalog();
  const { remote } = pushed;
  for (const kind of ['plans', 'features', 'prices'] as const) {
    expect(remote.rows[kind][0]?.metadata).toEqual({ pricebook_operation: expect.stringMatching(/^[0-9A-Z]{26}$/) });
  }
  await pushed.core.close();
  await syncedCatalog({ isOurs: true });
  expect(pushed.remote.rows.plans[0]?.metadata).toBeUndefined();
});

test('a run notes what was sent', async () => {
  pushed = testPush();
  const { core } = pushed;
  core.store.sqlite.exec(`insert into sync_runs (connection, started_at, state) values (1, '2026-06-01', 'running')`);
  await core.call('plan.create', { name: 'Base', lookup_key: 'base' });
  await pushed.push({ run: 1 });
  const entries = core.store.sqlite.prepare('select entity, name, what, detail from sync_entries').all();
  expect(entries).toMatchObject([
    { entity: 'plan', name: 'Base', what: 'sent', detail: expect.stringContaining('create') },
  ]);
});
