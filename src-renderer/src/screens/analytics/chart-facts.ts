import type { Report } from '@shared/entities/analytics';
import { useMemo } from 'react';
import type { DayRange } from '../../components/date-range-picker';
import { formatMoney } from '../../format/money';
import { formatNumber } from '../../format/quantity';
import { chartKindOf } from './chart-kind-control';
import type { ChartKind } from './chart-layout';
import type { PlotFacts } from './chart-plot';
import { allSeries, type ChartSeries, drawnSeries, type Measure, seriesBefore, sumOf } from './chart-series';
import { chartSummary } from './chart-summary';
import { zoomInto, zoomRange } from './chart-zoom';
import { entryName } from './entry-name';
import { formatPercent, sharePercent } from './percent';
import { type ReportWindow, reportWindows, windowWordOf } from './range-presets';
import { shownDays } from './shown-days';
import { shortWindowLabel, windowLabel } from './window-label';

/** How one looks at the chart; on screens with an address it is kept there. */
export interface ChartChoices {
  /** The currency drawn; "" is the first there is. */
  currency: string;
  /** Keys of series switched off in the legend. */
  hidden: readonly string[];
  view: 'chart' | 'table';
  kind?: ChartKind;
  /** The part of the range that is shown, see `zoomText`; "" is all of it. */
  zoom?: string;
}

/** Everything the chart, its table, its legend and its copies show: worked out once, so that they agree. */
export interface ChartFacts extends PlotFacts {
  title: string;
  measure: Measure;
  currency: string;
  currencies: string[];
  /** The starts of all windows of the report, also of those zoomed away. */
  allWindows: readonly string[];
  isZoomed: boolean;
  /** The days of the shown part. */
  days: DayRange;
  /** What sentences call a window: "day"; and headings: "Day". */
  windowWord: string;
  windowHeader: string;
  /** Every entry, none folded, in the shown part. */
  all: ChartSeries[];
  /** What has a place in the legend. */
  drawn: ChartSeries[];
  /** What the table compares with: the drawn series, hidden ones too, one period earlier. */
  allBefore: ChartSeries[];
  hidden: ReadonlySet<string>;
  summary: string;
  /** Windows are priced on their own: what they add up to, and what the whole range costs, where these differ. */
  apart: { windows: string; range: string } | null;
  hasSeveralUnits: boolean;
}

interface Question {
  title: string;
  report: Report;
  measure: Measure;
  choices: ChartChoices;
}

export function useChartFacts({ title, report, measure, choices }: Question): ChartFacts {
  const currencies = report.totals.map((total) => total.currency);
  const currency = currencies.includes(choices.currency) ? choices.currency : (currencies[0] ?? '');
  const kind = chartKindOf(choices.kind);
  const texts = useMemo(() => textsOf(measure, currency, kind), [measure, currency, kind]);
  const size = report.window_size as ReportWindow;

  const series = useMemo(() => {
    const whole = allSeries(report, currency, measure);
    const drawn = drawnSeries(whole, report.group_by);
    return { whole, drawn, before: seriesBefore(report, drawn, currency, measure) };
  }, [report, currency, measure]);
  const labels = useMemo(() => {
    const labelling = { size, zone: report.timezone };
    return report.windows.map((start) => ({
      short: shortWindowLabel(start, { ...labelling, isOneDay: daySpan(report) <= 1 }),
      full: windowLabel(start, labelling),
    }));
  }, [report, size]);

  const hiddenText = JSON.stringify(choices.hidden);
  const shown = useMemo(() => {
    const zoom = zoomRange(report.windows, choices.zoom);
    const hidden = new Set(JSON.parse(hiddenText) as string[]);
    const isShown = (one: ChartSeries) => !hidden.has(one.key);
    const [all, drawn, allBefore] = [series.whole, series.drawn, series.before].map((list) => zoomInto(list, zoom));
    return {
      firstWindow: zoom?.first ?? 0,
      isZoomed: zoom !== null,
      days: shownDays(report, zoom ?? { first: 0, last: report.windows.length - 1 }),
      hidden,
      all: all ?? [],
      drawn: drawn ?? [],
      allBefore: allBefore ?? [],
      series: (drawn ?? []).filter(isShown),
      before: (allBefore ?? []).filter(isShown),
      windows: zoom ? labels.slice(zoom.first, zoom.last + 1) : labels,
    };
  }, [series, labels, report, choices.zoom, hiddenText]);

  const windowWord = windowWordOf(size);
  const ofRange = report.totals.find((total) => total.currency === currency)?.total_cost ?? '0';
  const ofWindows = sumOf(shown.all.map((one) => one.total));
  const entries = report.groups.filter((group) => group.currency === currency);
  // Of the whole range the breakdown below says the cost; of a part of it, or of usage, only the windows do.
  const isWhole = measure === 'cost' && !shown.isZoomed;
  const costBefore = report.previous?.totals.find((total) => total.currency === currency)?.total_cost ?? '0';
  const summary = chartSummary({
    total: isWhole ? ofRange : ofWindows,
    parts: isWhole
      ? entries.map((entry) => ({ name: entryName(entry, report.group_by), total: entry.total_cost }))
      : shown.all,
    series: shown.all,
    windows: shown.windows,
    windowWord,
    amountText: texts.amountText,
    before: report.previous ? (isWhole ? costBefore : sumOf(shown.allBefore.map((one) => one.total))) : undefined,
    hidden: shown.drawn.filter((one) => shown.hidden.has(one.key)).map((one) => one.name),
    zoomedOf: shown.isZoomed ? report.windows.length : undefined,
  });
  return {
    ...shown,
    ...texts,
    kind,
    size,
    title,
    measure,
    currency,
    currencies,
    allWindows: report.windows,
    windowWord,
    windowHeader: reportWindows.find((one) => one.id === size)?.label ?? 'Window',
    summary,
    apart: isWhole && ofWindows !== ofRange ? { windows: ofWindows, range: ofRange } : null,
    hasSeveralUnits:
      measure === 'usage' && new Set(entries.flatMap((entry) => entry.rows.map((row) => row.unit_plural))).size > 1,
  };
}

/** Days a report covers; one with 25 hours is one. */
const daySpan = (report: Report) =>
  Math.round((Date.parse(report.end_time) - Date.parse(report.start_time)) / (24 * 60 * 60 * 1000));

function textsOf(measure: Measure, currency: string, kind: ChartKind) {
  const amountText = (amount: string) => (measure === 'cost' ? formatMoney(amount, currency) : formatNumber(amount));
  return {
    amountText,
    partText: (amount: string, whole: string) => {
      const share = kind === 'share' ? sharePercent(amount, whole) : null;
      return share === null ? amountText(amount) : `${amountText(amount)} · ${formatPercent(share)}`;
    },
    tickText: (value: string) => {
      if (kind === 'share') return formatPercent(value, { digits: 0 });
      return measure === 'cost' ? formatMoney(value, currency, { style: 'price' }) : formatNumber(value);
    },
  };
}
