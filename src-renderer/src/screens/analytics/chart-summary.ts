import { Big } from '@shared/big';
import { type ChartSeries, windowTotals } from './chart-series';
import { formatPercent, sharePercent } from './percent';

interface Facts {
  /** What the breakdown says: the whole, and each group's part of it. */
  total: string;
  parts: readonly { name: string; total: string }[];
  series: readonly ChartSeries[];
  windows: readonly { full: string }[];
  windowWord: string;
  amountText(amount: string): string;
}

/** What the chart says, in a sentence: the sum, the highest window and the biggest shares. */
export function chartSummary({ total, parts, series, windows, windowWord, amountText }: Facts): string {
  if (new Big(total).eq('0')) return `${amountText('0')} in this range.`;
  const totals = windowTotals(series, windows.length);
  const highest = totals.reduce((best, value, index) => (new Big(value).gt(totals[best] ?? '0') ? index : best), 0);
  const shares = parts
    .toSorted((a, b) => new Big(b.total).cmp(a.total))
    .slice(0, 3)
    .flatMap((one) => {
      const share = sharePercent(one.total, total);
      return share === null || share === '0' ? [] : [`${one.name} ${formatPercent(share)}`];
    });
  const top =
    windows.length > 1
      ? ` Highest ${windowWord.toLowerCase()}: ${windows[highest]?.full}, ${amountText(totals[highest] ?? '0')}.`
      : '';
  return `${amountText(total)} in all.${top} ${shares.join(', ')}.`;
}
