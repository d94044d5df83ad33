import type { CustomerPlan } from '@shared/entities/customer-plan';
import { expect, test } from 'vitest';
import { bulkChanges } from './bulk-changes';

const row = (external_id: string, plan_id: string | null, start = 1, end: number | null = null): CustomerPlan => ({
  customer_id: null,
  external_id,
  name: external_id,
  plan_id,
  plan_name: '',
  start_date: plan_id === null ? null : `2026-0${start}`,
  end_date: plan_id === null || end === null ? null : `2026-0${end}`,
  currencies: [],
  last_usage: null,
});
const on = (plan_id: string, start: number, end: number | null = null) => ({
  plan_id,
  start_date: `2026-0${start}`,
  end_date: end && `2026-0${end}`,
});

test('putting on concerns every customer once', () => {
  const rows = [row('a', 'base'), row('a', 'pro'), row('b', null)];
  const made = bulkChanges({ kind: 'put', plan_id: 'max', start_date: '2026-03', end_date: null }, rows);
  expect(made.map(({ external_customer_id, from, to }) => [external_customer_id, from, to])).toEqual([
    ['a', null, on('max', 3)],
    ['b', null, on('max', 3)],
  ]);
});

test('moving ends the old plan as the new one begins', () => {
  const rows = [row('a', 'base', 1, 9), row('b', null), row('c', 'pro'), row('d', 'base', 1, 3), row('e', 'base', 5)];
  expect(bulkChanges({ kind: 'move', plan_id: 'pro', at: '2026-03' }, rows)).toEqual([
    { external_customer_id: 'a', from: on('base', 1, 9), to: on('base', 1, 3) },
    { external_customer_id: 'a', from: null, to: on('pro', 3, 9) },
    { external_customer_id: 'b', from: null, to: on('pro', 3) },
    { external_customer_id: 'e', from: on('base', 5), to: on('pro', 5) },
  ]);
});

test('ending leaves what has ended before', () => {
  const rows = [row('a', 'base'), row('b', null), row('c', 'base', 1, 2), row('d', 'base', 1, 9)];
  expect(bulkChanges({ kind: 'end', at: '2026-04' }, rows)).toEqual([
    { external_customer_id: 'a', from: on('base', 1), to: on('base', 1, 4) },
    { external_customer_id: 'd', from: on('base', 1, 9), to: on('base', 1, 4) },
  ]);
});
