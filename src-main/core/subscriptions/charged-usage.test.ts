import { afterEach, beforeEach, expect, test } from 'vitest';
import { testCatalog } from '../test-catalog';
import { type TestCore, testCore } from '../test-core';
import { recountUsage } from '../usage/recount-usage';

/** One event an hour for three days, each worth 1, around the moments at which prices change hands. */
let core: TestCore;
let catalog: Awaited<ReturnType<typeof testCatalog>>;
let price_id = '';
beforeEach(async () => {
  core = testCore();
  catalog = await testCatalog(core);
  await core.call('customer.create', { external_id: 'acme', name: 'Acme' });
  price_id = (await core.call('price.create', { ...catalog.usage, amount: '1', start_date: '2026-01-01T00:00:00Z' }))
    .id;
  const events = Array.from({ length: 72 }, (_, hour) => ({
    event_name: 'tokens',
    external_customer_id: 'acme',
    event_id: `e${hour}`,
    timestamp: new Date(Date.UTC(2026, 2, 1, hour)).toISOString(),
    properties: { n: 1 },
  }));
  await core.call('event.ingestBulk', { events });
});
afterEach(() => core.close());

const subscribe = (fields: object = {}) =>
  core.call('subscription.create', {
    external_customer_id: 'acme',
    plan_id: catalog.plan.id,
    currency: 'usd',
    billing_period: 'MONTHLY',
    start_date: '2026-01-01T00:00:00Z',
    ...fields,
  });

/** Usage by price and the total cost; what is kept must equal the recount, and the report the customer's own view. */
async function charged() {
  expect(recountUsage(core.store.sqlite, core.environment_id)).toEqual([]);
  const range = { start_time: '2026-02-01T00:00:00Z', end_time: '2026-04-01T00:00:00Z' };
  const { items, total_cost } = await core.call('analytics.usage', { external_customer_id: 'acme', ...range });
  const report = await core.call('report.usageByGroup', { ...range, window_size: 'MONTH' });
  expect(report.totals[0]?.total_cost ?? '0').toBe(total_cost);
  return [...items.map((item) => [item.price_id, item.total_usage]), total_cost];
}

const noon = '2026-03-02T12:00:00Z';

test('an event at the very moment of a price change is charged once, by the successor', async () => {
  await subscribe();
  const next = await core.call('price.update', { id: price_id, amount: '10', effective_from: noon });
  expect(await charged()).toEqual([[price_id, '36'], [next.id, '36'], '396']);
});

test('a change at the start of the price leaves it nothing', async () => {
  await subscribe();
  const next = await core.call('price.update', { id: price_id, amount: '2', effective_from: '2026-01-01T00:00:00Z' });
  expect(await charged()).toEqual([[next.id, '72'], '144']);
});

test('two changes, the later one in the future', async () => {
  await subscribe();
  const next = await core.call('price.update', { id: price_id, amount: '2', effective_from: noon });
  await core.call('price.update', { id: next.id, amount: '3', effective_from: '2027-01-01T00:00:00Z' });
  expect(await charged()).toEqual([[price_id, '36'], [next.id, '36'], '108']);
});

test('a price that ends, also as it starts', async () => {
  await subscribe();
  await core.call('price.terminate', { id: price_id, end_date: noon });
  expect(await charged()).toEqual([[price_id, '36'], '36']);
  const { id } = await core.call('price.create', { ...catalog.usage, start_date: '2026-02-01T00:00:00Z' });
  await core.call('price.terminate', { id, end_date: '2026-02-01T00:00:00Z' });
  expect(await charged()).toEqual([[price_id, '36'], '36']);
});

test('a subscription shorter than the price, cancelled within, after a price change', async () => {
  const { id } = await subscribe({ start_date: '2026-03-01T06:00:00Z', end_date: '2026-03-03T18:00:00Z' });
  expect(await charged()).toEqual([[price_id, '60'], '60']);
  const next = await core.call('price.update', { id: price_id, amount: '2', effective_from: noon });
  await core.call('subscription.cancel', { id, cancelled_at: '2026-03-02T18:00:00Z' });
  expect(await charged()).toEqual([[price_id, '30'], [next.id, '6'], '42']);
});

test('days cut elsewhere by another time zone add up to the same', async () => {
  await subscribe({ start_date: '2026-03-01T06:00:00Z' });
  const next = await core.call('price.update', { id: price_id, amount: '10', effective_from: noon });
  for (const timezone of ['Asia/Kathmandu', 'America/Los_Angeles', 'UTC']) {
    await core.call('environment.update', { id: core.environment_id, timezone });
    expect(await charged()).toEqual([[price_id, '30'], [next.id, '36'], '390']);
  }
});

test('an archived feature and an archived plan go on being charged', async () => {
  const { id } = await subscribe();
  await core.call('feature.archive', { id: catalog.feature.id });
  expect(await charged()).toEqual([[price_id, '72'], '72']);
  await core.call('subscription.cancel', { id });
  await core.call('plan.archive', { id: catalog.plan.id });
  expect(await charged()).toEqual([[price_id, '72'], '72']);
});

test('events sent again, moved across a price change and to another customer, leave no trace behind', async () => {
  await subscribe();
  const next = await core.call('price.update', { id: price_id, amount: '10', effective_from: noon });
  const event = { event_name: 'tokens', external_customer_id: 'acme', properties: { n: 5 } };
  await core.call('event.ingest', { ...event, event_id: 'e0', timestamp: '2026-03-02T12:00:00.000Z' });
  await core.call('event.ingest', { ...event, event_id: 'e71', timestamp: '2026-03-02T11:59:59.999Z' });
  expect(await charged()).toEqual([[price_id, '40'], [next.id, '40'], '440']);
  await core.call('event.ingest', { ...event, event_id: 'e0', external_customer_id: 'other' });
  expect(await charged()).toEqual([[price_id, '40'], [next.id, '35'], '390']);
});

test('a version that begins later moves nothing of what was used before, which is not counted anew', async () => {
  await subscribe({ start_date: '2026-03-01T05:30:00Z' });
  const { sqlite } = core.store;
  const number = sqlite.prepare('select number from prices where id = ?').pluck().get(price_id) as number;
  const daysOf = () =>
    sqlite.prepare('select day, units from usage_price_days where price = ? order by day').all(number);
  sqlite.prepare('update usage_price_days set units = units + 1000 where price = ?').run(number);
  const before = daysOf();
  await core.call('price.update', { id: price_id, amount: '10', effective_from: '2030-01-01T00:00:00Z' });
  expect(daysOf()).toEqual(before);
});
