import type { ReportGroup, ReportRow } from '@shared/entities/analytics';
import { expect, test } from 'vitest';
import { type BreakdownSort, orderBreakdown } from './breakdown-order';

const row = (name: string, total_usage: string, total_cost: string): ReportRow => ({
  key: name,
  kind: 'feature',
  feature_id: name,
  meter_id: name,
  name,
  unit: 'unit',
  unit_plural: 'units',
  aggregation_type: 'SUM',
  event_name: name,
  price_ids: [],
  plan_ids: [],
  currency: 'usd',
  total_usage,
  total_cost,
  event_count: 1,
  customer_count: 1,
});
const group = (name: string | null, total_cost: string, total_usage: string | null, rows: ReportRow[] = []) =>
  ({
    key: name ?? '',
    kind: name === null ? 'none' : 'group',
    stands_for: 1,
    group_id: name,
    name: name ?? '',
    lookup_key: '',
    currency: 'usd',
    total_cost,
    total_usage,
    event_count: 1,
    rows,
  }) satisfies ReportGroup;

const report = {
  totals: [{ currency: 'usd', total_cost: '14444' }],
  groups: [
    group('Add-ons', '3409', '3409'),
    group('GPU Usage', '7365', null, [row('GPU', '3460', '3460'), row('LLM', '3905', '3905')]),
    group(null, '3670', '3670'),
  ],
};
const names = (sort: BreakdownSort) => orderBreakdown(report, sort).map((one) => one.name);

test('cost orders groups and their rows, "No group" among them', () => {
  const groups = orderBreakdown(report, { field: 'cost', direction: 'desc' });
  expect(groups.map((one) => one.name)).toEqual(['GPU Usage', 'No group', 'Add-ons']);
  expect(groups[0]?.rows.map((one) => one.name)).toEqual(['LLM', 'GPU']);
  expect(names({ field: 'cost', direction: 'asc' })).toEqual(['Add-ons', 'No group', 'GPU Usage']);
});

test('groups without a usage total come last in either direction', () => {
  expect(names({ field: 'usage', direction: 'desc' })).toEqual(['No group', 'Add-ons', 'GPU Usage']);
  expect(names({ field: 'usage', direction: 'asc' })).toEqual(['Add-ons', 'No group', 'GPU Usage']);
});

test('names order without regard to case', () => {
  expect(names({ field: 'name', direction: 'asc' })).toEqual(['Add-ons', 'GPU Usage', 'No group']);
});

test('amounts are compared as decimals, not as floats or text', () => {
  const close = {
    totals: report.totals,
    groups: [group('a', '9007199254740993.1', '0'), group('b', '9007199254740993.2', '0'), group('c', '10', '0')],
  };
  const ordered = orderBreakdown(close, { field: 'cost', direction: 'desc' }).map((one) => one.name);
  expect(ordered).toEqual(['b', 'a', 'c']);
});

test('each currency keeps together, in the order of the totals', () => {
  const mixed = {
    totals: [
      { currency: 'eur', total_cost: '5' },
      { currency: 'usd', total_cost: '100' },
    ],
    groups: [group('a', '100', null), { ...group('b', '5', null), currency: 'eur' }, group('c', '0', null)],
  };
  const ordered = orderBreakdown(mixed, { field: 'cost', direction: 'desc' }).map((one) => one.name);
  expect(ordered).toEqual(['b', 'a', 'c']);
});
