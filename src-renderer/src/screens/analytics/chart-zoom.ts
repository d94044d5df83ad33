import type { ChartSeries } from './chart-series';
import { sumOf } from './chart-series';

/** A part of the chart's windows, both ends included. */
export interface ZoomRange {
  first: number;
  last: number;
}

/** How the address names a part: the starts of its first and last window. */
export const zoomText = (windows: readonly string[], { first, last }: ZoomRange): string =>
  `${windows[first] ?? ''}~${windows[last] ?? ''}`;

/** The part that an address names; null when these windows are not (or all) in the chart, as after a change of range. */
export function zoomRange(windows: readonly string[], text: string | undefined): ZoomRange | null {
  const [from = '', to = ''] = (text ?? '').split('~');
  const [first, last] = [windows.indexOf(from), windows.indexOf(to)];
  if (first < 0 || last < first || last - first + 1 === windows.length) return null;
  return { first, last };
}

/** The same series over a part of the windows; their totals are those of the part. */
export function zoomInto(series: readonly ChartSeries[], range: ZoomRange | null): ChartSeries[] {
  if (!range) return [...series];
  return series.map((one) => {
    const values = one.values.slice(range.first, range.last + 1);
    return { ...one, values, total: sumOf(values) };
  });
}

/** Two windows in either order, as a part. */
export const between = (one: number, other: number): ZoomRange => ({
  first: Math.min(one, other),
  last: Math.max(one, other),
});
