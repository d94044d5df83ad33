import type { ReportGroup } from '@shared/entities/analytics';
import { expect, test } from 'vitest';
import { breakdownCells, toHtmlTable, toTabText } from './breakdown-copy';

const groups = [
  {
    name: 'GPU & Co',
    currency: 'usd',
    rows: [
      { name: '=HYPERLINK("x")', total_usage: '3460.5', unit_plural: 'hours', total_cost: '-1.5', currency: 'usd' },
      { name: 'tab\there', total_usage: '0', unit_plural: '', total_cost: '0', currency: 'usd' },
    ],
  },
] as ReportGroup[];
const cells = breakdownCells(groups, [{ currency: 'usd', total_cost: '0.000000000000000001' }]);

test('tab text keeps every digit, breaks no line and starts no formula', () => {
  expect(toTabText(cells).split('\r\n')).toEqual([
    'Group\tFeature\tTotal Usage\tUnit\tTotal Cost\tCurrency',
    'GPU & Co\t\'=HYPERLINK("x")\t3460.5\thours\t-1.5\tUSD',
    'GPU & Co\ttab here\t0\t\t0\tUSD',
    'Total\t\t\t\t0.000000000000000001\tUSD',
  ]);
});

test('the HTML table is escaped', () => {
  const html = toHtmlTable(cells);
  expect(html).toContain("<td>GPU &amp; Co</td><td>'=HYPERLINK(&quot;x&quot;)</td>");
  expect(html.startsWith('<table><tr><th>Group</th>')).toBe(true);
});
