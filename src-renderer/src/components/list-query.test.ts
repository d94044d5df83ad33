import { expect, test } from 'vitest';
import { conditionText, type FilterField, toCondition, toRow } from './list-query';

const fields: FilterField[] = [
  { field: 'name', label: 'Name', kind: 'text' },
  { field: 'status', label: 'Status', kind: 'choice', options: [{ id: 'published', label: 'Active' }] },
  { field: 'created_at', label: 'Created at', kind: 'date' },
  { field: 'amount', label: 'Amount', kind: 'number' },
];

test.each([
  ['name', 'contains', ' tok ', { data_type: 'string', value: { string: 'tok' } }],
  ['status', 'in', 'published', { data_type: 'array', value: { array: ['published'] } }],
  ['amount', 'gt', '1.5', { data_type: 'number', value: { number: 1.5 } }],
])('%s %s is a condition of the list grammar', (field, operator, value, rest) => {
  expect(toCondition({ id: 1, field, operator, value }, fields)).toEqual({ field, operator, ...rest });
});

test.each([
  ['name', ''],
  ['amount', 'many'],
  ['unknown', 'x'],
])('%s "%s" is not a condition yet', (field, value) => {
  expect(toCondition({ id: 1, field, operator: 'eq', value }, fields)).toBeNull();
});

test.each([
  ['name', 'contains', 'tok'],
  ['status', 'in', 'published'],
  ['created_at', 'before', '2026-03-07'],
  ['amount', 'lt', '2'],
])('%s comes back as the row it was made of', (field, operator, value) => {
  const row = { id: 4, field, operator, value };
  const condition = toCondition(row, fields);
  expect(condition && toRow(condition, 4)).toEqual(row);
});

test('says a condition in words', () => {
  const text = (field: string, operator: string, value: string) => {
    const condition = toCondition({ id: 1, field, operator, value }, fields);
    return condition && conditionText(condition, fields);
  };
  expect(text('name', 'not_contains', 'tok')).toBe('Name does not contain “tok”');
  expect(text('status', 'in', 'published')).toBe('Status is “Active”');
});
