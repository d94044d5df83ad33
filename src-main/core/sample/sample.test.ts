import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestCore, testCore } from '../test-core';

let core: TestCore;
let loaded: Awaited<ReturnType<typeof load>>;
const load = () => core.call('sample.load', {});

beforeAll(async () => {
  core = testCore({ start: '2026-04-01T00:00:00.000Z' });
  loaded = await load();
});
afterAll(() => core.close());

const sevenMarch = { start_time: '2026-03-07T00:00:00Z', end_time: '2026-03-08T00:00:00Z' };

test('the sample has both groups, both plans, every billing model and 90 days of usage', async () => {
  expect(loaded).toMatchObject({ groups: 2, plans: 2, prices: 10 });
  expect(loaded.events).toBeGreaterThan(5_000);
  expect(loaded.events).toBeLessThan(20_000);
  const prices = await core.call('price.search', { limit: 100 });
  const models = prices.items.map((price) => `${price.type} ${price.billing_model} ${price.tier_mode ?? ''}`.trim());
  expect(new Set(models)).toEqual(
    new Set(['USAGE FLAT_FEE', 'USAGE PACKAGE', 'USAGE TIERED VOLUME', 'USAGE TIERED SLAB', 'FIXED FLAT_FEE']),
  );
  const summary = await core.call('event.summary', {});
  expect(summary.event_count).toBe(loaded.events);
  expect(summary.first_timestamp?.slice(0, 10)).toBe('2026-01-01');
  expect(summary.last_timestamp?.slice(0, 10)).toBe('2026-03-31');
});

test('on 7 March 2026 the groups earn what the sample promises', async () => {
  const report = await core.call('report.usageByGroup', sevenMarch);
  expect(report.groups.map((group) => [group.name, group.total_cost])).toEqual([
    ['GPU Usage', '7365'],
    ['No group', '3670'],
    ['Add-ons', '3409'],
  ]);
  expect(
    report.groups.flatMap((group) => group.rows.map((row) => [row.name, row.total_usage, row.total_cost])),
  ).toEqual([
    ['LLM', '3905', '3905'],
    ['GPU', '3460', '3460'],
    ['Storage', '3670', '3670'],
    ['Priority Support', '3409', '3409'],
  ]);
  expect(report.totals).toEqual([{ currency: 'usd', total_cost: '14444' }]);
  expect(report.uncharged).toEqual([]);
  expect(report.kpis.top_group).toMatchObject({ name: 'GPU Usage', share_percent: '51' });
});

test('the customers of the Base Plan, asked one by one, add up to the same', async () => {
  const { items: customers } = await core.call('customer.search', { limit: 100 });
  const usage = new Map<string, bigint>();
  for (const { external_id } of customers) {
    const answer = await core.call('analytics.usage', { ...sevenMarch, external_customer_id: external_id });
    expect(answer.currency).toBe('usd');
    for (const item of answer.items) {
      expect(item.total_cost).toBe(item.total_usage);
      usage.set(item.name, (usage.get(item.name) ?? 0n) + BigInt(item.total_usage));
    }
  }
  expect(Object.fromEntries(usage)).toEqual({ GPU: 3460n, LLM: 3905n, 'Priority Support': 3409n, Storage: 3670n });
});

test('an environment that holds anything refuses the sample and stays as it is', async () => {
  const before = await core.call('event.summary', {});
  const error = await core.fail('sample.load', {});
  expect(error).toMatchObject({
    code: 'invalid_operation',
    message: 'The sample can only be loaded into an empty environment',
  });
  expect(await core.call('event.summary', {})).toEqual(before);
});

test('the sample is the same every time', async () => {
  const other = testCore({ start: '2026-05-01T00:00:00.000Z' });
  const range = { start_time: '2026-01-01T00:00:00Z', end_time: '2026-04-01T00:00:00Z' };
  await other.call('sample.load', {});
  const withoutIds = async ({ call }: TestCore) => {
    const { groups, series, totals } = await call('report.usageByGroup', range);
    const rows = groups.flatMap((group) =>
      group.rows.map(({ name, total_usage, total_cost }) => [name, total_usage, total_cost]),
    );
    return { rows, totals, series: series.map(({ name, cost, usage }) => ({ name, cost, usage })) };
  };
  expect(await withoutIds(other)).toEqual(await withoutIds(core));
  await other.close();
});
