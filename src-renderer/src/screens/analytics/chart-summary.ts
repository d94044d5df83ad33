import { Big } from '@shared/big';
import { capital } from './capital';
import { type ChartSeries, windowTotals } from './chart-series';
import { namesText } from './hidden-series';
import { changeText, formatPercent, sharePercent } from './percent';

interface Facts {
  /** What the breakdown says: the whole, and each entry's part of it. */
  total: string;
  parts: readonly { name: string; total: string }[];
  series: readonly Pick<ChartSeries, 'values'>[];
  windows: readonly { full: string }[];
  windowWord: string;
  amountText(amount: string): string;
  /** The whole of the period before; absent without a comparison. */
  before?: string | undefined;
  /** Names of the series that the legend switched off. */
  hidden?: readonly string[];
  /** Windows of the whole range, when only a part of them is shown. */
  zoomedOf?: number | undefined;
}

/** What the chart says, in sentences: the sum, the highest window, the biggest shares, the comparison, what is hidden. */
export function chartSummary(facts: Facts): string {
  const { total, windows, windowWord, amountText, before, hidden = [], zoomedOf } = facts;
  const said: string[] = [];
  if (zoomedOf !== undefined) {
    const [first, last] = [windows[0]?.full, windows.at(-1)?.full];
    said.push(
      `Zoomed into ${first === last ? first : `${first} to ${last}`}, ${windows.length} of ${zoomedOf} ${windowWord}s.`,
    );
  }
  if (new Big(total).eq('0')) said.push(`${amountText('0')} in this range.`);
  else said.push(`${amountText(total)} in all.`, ...highest(facts), ...shares(facts));
  if (before !== undefined)
    said.push(`${capital(changeText(before, total))} ${comparison(before, total)} (${amountText(before)}).`);
  if (hidden.length > 0) said.push(`Not drawn: ${namesText(hidden)}.`);
  return said.join(' ');
}

const comparison = (before: string, total: string) =>
  new Big(before).eq(total) ? 'as in the period before' : 'than in the period before';

function highest({ series, windows, windowWord, amountText }: Facts): string[] {
  if (windows.length < 2) return [];
  const totals = windowTotals(series, windows.length);
  const at = totals.reduce((best, value, index) => (new Big(value).gt(totals[best] ?? '0') ? index : best), 0);
  return [`Highest ${windowWord}: ${windows[at]?.full}, ${amountText(totals[at] ?? '0')}.`];
}

function shares({ parts, total }: Facts): string[] {
  const named = parts
    .toSorted((a, b) => new Big(b.total).cmp(a.total))
    .slice(0, 3)
    .flatMap((one) => {
      const share = sharePercent(one.total, total);
      return share === null || share === '0' ? [] : [`${one.name} ${formatPercent(share)}`];
    });
  return named.length > 0 ? [`${named.join(', ')}.`] : [];
}
