import type { ReportGroup } from '@shared/entities/analytics';
import { expect, test } from 'vitest';
import { breakdownCount } from './breakdown-count';

const entry = (key: string, currency: string, meters: string[] = [], folded?: number) =>
  ({
    key,
    currency,
    kind: folded ? 'other' : key === '' ? 'none' : 'customer',
    stands_for: folded ?? 1,
    rows: meters.map((meter_id) => ({ meter_id })),
  }) as ReportGroup;

test('a feature in two groups and two currencies is one feature', () => {
  const groups = [entry('a', 'usd', ['gpu', 'llm']), entry('b', 'usd', ['gpu']), entry('a', 'eur', ['llm'])];
  expect(breakdownCount({ groups, group_by: 'group' })).toBe('2 features');
});

test('a customer charged in two currencies is one customer, and "No source" one source', () => {
  expect(breakdownCount({ groups: [entry('a', 'usd'), entry('a', 'eur')], group_by: 'customer' })).toBe('1 customer');
  expect(breakdownCount({ groups: [entry('a', 'usd'), entry('', 'usd')], group_by: 'source' })).toBe('2 sources');
});

test('those that are not told apart count as many as they are', () => {
  const groups = [entry('a', 'usd'), entry('', 'usd', [], 12)];
  expect(breakdownCount({ groups, group_by: 'customer' })).toBe('13 customers');
  expect(breakdownCount({ groups: [...groups, entry('a', 'eur')], group_by: 'customer' })).toBe(
    'at least 13 customers',
  );
});
