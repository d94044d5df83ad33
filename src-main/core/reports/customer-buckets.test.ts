import type { InputOf } from '@shared/contract';
import { sumDecimals } from '@shared/decimal';
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';
import { exportTo, readRows, testFolder } from '../report-files/test-report';
import { testCatalog } from '../test-catalog';
import { type TestCore, testCore } from '../test-core';

const folder = testFolder();
afterAll(folder.remove);

let core: TestCore;
let price_id: string;
beforeEach(() => {
  core = testCore({ start: '2026-05-01T00:00:00.000Z' });
});
afterEach(() => core.close());

const spring = { start_time: '2026-03-01T00:00:00.000Z', end_time: '2026-05-01T00:00:00.000Z' };

/** A customer on a plan that charges 1 for each unit of a meter that takes the highest of a bucket. */
async function acme(
  bucket_size: 'DAY' | 'MONTH',
  { timezone = '', start_date = '2026-01-01T00:00:00Z' }: { timezone?: string; start_date?: string },
  used: readonly (readonly [timestamp: string, n: number])[],
) {
  const { plan, usage } = await testCatalog(core);
  const meter = await core.call('meter.create', {
    name: 'Peak',
    event_name: 'used',
    aggregation: { type: 'MAX', field: 'n', bucket_size },
  });
  const price = { ...usage, meter_id: meter.id, start_date: '2026-01-01T00:00:00Z', amount: '1' };
  price_id = (await core.call('price.create', price)).id;
  await core.call('customer.create', { external_id: 'acme', name: 'Acme', timezone });
  await core.call('subscription.create', {
    external_customer_id: 'acme',
    plan_id: plan.id,
    currency: 'usd',
    billing_period: 'MONTHLY',
    start_date,
  });
  for (const [timestamp, n] of used) {
    await core.call('event.ingest', { event_name: 'used', external_customer_id: 'acme', timestamp, properties: { n } });
  }
}

const report = (fields: Partial<InputOf<'report.usageByGroup'>> = {}) =>
  core.call('report.usageByGroup', { ...spring, ...fields });

/** One day in New York, two in UTC. */
const peaksOfOneDay = [
  ['2026-03-02T20:00:00Z', 5],
  ['2026-03-03T02:00:00Z', 7],
] as const;
const inNewYork = { timezone: 'America/New_York' };

/** Two months of the calendar, one of a subscription since the 15th. */
const peaksOfOneMonth = [
  ['2026-03-20T00:00:00Z', 5],
  ['2026-04-02T00:00:00Z', 7],
] as const;
const sinceThe15th = { start_date: '2026-01-15T00:00:00Z' };

test.each([
  ['of another zone', 'DAY', inNewYork, peaksOfOneDay],
  ['with billing months of its own', 'MONTH', sinceThe15th, peaksOfOneMonth],
] as const)('a customer %s is charged in every report what its analytics say', async (_what, size, customer, used) => {
  await acme(size, customer, used);
  const { total_cost } = await core.call('analytics.usage', { external_customer_id: 'acme', ...spring });
  expect(total_cost).toBe('7');
  for (const group_by of ['group', 'feature', 'customer', 'plan']) {
    const { totals, groups } = await report({ group_by, count_customers: group_by === 'group' });
    expect(totals).toEqual([{ currency: 'usd', total_cost }]);
    expect(groups[0]?.rows[0]).toMatchObject({ total_usage: '7', event_count: 2 });
  }
  await exportTo(core, { ...spring, kind: 'breakdown' }, { path: folder.in('breakdown.csv'), kind: 'file' });
  expect(readRows(folder.in('breakdown.csv')).map((row) => row.total_cost)).toEqual([total_cost]);
  const drilled = await core.call('report.drill', { ...spring, level: 'customers', price_id });
  expect(drilled.rows.map((row) => row.total_cost)).toEqual([total_cost]);
  const { walks } = await core.call('report.explain', { ...spring, price_id });
  expect(walks[0]?.buckets.map(({ cost }) => cost)).toEqual([total_cost]);
  const same = { kind: 'edit_price' as const, update: { id: price_id }, all_versions: false };
  const compared = await core.call('whatIf.compare', { ...spring, changes: [same] });
  expect(compared.totals[0]).toMatchObject({ cost_now: total_cost, cost_then: total_cost });
});

test('the chart keeps the days of the environment: what a day of the customer costs is told where that day begins', async () => {
  await acme('DAY', inNewYork, peaksOfOneDay);
  const { windows, series } = await report({ window_size: 'DAY' });
  const told = windows.flatMap((window, index) => {
    const cost = series[0]?.cost[index] ?? '0';
    return cost === '0' ? [] : [[window.slice(0, 10), cost]];
  });
  expect(told).toEqual([['2026-03-02', '7']]);

  const behind = async (day: number) => {
    const at = {
      start_time: `2026-03-0${day}T00:00:00Z`,
      end_time: `2026-03-0${day + 1}T00:00:00Z`,
      of_range: spring,
    };
    const { totals, events } = await core.call('report.drill', { ...at, level: 'events' });
    const { walks } = await core.call('report.explain', { ...at, price_id });
    const buckets = walks.flatMap((walk) => walk.buckets.map(({ start_time, cost }) => [start_time, cost]));
    return { cost: totals[0]?.total_cost ?? '0', events: events.length, buckets };
  };
  // The later event is of the third in UTC, but of the bucket that began on the second.
  expect(await behind(2)).toEqual({ cost: '7', events: 2, buckets: [['2026-03-02T05:00:00.000Z', '7']] });
  expect(await behind(3)).toEqual({ cost: '0', events: 0, buckets: [] });
});

test('usage that nothing charges for is told by the days of whoever it is of', async () => {
  await acme('DAY', { ...inNewYork, start_date: '2026-04-30T00:00:00Z' }, peaksOfOneDay);
  const { uncharged } = await report();
  expect(uncharged.map((row) => row.total_usage)).toEqual(['7']);
  const { customers } = await core.call('report.uncharged', {
    ...spring,
    meter_id: uncharged[0]?.meter_id ?? '',
    level: 'customers',
  });
  expect(sumDecimals(customers.map((one) => one.total_usage))).toBe('7');
});

test('whoever is put on a plan by a what-if keeps its own days', async () => {
  await acme('DAY', { ...inNewYork, start_date: '2026-04-30T00:00:00Z' }, peaksOfOneDay);
  const plan_id = (await core.call('plan.search', {})).items[0]?.id ?? '';
  const { totals } = await core.call('whatIf.compare', { ...spring, changes: [{ kind: 'everyone_on_plan', plan_id }] });
  expect(totals[0]).toMatchObject({ cost_now: '0', cost_then: '7' });
});
