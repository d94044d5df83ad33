import { sumDecimals } from '@shared/decimal';
import type { Report } from '@shared/entities/analytics';
import { expect, test } from 'vitest';
import { costBefore } from './breakdown-change';
import { inPeriodOf } from './drill/drill-steps';
import { withEntriesGone } from './entries-gone';

const row = (key: string, total_cost: string) => ({ key, total_cost, total_usage: total_cost, event_count: 1 });
const entry = (
  key: string,
  currency: string,
  total_cost: string,
  rows = [row('m', total_cost)],
  kind = 'customer',
) => ({
  key,
  kind,
  name: key,
  currency,
  total_cost,
  total_usage: null,
  event_count: 1,
  rows,
});
const report = {
  groups: [entry('stays', 'usd', '5'), entry('new', 'usd', '1')],
  totals: [{ currency: 'usd', total_cost: '6' }],
  previous: {
    groups: [
      entry('stays', 'usd', '4', [row('m', '1'), row('gone', '3')]),
      entry('left', 'usd', '655.883538'),
      entry('stays', 'eur', '2'),
      entry('', 'usd', '10', [row('m', '10')], 'other'),
    ],
    totals: [
      { currency: 'usd', total_cost: '669.883538' },
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
    ' usd 0',
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

test('so do the rows of an entry: each has what it cost then, and those that are gone are there', () => {
  const { groups, previous } = withEntriesGone(report);
  const before = costBefore({ previous });
  for (const group of groups) {
    expect(sumDecimals(group.rows.map((one) => before?.ofRow(one, group) ?? ''))).toBe(before?.ofEntry(group));
  }
  const [stays, fresh] = groups;
  expect(stays?.rows.map(({ key, total_cost }) => `${key} ${total_cost}`)).toEqual(['m 5', 'gone 0']);
  expect(fresh?.rows.map((one) => before?.ofRow(one, fresh))).toEqual(['0']);
});

test('what is gone is drilled into where it was', () => {
  const { groups, previous } = withEntriesGone(report);
  const question = { start_time: '2026-02-01T00:00:00.000Z', end_time: '2026-03-01T00:00:00.000Z' };
  const then = { start_time: '2026-01-01T00:00:00.000Z', end_time: '2026-02-01T00:00:00.000Z' };
  const compared = { previous: { ...previous, ...then } as Report['previous'] };
  const [stays, , left] = groups;
  expect(
    [stays, left, stays?.rows[0], stays?.rows[1]].map((one) => one && inPeriodOf(one, question, compared)),
  ).toEqual([question, then, question, then]);
  expect(left && inPeriodOf(left, question, { previous: null })).toBe(question);
});

test('without a comparison nothing is added', () => {
  const alone = { ...report, previous: null };
  expect(withEntriesGone(alone)).toBe(alone);
});
