import type { Report, ReportGroup } from '@shared/entities/analytics';
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
const cells = breakdownCells(groups, {
  totals: [{ currency: 'usd', total_cost: '0.000000000000000001' }],
  previous: null,
});

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

test('with the period before, each entry has a line with what it cost then, and so have the totals', () => {
  const row = (total_cost: string) => ({
    key: 'm',
    name: 'LLM',
    total_usage: '5',
    unit_plural: 'hours',
    total_cost,
    currency: 'usd',
  });
  const entry = (key: string, name: string, total_cost: string, total_usage: string | null) => ({
    key,
    kind: 'group',
    name,
    currency: 'usd',
    total_cost,
    total_usage,
    rows: [row(total_cost)],
  });
  const shown = [
    entry('g', 'GPU', '112.5', '5'),
    entry('n', 'New one', '3', null),
    { ...entry('', 'Other', '1', null), kind: 'other', rows: [] },
  ] as unknown as ReportGroup[];
  const previous = {
    groups: [
      entry('g', 'GPU', '100.000000000000000001', '5'),
      { ...entry('', 'Other', '4', null), kind: 'other', rows: [] },
    ],
    totals: [{ currency: 'usd', total_cost: '233' }],
  } as unknown as Report['previous'];
  const compared = breakdownCells(shown, { totals: [{ currency: 'usd', total_cost: '116.5' }], previous });
  expect(toTabText(compared).split('\r\n')).toEqual([
    'Group\tFeature\tTotal Usage\tUnit\tTotal Cost\tCurrency\tPeriod before\tChange',
    'GPU\t\t5\thours\t112.5\tUSD\t100.000000000000000001\t+12.5%',
    'GPU\tLLM\t5\thours\t112.5\tUSD\t100.000000000000000001\t+12.5%',
    'New one\t\t\t\t3\tUSD\t0\tNew',
    'New one\tLLM\t5\thours\t3\tUSD\t0\tNew',
    'Other\t\t\t\t1\tUSD\t4\t-75.0%',
    'Total\t\t\t\t116.5\tUSD\t233\t-50.0%',
  ]);
  expect(toHtmlTable(compared)).toContain('<td>100.000000000000000001</td><td>+12.5%</td>');
});

test('a sign makes no formula of a number, but of anything else', () => {
  const one = (cell: string) => toTabText([[cell]]);
  expect(['+12.5%', '-50%', '-1.5'].map(one)).toEqual(['+12.5%', '-50%', '-1.5']);
  expect(['+1+2', '-cmd', '+A1', '-1-1%', '@x'].map(one)).toEqual(["'+1+2", "'-cmd", "'+A1", "'-1-1%", "'@x"]);
});
