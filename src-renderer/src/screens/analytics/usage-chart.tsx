import type { Report } from '@shared/entities/analytics';
import { ChartColumn, Table2 } from 'lucide-react';
import { useId, useMemo } from 'react';
import { Button } from '../../components/button';
import { Select } from '../../components/select';
import { formatMoney } from '../../format/money';
import { formatNumber } from '../../format/quantity';
import { groupName } from './breakdown-order';
import { ChartLegend } from './chart-legend';
import { ChartPlot } from './chart-plot';
import { allSeries, drawnSeries, type Measure, sumOf } from './chart-series';
import { chartSummary } from './chart-summary';
import { ChartTable } from './chart-table';
import { type ReportWindow, reportWindows } from './range-presets';
import { SeriesPatterns } from './series-look';
import { shortWindowLabel, windowLabel } from './window-label';

export interface ChartChoices {
  /** The currency drawn; "" is the first there is. */
  currency: string;
  /** Keys of series switched off in the legend. */
  hidden: readonly string[];
  view: 'chart' | 'table';
}

interface Props {
  title: string;
  report: Report;
  measure: Measure;
  choices: ChartChoices;
  onChoices(change: Partial<ChartChoices>): void;
}

/** Cost or usage by group over time, one currency at a time: stacked bars, or the same figures as a table. */
export function UsageChart({ title, report, measure, choices, onChoices }: Props) {
  const chartId = useId();
  const currencies = report.totals.map((total) => total.currency);
  const currency = currencies.includes(choices.currency) ? choices.currency : (currencies[0] ?? '');
  const size = report.window_size as ReportWindow;

  const all = useMemo(() => allSeries(report, currency, measure), [report, currency, measure]);
  const drawn = useMemo(() => drawnSeries(all), [all]);
  const windows = useMemo(() => {
    const labelling = { size, zone: report.timezone };
    return report.windows.map((start) => ({
      short: shortWindowLabel(start, { ...labelling, isOneDay: report.windows.length <= 25 }),
      full: windowLabel(start, labelling),
    }));
  }, [report.windows, report.timezone, size]);

  const hidden = new Set(choices.hidden);
  const visible = drawn.filter((series) => !hidden.has(series.key));
  const amountText = (amount: string) => (measure === 'cost' ? formatMoney(amount, currency) : formatNumber(amount));
  const tickText = (amount: string) =>
    measure === 'cost' ? formatMoney(amount, currency, { style: 'price' }) : formatNumber(amount);
  const tableTotal = report.totals.find((total) => total.currency === currency)?.total_cost ?? '0';
  const windowTotal = sumOf(all.map((series) => series.total));
  const windowWord = reportWindows.find((one) => one.id === size)?.label ?? 'Window';
  const inCurrency = report.groups.filter((group) => group.currency === currency);
  const hasSeveralUnits = new Set(inCurrency.flatMap((group) => group.rows.map((row) => row.unit_plural))).size > 1;
  const summary = chartSummary({
    ...(measure === 'cost'
      ? { total: tableTotal, parts: inCurrency.map((group) => ({ name: groupName(group), total: group.total_cost })) }
      : { total: windowTotal, parts: all }),
    series: all,
    windows,
    amountText,
    windowWord,
  });

  return (
    <section className="flex flex-col gap-2 rounded-control border border-line bg-surface p-4">
      <div className="flex flex-wrap items-center gap-2">
        <h2 className="mr-auto text-16 font-semibold">{title}</h2>
        {currencies.length > 1 && (
          <Select
            label="Currency of the chart"
            hideLabel
            isCompact
            value={currency}
            onChange={(next) => onChoices({ currency: next })}
            options={currencies.map((one) => ({ id: one, label: one.toUpperCase() }))}
            className="w-24"
          />
        )}
        <Button
          icon={choices.view === 'chart' ? <Table2 aria-hidden size={16} /> : <ChartColumn aria-hidden size={16} />}
          onPress={() => onChoices({ view: choices.view === 'chart' ? 'table' : 'chart' })}
          className="print:hidden"
        >
          {choices.view === 'chart' ? 'View as table' : 'View as chart'}
        </Button>
      </div>
      <p className="text-13 text-secondary">{summary}</p>
      {choices.view === 'table' ? (
        <ChartTable label={title} series={all} windows={windows} windowHeader={windowWord} amountText={amountText} />
      ) : (
        <>
          <SeriesPatterns chartId={chartId} />
          <ChartPlot
            chartId={chartId}
            label={title}
            series={visible}
            windows={windows}
            amountText={amountText}
            tickText={tickText}
          />
          <ChartLegend
            chartId={chartId}
            series={drawn}
            hidden={hidden}
            onHidden={(next) => onChoices({ hidden: [...next] })}
          />
        </>
      )}
      {measure === 'usage' && hasSeveralUnits && (
        <p className="text-13 text-muted">
          These features count different things, so their sums say little: compare groups by cost instead.
        </p>
      )}
      {measure === 'cost' && windowTotal !== tableTotal && (
        <p className="text-13 text-muted">
          Each {windowWord.toLowerCase()} is priced on its own here, so tiers and packages start anew in each: the bars
          add up to {formatMoney(windowTotal, currency)}, the whole range costs {formatMoney(tableTotal, currency)}.
        </p>
      )}
    </section>
  );
}
