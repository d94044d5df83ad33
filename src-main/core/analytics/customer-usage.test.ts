import { afterEach, beforeEach, expect, test } from 'vitest';
import { type TestCore, testCore } from '../test-core';

let core: TestCore;
beforeEach(() => {
  core = testCore({ start: '2026-04-01T00:00:00.000Z' });
});
afterEach(() => core.close());

const march = { start_time: '2026-03-01T00:00:00Z', end_time: '2026-04-01T00:00:00Z' };

/** A customer "acme" on a plan with one slab price of a meter that sums `n`. */
async function acme({ timezone = '', reporting = false, amount = '1' } = {}) {
  const feature = await core.call('feature.create', {
    name: 'Tokens',
    type: 'metered',
    unit_singular: 'token',
    unit_plural: 'tokens',
    ...(reporting && {
      reporting_unit: { unit_singular: 'kilo', unit_plural: 'kilos', conversion_rate: '1000' },
    }),
    meter: { event_name: 'tokens', aggregation: { type: 'SUM', field: 'n' } },
  });
  const group = await core.call('group.create', { name: 'AI', lookup_key: 'ai', entity_type: 'price' });
  const plan = await core.call('plan.create', { name: 'Plan' });
  const price = await core.call('price.create', {
    entity_type: 'PLAN',
    entity_id: plan.id,
    type: 'USAGE',
    meter_id: feature.meter_id,
    currency: 'usd',
    billing_period: 'MONTHLY',
    invoice_cadence: 'ARREAR',
    billing_model: 'TIERED',
    tier_mode: 'SLAB',
    tiers: [
      { up_to: 10, unit_amount: amount },
      { up_to: null, unit_amount: '0.5' },
    ],
    group_id: group.id,
    start_date: '2026-01-01T00:00:00Z',
  });
  await core.call('customer.create', { external_id: 'acme', name: 'Acme', timezone });
  await core.call('subscription.create', {
    external_customer_id: 'acme',
    plan_id: plan.id,
    currency: 'usd',
    billing_period: 'MONTHLY',
    start_date: '2026-01-01T00:00:00Z',
  });
  return { feature, group, plan, price };
}

const tokens = (timestamp: string, n: unknown, extra: { source?: string; customer?: string; region?: string } = {}) =>
  core.call('event.ingest', {
    event_name: 'tokens',
    external_customer_id: extra.customer ?? 'acme',
    timestamp,
    source: extra.source,
    properties: { n, ...(extra.region && { region: extra.region }) },
  });

test('the range is half-open and every window is priced on its own, so tiered points do not add up to the item', async () => {
  await acme();
  await tokens('2026-02-28T23:59:59.999Z', 100);
  await tokens('2026-03-01T00:00:00Z', 8);
  await tokens('2026-03-02T12:00:00Z', '8');
  await tokens('2026-04-01T00:00:00Z', 100);
  const { items, ...root } = await core.call('analytics.usage', {
    external_customer_id: 'acme',
    ...march,
    window_size: 'DAY',
  });
  expect(root).toEqual({ subtotal: '13', total_discount: '0', total_cost: '13', currency: 'usd' });
  expect(items).toHaveLength(1);
  expect(items[0]).toMatchObject({ total_usage: '16', total_cost: '13', event_count: 2, window_size: 'DAY' });
  expect(items[0]?.points).toMatchObject([
    { timestamp: '2026-03-01T00:00:00.000Z', usage: '8', subtotal: '8', discount: '0', cost: '8', event_count: 1 },
    { timestamp: '2026-03-02T00:00:00.000Z', usage: '8', subtotal: '8', discount: '0', cost: '8', event_count: 1 },
  ]);
});

test('costs are not rounded', async () => {
  await acme({ amount: '0.000003' });
  await tokens('2026-03-02T00:00:00Z', '0.000000000000001');
  const { total_cost } = await core.call('analytics.usage', { external_customer_id: 'acme', ...march });
  expect(total_cost).toBe('0.000000000000000000003');
});

test('without a window there are no points; without dates it is the last seven days', async () => {
  await acme();
  await tokens('2026-03-24T23:59:59Z', 1);
  await tokens('2026-03-25T00:00:00Z', 2);
  const { items } = await core.call('analytics.usage', { external_customer_id: 'acme' });
  expect(items[0]).toMatchObject({ total_usage: '2', points: null, window_size: null });
});

test('windows follow the time zone of the customer', async () => {
  await acme({ timezone: 'America/New_York' });
  await tokens('2026-03-08T04:30:00Z', 1);
  await tokens('2026-03-08T05:00:00Z', 2);
  await tokens('2026-03-09T03:59:00Z', 4);
  const { items } = await core.call('analytics.usage', { external_customer_id: 'acme', ...march, window_size: 'DAY' });
  expect(items[0]?.points?.map(({ timestamp, usage }) => [timestamp, usage])).toEqual([
    ['2026-03-07T05:00:00.000Z', '1'],
    ['2026-03-08T05:00:00.000Z', '6'],
  ]);
});

