import { expect, test } from 'vitest';
import { valueText } from './value-text';

test.each([
  ['name', 'GPU', 'GPU'],
  ['name', '', null],
  ['group_id', 'grp_1', 'Compute'],
  ['group_id', 'grp_2', 'grp_2'],
  ['status', 'archived', 'Archived'],
  ['type', 'USAGE', 'Usage Based'],
  ['type', 'metered', 'Metered'],
  ['type', 'new_kind', 'new_kind'],
  ['billing_period', 'HALF_YEARLY', 'Half-Yearly'],
  ['invoice_cadence', 'ADVANCE', 'Advance'],
  ['billing_model', 'FLAT_FEE', 'Flat Fee'],
  ['currency', 'usd', 'USD'],
  ['display_order', 0, '0'],
  ['amount', '1234.50', '1,234.5'],
  ['transform_quantity', { divide_by: 1000, round: 'down' }, 'per 1,000 units, rounded down'],
  ['transform_quantity', { divide_by: 0, round: null }, null],
  ['transform_quantity', { divide_by: 1, round: 'up' }, null],
  ['tiers', [], null],
  ['alert_settings', { is_on: true, note: null }, 'is on: true'],
  [
    'tiers',
    [
      { up_to: null, unit_amount: '0.25', flat_amount: '0' },
      { up_to: 1000, unit_amount: '0.5', flat_amount: '10' },
    ],
    'up to 1,000: 0.5 + 10 flat fee; above that: 0.25',
  ],
])('%s %j is told as %j', (field, value, text) => {
  expect(valueText(field, value, { names: { grp_1: 'Compute' }, currency: null })).toBe(text);
});

test('amounts are in the currency of their price, to the last digit', () => {
  const inUsd = (field: string, value: unknown) => valueText(field, value, { names: {}, currency: 'usd' });
  expect(inUsd('amount', '0.000003')).toBe('$0.000003');
  const tiers = [
    { up_to: 1000, unit_amount: '0.5', flat_amount: '10' },
    { up_to: null, unit_amount: '0.25', flat_amount: null },
  ];
  expect(inUsd('tiers', tiers)).toBe('up to 1,000: $0.50 + $10 flat fee; above that: $0.25');
});

test('a moment is told from the ones beside it that would look the same', () => {
  const at = (time: string) => `2026-06-01T${time}Z`;
  const text = (time: string, ...beside: (string | null)[]) =>
    valueText(
      'start_date',
      at(time),
      { names: {}, currency: null },
      beside.map((one) => one && at(one)),
    )?.match(/9:05\S*/)?.[0];
  expect(text('09:05:20.000', '09:06:00', null)).toBe('9:05');
  expect(text('09:05:20.000', '09:05:20.000')).toBe('9:05');
  expect(text('09:05:20.000', '09:05:40.000')).toBe('9:05:20');
  expect(text('09:05:20.250', '09:05:20.750')).toBe('9:05:20.250');
});
