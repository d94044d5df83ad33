import { afterEach, expect, test } from 'vitest';
import { testCatalog } from '../../test-catalog';
import { type TestPush, testPush } from './test-push';

let pushed: TestPush;
afterEach(() => pushed.core.close());

const group = { name: 'GPU', lookup_key: 'gpu', entity_type: 'price' };

/** The server has a plan, a metered feature, a group and one usage price in it. */
async function syncedCatalog(options: Parameters<typeof testPush>[0] = {}) {
  pushed = testPush(options);
  const catalog = await testCatalog(pushed.core);
  const price = await pushed.core.call('price.create', {
    ...catalog.usage,
    display_name: 'Tokens',
    lookup_key: 'tokens-usage',
    group_id: catalog.group.id,
  });
  await pushed.push();
  expect(pushed.pending()).toEqual([]);
  pushed.remote.requests.length = 0;
  pushed.core.clock.advance(60_000);
  return { ...catalog, price };
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

test('a group whose answer is lost is looked for by its key, not made twice', async () => {
  pushed = testPush();
  const { core, remote } = pushed;
  await core.call('group.create', group);
  remote.faults = ['response lost'];
  expect(await pushed.push()).toMatchObject({ sent: 0, stopped: { because: 'trouble' } });
  expect(pushed.pending()).toEqual(['group create uncertain']);
  expect(await pushed.push()).toMatchObject({ sent: 0, next_at: '2026-06-01T00:00:02.000Z' });
  core.clock.advance(2000);
  expect(await pushed.push()).toMatchObject({ sent: 1 });
  expect(remote.rows.groups).toHaveLength(1);
  expect(pushed.pending()).toEqual([]);
});
