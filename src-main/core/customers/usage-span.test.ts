import { afterEach, beforeEach, expect, test } from 'vitest';
import { testCatalog } from '../test-catalog';
import { type TestCore, testCore } from '../test-core';
import { recountUsage } from '../usage/recount-usage';

let core: TestCore;
let catalog: Awaited<ReturnType<typeof testCatalog>>;
beforeEach(async () => {
  core = testCore();
  catalog = await testCatalog(core);
  await core.call('price.create', { ...catalog.usage, start_date: '2026-01-01T00:00:00Z' });
});
afterEach(() => core.close());

const used = (external_customer_id: string, timestamp: string, event_name = 'tokens') =>
  core.call('event.ingest', { event_name, external_customer_id, timestamp, properties: { n: '1' } });

async function customer(external_id: string, plan_id = catalog.plan.id) {
  const { id } = await core.call('customer.create', { external_id, name: external_id });
  const subscription = await core.call('subscription.create', {
    customer_id: id,
    plan_id,
    currency: 'usd',
    billing_period: 'MONTHLY',
    start_date: '2026-01-01T00:00:00Z',
  });
  return { id, subscription_id: subscription.id };
}

test('is that of the customer alone', async () => {
  const { id } = await customer('acme');
  expect(await core.call('customer.usageSpan', { id })).toEqual({ first: null, last: null });
  await used('rival', '2026-01-02T10:00:00Z');
  await used('acme', '2026-02-03T10:00:00Z');
  await used('acme', '2026-03-04T23:59:59Z');
  await used('rival', '2026-05-05T10:00:00Z');
  expect(await core.call('customer.usageSpan', { id })).toEqual({
    first: '2026-02-03T00:00:00.000Z',
    last: '2026-03-04T00:00:00.000Z',
  });
});

test('leaves out what is not charged', async () => {
  const { id } = await customer('acme');
  await core.call('meter.create', { name: 'Calls', event_name: 'calls', aggregation: { type: 'COUNT' } });
  await used('acme', '2026-02-03T10:00:00Z', 'calls');
  expect(await core.call('customer.usageSpan', { id })).toEqual({ first: null, last: null });
});

test('is read from events where days are not rolled up', async () => {
  const meter = await core.call('meter.create', {
    name: 'Peak',
    event_name: 'seats',
    aggregation: { type: 'MAX', field: 'n' },
  });
  const plan = await core.call('plan.create', { name: 'Seats', lookup_key: 'seats' });
  const since = { start_date: '2026-01-01T00:00:00Z' };
  await core.call('price.create', { ...catalog.usage, ...since, entity_id: plan.id, meter_id: meter.id });
  const { id } = await customer('acme', plan.id);
  await used('acme', '2026-02-03T10:00:00Z', 'seats');
  await used('acme', '2026-02-04T11:00:00Z', 'seats');
  expect(await core.call('customer.usageSpan', { id })).toEqual({
    first: '2026-02-03T10:00:00.000Z',
    last: '2026-02-04T11:00:00.000Z',
  });
});

test('an archived customer stays in past reports, marked, and its external id is free for another one', async () => {
  const { id, subscription_id } = await customer('acme');
  await used('acme', '2026-02-03T10:00:00Z');
  const range = { start_time: '2026-02-01T00:00:00Z', end_time: '2026-03-01T00:00:00Z' };
  const report = () => core.call('report.usageByGroup', { ...range, group_by: 'customer' });
  expect((await report()).totals).toEqual([{ currency: 'usd', total_cost: '0.01' }]);
  await core.call('subscription.cancel', { id: subscription_id });
  await core.call('customer.archive', { id });
  expect(await report()).toMatchObject({
    totals: [{ currency: 'usd', total_cost: '0.01' }],
    series: [{ name: 'acme (archived)' }],
  });
  await core.call('customer.create', { external_id: 'acme', name: 'Another Acme' });
  expect((await report()).series).toMatchObject([{ name: 'acme (archived)' }]);
  expect(recountUsage(core.store.sqlite, core.environment_id)).toEqual([]);
});
