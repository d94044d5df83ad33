import { calendarOf } from '@shared/rules/windows';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type TestCore, testCore } from '../test-core';

let core: TestCore;
beforeEach(() => {
  core = testCore({ start: '2026-04-01T00:00:00.000Z' });
});
afterEach(() => core.close());

/** Explains what Anna, who lives in a time zone, is charged for the highest of each half of a day and region. */
async function explained(timezone: string, { bucket_size = '12HOUR', end_time = '2026-04-01T00:00:00.000Z' } = {}) {
  const { meter_id } = await core.call('feature.create', {
    name: 'Peak',
    type: 'metered',
    meter: { event_name: 'peak', aggregation: { type: 'MAX', field: 'n', bucket_size, group_by: 'region' } },
  } as never);
  const plan = await core.call('plan.create', { name: 'Plan' });
  const { id: price_id } = await core.call('price.create', {
    billing_model: 'TIERED',
    tier_mode: 'SLAB',
    tiers: [{ up_to: null, unit_amount: '1' }],
    entity_type: 'PLAN',
    entity_id: plan.id,
    type: 'USAGE',
    meter_id,
    currency: 'usd',
    billing_period: 'MONTHLY',
    invoice_cadence: 'ARREAR',
    start_date: '2026-01-01T00:00:00Z',
  });
  await core.call('customer.create', { external_id: 'anna', name: 'Anna', timezone });
  const start_date = '2026-01-01T00:00:00Z';
  await core.call('subscription.createMany', { plan_id: plan.id, external_customer_ids: ['anna'], start_date });
  for (const [timestamp, n, region] of [
    ['2026-03-03T09:00:00Z', 7, 'eu'],
    ['2026-03-01T09:00:00Z', 1, 'us'],
    ['2026-03-01T09:30:00Z', 2, 'eu'],
    ['2026-03-02T18:00:00Z', 30, 'eu'],
  ] as const) {
    const event = { event_name: 'peak', external_customer_id: 'anna', source: 'api', timestamp };
    await core.call('event.ingest', { ...event, properties: { n, region } });
  }
  const range = { start_time: '2026-03-01T00:00:00.000Z', end_time };
  return core.call('report.explain', { ...range, price_id });
}

test('windows of a bucketed meter are told as they went by, however dear each was', async () => {
  const told = await explained('');
  expect(told.walks[0]?.buckets.map(({ start_time, group, cost }) => [start_time.slice(0, 13), group, cost])).toEqual([
    ['2026-03-01T00', 'eu', '2'],
    ['2026-03-01T00', 'us', '1'],
    ['2026-03-02T12', 'eu', '30'],
    ['2026-03-03T00', 'eu', '7'],
  ]);
  expect(told.meter_sentences.at(-1)).toBe(
    'This is done apart for every 12 hours and every value of "region"; each is priced by itself, then all are added',
  );
});

test('buckets are those of the zone of the customer, which is told', async () => {
  const { walks } = await explained('Asia/Kolkata');
  expect(walks[0]?.bucket_zone).toBe('Asia/Kolkata');
  expect(walks[0]?.buckets.map(({ start_time, group, cost }) => [start_time, group, cost])).toEqual([
    ['2026-03-01T06:30:00.000Z', 'eu', '2'],
    ['2026-03-01T06:30:00.000Z', 'us', '1'],
    ['2026-03-02T06:30:00.000Z', 'eu', '30'],
    ['2026-03-03T06:30:00.000Z', 'eu', '7'],
  ]);
});

test('of all minutes of months only those with usage are looked at', async () => {
  const nextStart = vi.spyOn(calendarOf('UTC'), 'nextStart');
  const { walks } = await explained('', { bucket_size: 'MINUTE', end_time: '2026-06-01T00:00:00.000Z' });
  expect(nextStart.mock.calls.length).toBeLessThan(10);
  nextStart.mockRestore();
  expect(walks[0]?.buckets.map(({ start_time, cost }) => [start_time.slice(0, 16), cost])).toEqual([
    ['2026-03-01T09:00', '1'],
    ['2026-03-01T09:30', '2'],
    ['2026-03-02T18:00', '30'],
    ['2026-03-03T09:00', '7'],
  ]);
});
