import { sumDecimals } from '@shared/decimal';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sampleCore } from '../sample/test-sample';
import type { TestCore } from '../test-core';

let core: TestCore;
beforeAll(async () => {
  core = await sampleCore();
});
afterAll(() => core.close());

const days = (first: string, end: string) => ({ start_time: `${first}T00:00:00Z`, end_time: `${end}T00:00:00Z` });
const march = days('2026-03-01', '2026-04-01');

test('ranges that make no sense, and series too long to be drawn, are refused', async () => {
  const backwards = { start_time: march.end_time, end_time: march.start_time };
  expect(await core.fail('report.usageByGroup', backwards)).toMatchObject({
    code: 'validation_error',
    field: 'end_time',
    message: 'The end must be after the start',
  });
  const decade = { start_time: '2016-01-01T00:00:00Z', end_time: '2026-01-01T00:00:00Z', window_size: 'HOUR' };
  expect(await core.fail('report.usageByGroup', decade)).toMatchObject({
    code: 'validation_error',
    field: 'window_size',
    message: 'This would be more than 2,000 windows. Please choose a shorter range or longer windows',
  });
});

test('usage follows a price into another group, and out of every group when its group is archived', async () => {
  const other = await sampleCore();
  const day = { start_time: '2026-03-07T00:00:00Z', end_time: '2026-03-08T00:00:00Z' };
  const costs = async () => {
    const { groups } = await other.call('report.usageByGroup', day);
    return Object.fromEntries(groups.map((group) => [group.name, group.total_cost]));
  };
  const { items: prices } = await other.call('price.search', { search: 'Storage' });
  const { items: groups } = await other.call('group.search', { name: 'Add-ons' });
  await other.call('price.update', { id: prices[0]?.id ?? '', group_id: groups[0]?.id });
  expect(await costs()).toEqual({ 'GPU Usage': '7365', 'Add-ons': '7079' });
  await other.call('group.delete', { id: groups[0]?.id ?? '' });
  expect(await costs()).toEqual({ 'GPU Usage': '7365', 'No group': '7079' });
  await other.close();
});

test('the period before is compared with as many days, clock changes or not', async () => {
  const week = { start_time: '2026-03-08T00:00:00Z', end_time: '2026-03-15T00:00:00Z' };
  const before = { start_time: '2026-03-01T00:00:00Z', end_time: '2026-03-08T00:00:00Z' };
  const { kpis } = await core.call('report.usageByGroup', week);
  expect(kpis.previous_totals).toEqual((await core.call('report.usageByGroup', before)).totals);
});

test('the period before has the breakdown it had then, whatever the chart tells apart', async () => {
  for (const group_by of ['group', 'feature', 'customer']) {
    const asked = { window_size: 'DAY', group_by, previous: 'series', most_series: 1 } as const;
    const week = await core.call('report.usageByGroup', { ...asked, ...days('2026-03-08', '2026-03-15') });
    const before = await core.call('report.usageByGroup', { ...asked, ...days('2026-03-01', '2026-03-08') });
    expect(week.groups.length).toBeGreaterThan(1);
    expect(week.previous?.groups).toEqual(before.groups);
  }
});

test('a price below its feature is called as its plan, unless it has a name of its own', async () => {
  const other = await sampleCore();
  const namesBelow = async (feature: string) => {
    const asked = { ...days('2026-03-01', '2026-03-08'), window_size: 'DAY', group_by: 'feature' } as const;
    const { groups } = await other.call('report.usageByGroup', asked);
    return groups.find(({ name }) => name === feature)?.rows.map(({ name }) => name);
  };
  expect(await namesBelow('GPU')).toEqual(['Base Plan']);
  const { items } = await other.call('price.search', { search: 'GPU' });
  for (const { id } of items) await other.call('price.update', { id, display_name: 'Graphics on demand' });
  expect(await namesBelow('GPU')).toEqual(['Graphics on demand']);
  await other.close();
});

test('customers are told apart and folded alike, also two that had one external id after the other', async () => {
  const other = await sampleCore();
  const [oldest] = (await other.call('customer.search', {})).items;
  const external_id = oldest?.external_id ?? '';
  const { items: subscriptions } = await other.call('subscription.search', { customer_id: oldest?.id });
  const plan_id = subscriptions[0]?.plan_id ?? '';
  for (const { id } of subscriptions) {
    await other.call('subscription.cancel', { id, cancelled_at: '2026-03-20T00:00:00Z' });
  }
  await other.call('customer.archive', { id: oldest?.id ?? '' });
  await other.call('customer.create', { external_id, name: 'Newcomer' });
  const terms = { currency: 'usd', billing_period: 'MONTHLY' } as const;
  await other.call('subscription.create', {
    ...terms,
    plan_id,
    external_customer_id: external_id,
    start_date: '2026-03-20T00:00:00Z',
  });
  const asked = { ...march, window_size: 'DAY', group_by: 'customer', previous: 'series' } as const;
  const whole = await other.call('report.usageByGroup', { ...asked, most_series: 200 });
  const ofPair = whole.groups.filter((group) => group.lookup_key === external_id);
  expect(ofPair.map(({ name }) => name).sort()).toEqual([`${oldest?.name} (archived)`, 'Newcomer'].sort());
  for (const most of [1, 3]) {
    const folded = await other.call('report.usageByGroup', { ...asked, most_entries: most, most_series: most });
    expect(folded.groups.slice(0, most)).toEqual(whole.groups.slice(0, most));
    expect(folded.series.slice(0, most)).toEqual(whole.series.slice(0, most));
    expect(folded.kpis).toEqual(whole.kpis);
    const then = folded.previous?.groups ?? [];
    // Whom the report tells apart it tells apart then, whoever was dearest.
    expect(
      then
        .filter(({ kind }) => kind !== 'other')
        .map(({ key }) => key)
        .toSorted(),
    ).toEqual(
      folded.groups
        .slice(0, most)
        .map(({ key }) => key)
        .toSorted(),
    );
    expect(sumDecimals(then.map(({ total_cost }) => total_cost))).toBe(
      sumDecimals(whole.previous?.groups.map(({ total_cost }) => total_cost) ?? []),
    );
    expect(folded.groups[most]).toMatchObject({ kind: 'other', stands_for: whole.groups.length - most });
    const rest = whole.groups.slice(most).flatMap(({ rows }) => rows);
    for (const row of folded.groups[most]?.rows ?? []) {
      const same = rest.filter(({ key }) => key === row.key);
      expect(row.total_usage).toBe(sumDecimals(same.map(({ total_usage }) => total_usage)));
      expect(row.total_cost).toBe(sumDecimals(same.map(({ total_cost }) => total_cost)));
      expect(row.price_ids.toSorted()).toEqual([...new Set(same.flatMap(({ price_ids }) => price_ids))].sort());
    }
  }
  await other.close();
});
