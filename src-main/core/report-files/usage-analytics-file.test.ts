import type { InputOf } from '@shared/contract';
import { sumDecimals } from '@shared/decimal';
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';
import { testCatalog } from '../test-catalog';
import { type TestCore, testCore } from '../test-core';
import { exportTo, readRows, testFolder } from './test-report';

const folder = testFolder();
afterAll(folder.remove);

let core: TestCore;
beforeEach(() => {
  core = testCore({ start: '2026-04-01T00:00:00.000Z' });
});
afterEach(() => core.close());

const march = { start_time: '2026-03-01T00:00:00.000Z', end_time: '2026-04-01T00:00:00.000Z' };

/** The customer on a plan with a price for the meter, of 1 for each unit, under a commitment. */
async function subscribe(meter_id: string, commitment: object) {
  const { plan, usage } = await testCatalog(core);
  const start_date = '2026-01-01T00:00:00Z';
  const { id } = await core.call('price.create', { ...usage, meter_id, start_date, amount: '1' });
  await core.call('subscription.create', {
    external_customer_id: 'acme',
    plan_id: plan.id,
    currency: 'usd',
    billing_period: 'MONTHLY',
    start_date,
    line_item_commitments: { [id]: commitment },
  });
}

/** A customer of New York whose peaks of 5 and 7 are of one day there, and of two of UTC; a meter that takes the highest. */
async function peaks() {
  const { id } = await core.call('meter.create', {
    name: 'Peak',
    event_name: 'used',
    aggregation: { type: 'MAX', field: 'n', bucket_size: 'DAY' },
  });
  await core.call('customer.create', { external_id: 'acme', name: 'Acme', timezone: 'America/New_York' });
  for (const [timestamp, n] of [
    ['2026-03-02T20:00:00Z', 5],
    ['2026-03-03T02:00:00Z', 7],
  ] as const) {
    await core.call('event.ingest', { event_name: 'used', external_customer_id: 'acme', timestamp, properties: { n } });
  }
  return id;
}

async function rowsOf(name: string) {
  await exportTo(core, { ...march, kind: 'usage_analytics' }, { path: folder.in(name), kind: 'file' });
  return readRows(folder.in(name));
}

const analytics = (fields: Partial<InputOf<'analytics.usage'>> = {}) =>
  core.call('analytics.usage', { external_customer_id: 'acme', ...march, ...fields });

test('buckets of a customer without a subscription are those of its zone, as in its analytics', async () => {
  await peaks();
  const { items } = await analytics({ group_by: ['source', 'feature_id'] });
  const rows = await rowsOf('unsubscribed.csv');
  expect(rows.map((row) => row.total_usage)).toEqual(['7']);
  expect(items.map((item) => item.total_usage)).toEqual(['7']);
});

test.each<[string, object, string[]]>([
  ['in all', { commitment_amount: '10', overage_factor: '1', enable_true_up: true }, ['7', '3']],
  ['to every bucket', { commitment_amount: '6', overage_factor: '2', is_window_commitment: true }, ['7', '1']],
])(
  'a commitment %s is settled by the buckets of the rows, and they add up to the analytics',
  async (_what, commitment, costs) => {
    await subscribe(await peaks(), commitment);
    const told = (await rowsOf('committed.csv')).map((one) => one.total_cost ?? '');
    expect(told).toEqual(costs);
    expect(sumDecimals(told)).toBe((await analytics()).total_cost);
  },
);
