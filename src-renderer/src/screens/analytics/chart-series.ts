import { Big } from '@shared/big';
import type { Report } from '@shared/entities/analytics';
import { entryKey, entryName, groupingWords, otherKey } from './entry-name';
import type { Look } from './look-patterns';

export type Measure = 'cost' | 'usage';

/** One series of the chart: an entry of the report, what belongs to none, or what is left over. Values are exact; one per window. */
export interface ChartSeries {
  key: string;
  name: string;
  /** "No group" and "Other" have looks of their own. */
  look: Look;
  values: string[];
  total: string;
  /** Names of the entries folded into "Other". */
  folded: string[];
  /** How many entries it stands for. */
  standsFor: number;
}

const sum = (values: readonly string[]) => values.reduce((all, value) => all.plus(value), new Big('0')).toFixed();

/** Adds series up window by window. */
const sumByWindow = (series: readonly { values: readonly string[] }[]): string[] =>
  (series[0]?.values ?? []).map((_, index) => sum(series.map((one) => one.values[index] ?? '0')));

const rankOf = (look: Look) => (look === 'none' ? 2 : look === 'other' ? 1 : 0);

/** Every entry with anything in a currency, biggest first; then what the report did not tell apart, "No group" last. */
export function allSeries(report: Report, currency: string, measure: Measure): ChartSeries[] {
  return report.series
    .filter((series) => series.currency === currency)
    .map((series) => ({
      key: entryKey(series),
      name: entryName(series, report.group_by),
      look: series.kind === 'none' || series.kind === 'other' ? series.kind : 0,
      values: series[measure],
      total: sum(series[measure]),
      folded: [],
      standsFor: series.stands_for,
    }))
    .toSorted((a, b) => rankOf(a.look) - rankOf(b.look) || new Big(b.total).cmp(a.total));
}

const mostEntries = 8;

/**
 * The series as drawn: up to eight entries keep their own, of more the seven biggest do and the rest becomes "Other".
 * "No group" is never folded away.
 */
export function drawnSeries(all: readonly ChartSeries[], groupBy = 'group'): ChartSeries[] {
  const entries = all.filter((series) => series.look !== 'none');
  const ungrouped = all.filter((series) => series.look === 'none');
  const isFolding = entries.length > mostEntries || entries.some((series) => series.look === 'other');
  const kept = isFolding ? entries.filter((one) => one.look !== 'other').slice(0, mostEntries - 1) : entries;
  const rest = entries.slice(kept.length);
  const drawn: ChartSeries[] = kept.map((series, index) => ({ ...series, look: index }));
  if (rest.length > 0) {
    const values = sumByWindow(rest);
    const standsFor = rest.reduce((count, series) => count + series.standsFor, 0);
    const { one, many } = groupingWords(groupBy);
    drawn.push({
      key: otherKey,
      name: `Other (${standsFor} ${standsFor === 1 ? one : many})`,
      look: 'other',
      values,
      total: sum(values),
      folded: rest.map((series) => series.name),
      standsFor,
    });
  }
  return [...drawn, ...ungrouped];
}

/**
 * The drawn series one period earlier, in their order, so far as the report tells it. What earned then and is no longer
 * there has a series of its own at the end, so that the sum is the whole period's.
 */
export function seriesBefore(
  report: Report,
  drawn: readonly ChartSeries[],
  currency: string,
  measure: Measure,
): ChartSeries[] {
  const { previous } = report;
  if (!previous) return [];
  const entries = previous.series.filter((entry) => entry.currency === currency);
  const nothing = report.windows.map(() => '0');
  const told = drawn
    .filter((one) => one.key !== otherKey)
    .map((one) => {
      const values = entries.find((entry) => entryKey(entry) === one.key)?.[measure] ?? nothing;
      return { ...one, values, total: sum(values) };
    });
  const whole = previous.totals.find((total) => total.currency === currency)?.[measure] ?? nothing;
  const rest = whole.map((value, index) =>
    told.reduce((left, one) => left.minus(one.values[index] ?? '0'), new Big(value)).toFixed(),
  );
  const other = drawn.find((one) => one.key === otherKey);
  if (!other && rest.every((value) => new Big(value).eq('0'))) return told;
  return [
    ...told,
    {
      key: otherKey,
      name: other?.name ?? 'No longer there',
      look: 'other',
      values: rest,
      total: sum(rest),
      folded: [],
      standsFor: 1,
    },
  ];
}

/** The exact total of each window over some series. */
export const windowTotals = (series: readonly Pick<ChartSeries, 'values'>[], windows: number): string[] =>
  Array.from({ length: windows }, (_, index) => sum(series.map((one) => one.values[index] ?? '0')));

/** The exact sum of some amounts. */
export const sumOf = sum;
