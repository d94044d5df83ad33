import type { CustomerPlan } from '@shared/entities/customer-plan';
import { expect, test } from 'vitest';
import { changeOfDraft, editCell, pastedCells, storedCells, undoOf } from './plan-drafts';

const zone = 'Europe/Berlin';
const plans = [
  { id: 'plan_1', name: 'Base Plan', lookup_key: 'base' },
  { id: 'plan_2', name: 'Pro', lookup_key: '' },
];
const row: CustomerPlan = {
  customer_id: 'cust_1',
  external_id: 'acme',
  name: 'Acme',
  plan_id: 'plan_1',
  plan_name: 'Base Plan',
  start_date: '2026-01-15T08:00:00.000Z',
  end_date: '2026-03-31T22:00:00.000Z',
  currencies: ['usd'],
  last_usage: null,
};
const bare: CustomerPlan = { ...row, plan_id: null, plan_name: '', start_date: null, end_date: null };
const stored = { plan_id: 'plan_1', start_date: '2026-01-15T08:00:00.000Z', end_date: '2026-03-31T22:00:00.000Z' };

test('cells show days of the zone, the last one included', () => {
  expect(storedCells(row, zone)).toEqual({ plan: 'Base Plan', from: '2026-01-15', to: '2026-03-31' });
  expect(storedCells(bare, zone)).toEqual({ plan: '', from: '', to: '' });
});

test('days that stay keep their time, others begin and end with the day', () => {
  const cells = storedCells(row, zone);
  expect(changeOfDraft({ row, cells }, plans, zone)).toEqual({
    external_customer_id: 'acme',
    from: stored,
    to: stored,
  });
  expect(changeOfDraft({ row, cells: { ...cells, from: '2026-03-29', to: '2026-03-29' } }, plans, zone)).toMatchObject({
    to: { start_date: '2026-03-28T23:00:00.000Z', end_date: '2026-03-29T22:00:00.000Z' },
  });
});

test('a plan is found by name or lookup key and gets a first day; without a plan there are no days', () => {
  const put = editCell(storedCells(bare, zone), 'plan', 'pro', '2026-02-01');
  expect(put).toEqual({ plan: 'pro', from: '2026-02-01', to: '' });
  expect(changeOfDraft({ row: bare, cells: put }, plans, zone)).toMatchObject({
    from: null,
    to: { plan_id: 'plan_2', end_date: null },
    is_first: true,
  });
  expect(changeOfDraft({ row, cells: editCell(put, 'plan', '', '') }, plans, zone)).toMatchObject({ to: null });
});

test.each([
  [{ plan: 'none', from: '2026-01-01', to: '' }, 'plan', 'There is no plan called “none”'],
  [{ plan: 'Pro', from: '', to: '' }, 'from', 'Give the first day on the plan'],
  [{ plan: 'Pro', from: '2026-02-30', to: '' }, 'from', '“2026-02-30” is no day: write it like 2026-03-07'],
  [{ plan: 'Pro', from: '2026-02-01', to: 'soon' }, 'to', '“soon” is no day: write it like 2026-03-07'],
  [{ plan: '', from: '2026-02-01', to: '' }, 'plan', 'Choose the plan first'],
])('%j says what is missing', (cells, field, message) => {
  expect(changeOfDraft({ row: bare, cells }, plans, zone)).toEqual({ field, message });
});

test('a block from a spreadsheet is read as cells; days may be written with dots', () => {
  expect(pastedCells('Pro\t7.3.2026\t\r\nBase\t2026-04-01\t2026-04-30\r\n')).toEqual([
    ['Pro', '7.3.2026', ''],
    ['Base', '2026-04-01', '2026-04-30'],
  ]);
  expect(editCell({ plan: 'Pro', from: '', to: '' }, 'from', '7.3.2026', '').from).toBe('2026-03-07');
});

test('undo swaps both sides', () => {
  const change = { external_customer_id: 'acme', from: null, to: stored };
  expect(undoOf([change])).toEqual([{ external_customer_id: 'acme', from: stored, to: null }]);
});
