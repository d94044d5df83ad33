import { sumDecimals } from '@shared/decimal';
import type { Report } from '@shared/entities/analytics';
import { expect, test } from 'vitest';
import { costBefore } from './breakdown-change';
import { withEntriesGone } from './entries-gone';

const entry = (key: string, currency: string, total_cost: string, kind = 'customer') => ({
  key,
  kind,
  name: key,
  currency,
  total_cost,
});
const report = {
  groups: [entry('stays', 'usd', '5'), entry('new', 'usd', '1')],
  totals: [{ currency: 'usd', total_cost: '6' }],
  previous: {
    entries: [entry('stays', 'usd', '4'), entry('left', 'usd', '655.883538'), entry('stays', 'eur', '2')],
    totals: [
      { currency: 'usd', total_cost: '659.883538' },
      { currency: 'eur', total_cost: '2' },
    ],
  },
} as unknown as Report;

test('what only cost something in the period before has a line, so that its column adds up', () => {
  const { groups, totals, previous } = withEntriesGone(report);
  expect(groups.map(({ key, currency, total_cost }) => `${key} ${currency} ${total_cost}`)).toEqual([
    'stays usd 5',
    'new usd 1',
    'left usd 0',
    'stays eur 0',
  ]);
  expect(totals).toEqual([
    { currency: 'usd', total_cost: '6' },
    { currency: 'eur', total_cost: '0' },
  ]);
  const before = costBefore({ previous });
  for (const { currency } of totals) {
    const costs = groups.filter((group) => group.currency === currency).map((group) => before?.ofEntry(group) ?? '');
    expect(sumDecimals(costs)).toBe(before?.ofCurrency(currency));
  }
});

test('without a comparison nothing is added', () => {
  const alone = { ...report, previous: null };
  expect(withEntriesGone(alone)).toBe(alone);
});
