import { afterEach, beforeEach, expect, test } from 'vitest';
import { testCatalog } from '../test-catalog';
import { type TestCore, testCore } from '../test-core';

let core: TestCore;
let meter_id: string;
beforeEach(async () => {
  core = testCore({ start: '2026-05-01T00:00:00.000Z' });
  const { plan, usage } = await testCatalog(core);
  const aggregation = { type: 'SUM', field: 'n', bucket_size: 'WEEK' } as const;
  meter_id = (await core.call('meter.create', { name: 'Weekly', event_name: 'used', aggregation })).id;
  const start_date = '2026-01-01T00:00:00Z';
  await core.call('price.create', { ...usage, meter_id, start_date, amount: '1' });
  await core.call('customer.create', { external_id: 'acme', name: 'Acme' });
  await core.call('subscription.create', {
    external_customer_id: 'acme',
    plan_id: plan.id,
    currency: 'usd',
    billing_period: 'MONTHLY',
    start_date,
  });
});
afterEach(() => core.close());

const use = (timestamp: string) =>
  core.call('event.ingest', { event_name: 'used', external_customer_id: 'acme', timestamp, properties: { n: 1 } });

/** Usage by month in analytics, in a report and in usage without prices. */
async function months(start_time: string) {
  const range = { start_time, end_time: '2026-05-01T00:00:00Z', window_size: 'MONTH' as const };
  const { items } = await core.call('analytics.usage', { external_customer_id: 'acme', ...range });
  const { windows, series } = await core.call('report.usageByGroup', range);
  const { results } = await core.call('usage.byMeter', { meter_id, ...range });
  const used = (month: string, usage: string) => (usage === '0' ? [] : [[month.slice(0, 7), usage]]);
  return [
    items[0]?.points?.flatMap(({ timestamp, usage }) => used(timestamp, usage)),
    windows.flatMap((window, index) => used(window, series[0]?.usage[index] ?? '0')),
    results?.flatMap(({ window_start, value }) => used(window_start, value)),
  ];
}
const everywhere = (told: string[][]) => [told, told, told];

test('a week that two months share is told in the one it begins in, whichever of its events comes first', async () => {
  // Of the week from Monday the 30th of March.
  await use('2026-04-02T00:00:00Z');
  expect(await months('2026-03-01T00:00:00Z')).toEqual(everywhere([['2026-03', '1']]));
  await use('2026-03-31T00:00:00Z');
  expect(await months('2026-03-01T00:00:00Z')).toEqual(everywhere([['2026-03', '2']]));
});

test('of a range that begins within it, it begins where the range does', async () => {
  await use('2026-04-02T00:00:00Z');
  await use('2026-03-31T00:00:00Z');
  expect(await months('2026-04-01T00:00:00Z')).toEqual(everywhere([['2026-04', '1']]));
});
