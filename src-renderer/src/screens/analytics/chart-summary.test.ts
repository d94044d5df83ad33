import { expect, test } from 'vitest';
import type { ChartSeries } from './chart-series';
import { chartSummary } from './chart-summary';

const series = (name: string, values: string[]): ChartSeries => ({
  key: name,
  name,
  look: 0,
  values,
  total: '0',
  folded: [],
  standsFor: 1,
});
const windows = [{ full: 'Mar 6' }, { full: 'Mar 7' }];
const facts = { windows, windowWord: 'day', amountText: (amount: string) => `$${amount}` };

test('names the whole, the highest window and the biggest parts', () => {
  const summary = chartSummary({
    ...facts,
    total: '10',
    parts: [
      { name: 'a', total: '1' },
      { name: 'b', total: '2' },
      { name: 'c', total: '3' },
      { name: 'd', total: '4' },
    ],
    series: [series('a', ['1', '3']), series('b', ['3', '3'])],
  });
  expect(summary).toBe('$10 in all. Highest day: Mar 7, $6. d 40.0%, c 30.0%, b 20.0%.');
});

test('one window is not the highest of any, nothing has no parts', () => {
  const one = { ...facts, windows: [{ full: 'Mar 7' }], series: [series('a', ['1'])] };
  expect(chartSummary({ ...one, total: '1', parts: [{ name: 'a', total: '1' }] })).toBe('$1 in all. a 100.0%.');
  expect(chartSummary({ ...one, total: '0', parts: [] })).toBe('$0 in this range.');
});

test('says what is hidden, what part is shown and how it compares', () => {
  const two = { ...facts, total: '10', parts: [{ name: 'a', total: '10' }], series: [series('a', ['4', '6'])] };
  expect(chartSummary({ ...two, hidden: ['b', 'c'] })).toMatch(/ Not drawn: b and c\.$/);
  expect(chartSummary({ ...two, before: '8' })).toMatch(/ 25\.0% more than in the period before \(\$8\)\.$/);
  expect(chartSummary({ ...two, before: '20' })).toMatch(/ 50\.0% less than in the period before \(\$20\)\.$/);
  expect(chartSummary({ ...two, before: '0' })).toMatch(/ More than in the period before \(\$0\)\.$/);
  expect(chartSummary({ ...two, before: '10' })).toMatch(/ The same as in the period before \(\$10\)\.$/);
  expect(chartSummary({ ...two, zoomedOf: 30 })).toMatch(/^Zoomed into Mar 6 to Mar 7, 2 of 30 days\. \$10 in all\./);
});