test('groups of the request are items of their own, each priced from zero', async () => {
  await acme();
  await tokens('2026-03-02T00:00:00Z', 8, { source: 'api', region: 'eu' });
  await tokens('2026-03-02T01:00:00Z', 8, { source: 'sdk', region: 'eu' });
  await tokens('2026-03-02T02:00:00Z', 1, { source: 'sdk' });
  const ask = { external_customer_id: 'acme', ...march };
  const bySource = await core.call('analytics.usage', { ...ask, group_by: ['source'] });
  expect(bySource.items.map(({ source, total_cost }) => [source, total_cost])).toEqual([
    ['api', '8'],
    ['sdk', '9'],
  ]);
  const byRegion = await core.call('analytics.usage', { ...ask, group_by: ['properties.region'], expand: ['source'] });
  expect(byRegion.items.map(({ properties, total_usage, sources }) => [properties, total_usage, sources])).toEqual([
    [{ region: 'eu' }, '16', ['api', 'sdk']],
    [{ region: '' }, '1', ['sdk']],
  ]);
  const filtered = await core.call('analytics.usage', {
    ...ask,
    sources: ['sdk'],
    property_filters: { region: ['eu', 'us'] },
  });
  expect(filtered.items.map((item) => item.total_usage)).toEqual(['8']);
  expect(await core.fail('analytics.usage', { ...ask, group_by: ['customer'] })).toMatchObject({
    code: 'validation_error',
    message: 'Please check the request payload',
  });
});

test('what is asked for is nested; the group only while it is published', async () => {
  const { feature, group, plan, price } = await acme();
  await tokens('2026-03-02T00:00:00Z', 1);
  const ask = { external_customer_id: 'acme', ...march };
  const expand = ['price', 'meter', 'feature', 'plan', 'subscription_line_item', 'addon', 'nonsense'];
  const { items } = await core.call('analytics.usage', { ...ask, expand });
  expect(items[0]).toMatchObject({
    price: { id: price.id, group_id: group.id, group: { id: group.id, name: 'AI', lookup_key: 'ai' } },
    meter: { id: feature.meter_id },
    feature: { id: feature.id, name: 'Tokens' },
    plan: { id: plan.id, name: 'Plan' },
    subscription_line_item: { id: items[0]?.sub_line_item_id, price_id: price.id },
    plan_id: plan.id,
    price_id: price.id,
  });
  const bare = await core.call('analytics.usage', ask);
  expect(bare.items[0]).toMatchObject({
    price: null,
    meter: null,
    feature: null,
    plan: null,
    subscription_line_item: null,
  });
  await core.call('group.delete', { id: group.id });
  const after = await core.call('analytics.usage', { ...ask, expand: ['price'] });
  expect(after.items[0]?.price).toMatchObject({ group_id: null, group: null });
});

test('a customer nobody knows, or one without a subscription, has usage at no cost and no currency', async () => {
  await acme();
  await core.call('customer.create', { external_id: 'idle', name: 'Idle' });
  for (const customer of ['stranger', 'idle']) await tokens('2026-03-02T00:00:00Z', 3, { customer });
  await tokens('2026-03-02T00:00:00Z', 4);
  const usage = async (external_customer_id: string) => {
    const answer = await core.call('analytics.usage', { external_customer_id, ...march });
    return [answer.currency, answer.total_cost, answer.items.map((item) => [item.total_usage, item.price_id])];
  };
  expect(await usage('stranger')).toEqual(['', '0', [['3', '']]]);
  expect(await usage('idle')).toEqual(['', '0', [['3', '']]]);
  expect(await usage('')).toEqual(['', '0', [['10', '']]]);
  expect(await usage('nobody')).toEqual(['', '0', []]);
});

test('features that are asked for are the only ones; none that resolves is no item', async () => {
  const { feature } = await acme();
  await tokens('2026-03-02T00:00:00Z', 1);
  const ask = { external_customer_id: 'acme', ...march };
  expect((await core.call('analytics.usage', { ...ask, feature_ids: [feature.id] })).items).toHaveLength(1);
  expect((await core.call('analytics.usage', { ...ask, feature_ids: ['feat_nobody'] })).items).toEqual([]);
});

test('usage in the reporting unit is divided by its rate, to two decimals', async () => {
  await acme({ reporting: true });
  await tokens('2026-03-02T00:00:00Z', 1235);
  const { items } = await core.call('analytics.usage', { external_customer_id: 'acme', ...march });
  expect(items[0]).toMatchObject({ total_usage: '1235', total_usage_display: '1.24' });
});

test('an end before the start is refused', async () => {
  const error = await core.fail('analytics.usage', { start_time: march.end_time, end_time: march.start_time });
  expect(error).toMatchObject({ code: 'validation_error', message: 'Please check the request payload' });
});
