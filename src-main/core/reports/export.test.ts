import { sumDecimals } from '@shared/decimal';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestCore, testCore } from '../test-core';

let core: TestCore;
beforeAll(async () => {
  core = testCore({ start: '2026-04-01T00:00:00.000Z' });
  await core.call('sample.load', {});
});
afterAll(() => core.close());

const march = { start_time: '2026-03-01T00:00:00Z', end_time: '2026-04-01T00:00:00Z' };

test('the breakdown has the columns of the wire in their order, then ours', async () => {
  const { csv, file_name, row_count } = await core.call('report.exportBreakdown', march);
  expect(csv.split('\n')[0]).toBe(
    'customer_name,customer_id,customer_external_id,start_time,end_time,feature_name,feature_id,feature_group_name,' +
      'event_name,event_count,aggregation_field,total_usage,total_cost,currency,source,' +
      'price_id,price_display_name,price_group_id,price_group_name,group_lookup_key,unit,plan_name',
  );
  expect(file_name).toBe('usage-by-group_sandbox_2026-03-01_2026-03-31.csv');
  expect(csv.trimEnd().split('\n')).toHaveLength(row_count + 1);
  expect(csv.startsWith('\uFEFF') || csv.includes('\r')).toBe(false);
});

test('its costs add up to the totals on the screen, tiered prices included', async () => {
  const report = await core.call('report.usageByGroup', march);
  const { csv } = await core.call('report.exportBreakdown', march);
  const rows = parse(csv, { columns: true }) as Record<string, string>[];
  expect(sumDecimals(rows.map((row) => row.total_cost ?? ''))).toBe(report.totals[0]?.total_cost);
  for (const group of report.groups) {
    const ofGroup = rows.filter((row) => row.price_group_id === (group.group_id ?? ''));
    expect([group.name, sumDecimals(ofGroup.map((row) => row.total_cost ?? ''))]).toEqual([
      group.name,
      group.total_cost,
    ]);
  }
  const builds = rows.find((row) => row.feature_name === 'Builds' && row.customer_name === 'Solstice Energy');
  expect(builds).toMatchObject({
    customer_external_id: 'solstice-energy',
    aggregation_field: 'COUNT',
    source: '',
    feature_group_name: '',
    price_group_name: 'Add-ons',
    group_lookup_key: 'group-add-ons',
    unit: 'build',
    plan_name: 'Pro Plan',
  });
});

test('the series has a row per window and group; usage of unlike units stays blank', async () => {
  const report = await core.call('report.usageByGroup', { ...march, window_size: 'WEEK' });
  const { csv, file_name } = await core.call('report.exportSeries', { ...march, window_size: 'WEEK' });
  expect(file_name).toBe('usage-series_sandbox_2026-03-01_2026-03-31.csv');
  const rows = parse(csv, { columns: true }) as Record<string, string>[];
  expect(rows).toHaveLength(report.windows.length * report.groups.length);
  expect(rows[0]).toMatchObject({ window_start: '2026-03-01T00:00:00.000Z', window_end: '2026-03-02T00:00:00.000Z' });
  expect(rows.at(-1)).toMatchObject({
    window_start: '2026-03-30T00:00:00.000Z',
    window_end: '2026-04-01T00:00:00.000Z',
  });
  const gpu = report.series.find((series) => series.name === 'GPU Usage');
  const gpuRows = rows.filter((row) => row.price_group_name === 'GPU Usage');
  expect(gpuRows.map((row) => row.cost)).toEqual(gpu?.cost);
  expect(gpuRows.every((row) => row.usage === '')).toBe(true);
});

test('an empty period still has its header and nothing else', async () => {
  const before = { start_time: '2025-01-01T00:00:00Z', end_time: '2025-02-01T00:00:00Z' };
  const { csv, row_count } = await core.call('report.exportBreakdown', before);
  expect([csv.split('\n').length, row_count]).toEqual([2, 0]);
});

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
  const other = testCore({ start: '2026-04-01T00:00:00.000Z' });
  await other.call('sample.load', {});
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
