import type { Report } from '@shared/entities/analytics';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { KpiCards } from './kpi-cards';

type Totals = Report['totals'];
const total = (currency: string, total_cost: string) => ({ currency, total_cost });

/** The first card: its figures and what it says below them. */
function totalCost(totals: Totals, previous_totals: Totals): string[] {
  const kpis = { event_count: 0, active_features: 0, top_group: null, previous_totals };
  const report = { group_by: 'group', totals, kpis } as unknown as Report;
  const html = renderToStaticMarkup(<KpiCards report={report} days={7} />);
  const card = /<dt[^>]*>Total cost<\/dt><dd[^>]*>(.*?)<\/dd>/.exec(html)?.[1] ?? '';
  return card
    .split(/<\/?(?:p|div)\b[^>]*>/)
    .map((part) => part.replace(/<[^>]*>/g, ''))
    .filter(Boolean);
}

test('cost that fell to nothing is compared with what it was', () => {
  expect(totalCost([], [total('usd', '100')])).toEqual(['$0.00', '100.0% less than the 7 days before']);
});

test.each([
  ['42.8', '57.2% less'],
  ['157.2', '57.2% more'],
  ['99.99', 'Under 0.1% less'],
  ['100', 'Same as in'],
])('a change says its direction in words, without a sign: %s after 100', (after, words) => {
  const than = words.startsWith('Same') ? '' : ' than';
  expect(totalCost([total('usd', after)], [total('usd', '100')])[1]).toBe(`${words}${than} the 7 days before`);
});

test('a currency that is gone is told beside the others', () => {
  expect(totalCost([total('usd', '100')], [total('eur', '900'), total('usd', '100')])).toEqual([
    '$100.00',
    '€0.00',
    'USD: Same as in the 7 days before',
    'EUR: 100.0% less than the 7 days before',
  ]);
});

test('without any cost there is nothing to compare', () => {
  expect(totalCost([], [])).toEqual(['0', 'No usage in the 7 days before to compare with']);
});

test('a long name of a group is smaller than a short one', () => {
  const classOf = (name: string) => {
    const top_group = { name, currency: 'usd', total_cost: '5', share_percent: '100' };
    const kpis = { event_count: 0, active_features: 0, top_group, previous_totals: [] };
    const report = { group_by: 'group', totals: [total('usd', '5')], kpis } as unknown as Report;
    const html = renderToStaticMarkup(<KpiCards report={report} days={7} />);
    return new RegExp(`class="([^"]*)">${name}<`).exec(html)?.[1];
  };
  expect(classOf('GPU Usage')).not.toContain('text-14');
  expect(classOf('Inference for customers with a dedicated capacity')).toContain('text-14');
});
