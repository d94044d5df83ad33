import { Big } from '@shared/big';
import type { Report } from '@shared/entities/analytics';
import { groupName } from './breakdown-order';

export type Measure = 'cost' | 'usage';

/** One series of the chart: a group, "No group", or what is left over. Values are exact; one per window. */
export interface ChartSeries {
  key: string;
  name: string;
  /** 0 to 7 picks colour and pattern; "No group" and "Other" have looks of their own. */
  look: number | 'none' | 'other';
  values: string[];
  total: string;
  /** Names of the groups folded into "Other". */
  folded: string[];
}

const sum = (values: readonly string[]) => values.reduce((all, value) => all.plus(value), new Big('0')).toFixed();
const noGroupKey = '';
const otherKey = 'other';

/** Every group with anything in a currency, biggest first; "No group" always last. */
export function allSeries(report: Report, currency: string, measure: Measure): ChartSeries[] {
  return report.series
    .filter((series) => series.currency === currency)
    .map((series) => ({
      key: series.group_id ?? noGroupKey,
      name: groupName(series),
      look: series.group_id === null ? ('none' as const) : 0,
      values: series[measure],
      total: sum(series[measure]),
      folded: [],
    }))
    .toSorted((a, b) => Number(a.look === 'none') - Number(b.look === 'none') || new Big(b.total).cmp(a.total));
}

const mostGroups = 8;

/**
 * The series as drawn: up to eight groups keep their own, of more the seven biggest do and the rest becomes "Other".
 * "No group" is never folded away.
 */
export function drawnSeries(all: readonly ChartSeries[]): ChartSeries[] {
  const groups = all.filter((series) => series.look !== 'none');
  const ungrouped = all.filter((series) => series.look === 'none');
  const kept = groups.length > mostGroups ? groups.slice(0, mostGroups - 1) : groups;
  const rest = groups.slice(kept.length);
  const drawn: ChartSeries[] = kept.map((series, index) => ({ ...series, look: index }));
  if (rest.length > 0) {
    const values = (rest[0]?.values ?? []).map((_, index) => sum(rest.map((series) => series.values[index] ?? '0')));
    const name = `Other (${rest.length} groups)`;
    drawn.push({
      key: otherKey,
      name,
      look: 'other',
      values,
      total: sum(values),
      folded: rest.map((series) => series.name),
    });
  }
  return [...drawn, ...ungrouped];
}

/** The exact total of each window over some series. */
export const windowTotals = (series: readonly ChartSeries[], windows: number): string[] =>
  Array.from({ length: windows }, (_, index) => sum(series.map((one) => one.values[index] ?? '0')));

/** The exact sum of some amounts. */
export const sumOf = sum;
