import { expect, test } from 'vitest';
import { chartCells } from './chart-cells';

const series = (name: string, values: string[]) => ({
  key: name,
  name,
  look: 0,
  values,
  total: '0',
  folded: [],
  standsFor: 1,
});
const facts = {
  all: [series('a', ['0.1', '0']), series('b', ['0.2', '0'])],
  allBefore: [],
  windows: [
    { short: '6', full: 'Mar 6' },
    { short: '7', full: 'Mar 7' },
  ],
  windowHeader: 'Day',
  currency: 'usd',
  measure: 'cost' as const,
  kind: 'bars' as const,
};

test('figures are exact plain decimals with their total', () => {
  expect(chartCells(facts)).toEqual([
    ['Day', 'a (USD)', 'b (USD)', 'Total (USD)'],
    ['Mar 6', '0.1', '0.2', '0.3'],
    ['Mar 7', '0', '0', '0'],
  ]);
});

test('of shares both amounts and percentages, of nothing no share', () => {
  expect(chartCells({ ...facts, kind: 'share' })).toEqual([
    ['Day', 'a (USD)', 'a %', 'b (USD)', 'b %', 'Total (USD)'],
    ['Mar 6', '0.1', '33.3', '0.2', '66.7', '0.3'],
    ['Mar 7', '0', '0', '0', '0', '0'],
  ]);
});

test('with a comparison the period before and the difference', () => {
  const [header, first, second] = chartCells({ ...facts, measure: 'usage', allBefore: [series('a', ['0.05', '2'])] });
  expect(header?.slice(-3)).toEqual(['Total', 'Period before', 'Difference']);
  expect(first?.slice(-3)).toEqual(['0.3', '0.05', '0.25']);
  expect(second?.slice(-3)).toEqual(['0', '2', '-2']);
});
