import type { Report } from '@shared/entities/analytics';
import { ChartColumn, Table2, ZoomOut } from 'lucide-react';
import { type ReactNode, useId, useRef } from 'react';
import { Button } from '../../components/button';
import { Select } from '../../components/select';
import { type ChartChoices, type ChartFacts, useChartFacts } from './chart-facts';
import { ChartKindControl } from './chart-kind-control';
import { ChartLegend } from './chart-legend';
import { ChartPlot } from './chart-plot';
import { beforeDash } from './chart-scene';
import type { Measure } from './chart-series';
import { ChartTable } from './chart-table';
import { zoomText } from './chart-zoom';
import { windowsApartText } from './priced-anew';
import { SeriesPatterns } from './series-look';

export type { ChartChoices };

interface Props {
  title: string;
  report: Report;
  measure: Measure;
  choices: ChartChoices;
  onChoices(change: Partial<ChartChoices>): void;
  /** Buttons at the end of the heading: what can be done with what is shown. */
  actions?(facts: ChartFacts): ReactNode;
  /** A window of the chart was chosen, by its start and name, and a series in it; null for all of them. */
  onPick?(start: string, label: string, currency: string, seriesKey: string | null): void;
}

/** Cost or usage over time, one currency at a time: bars, lines or shares, or the same figures as a table. */
export function UsageChart({ title, report, measure, choices, onChoices, actions, onPick }: Props) {
  const chartId = useId();
  const section = useRef<HTMLElement>(null);
  const facts = useChartFacts({ title, report, measure, choices });
  const { currency, currencies, windows, firstWindow, allWindows, isZoomed, amountText, windowWord, apart } = facts;
  const form = facts.kind === 'lines' && windows.length > 1 ? 'lines' : 'bars';
  const isChart = choices.view === 'chart';
  return (
    <section
      ref={section}
      className={`flex flex-col gap-2 rounded-control border border-line bg-surface p-4 ${isChart ? 'break-inside-avoid' : ''}`}
    >
      <div className="flex flex-wrap items-center justify-end gap-2">
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
        {isZoomed && (
          <Button
            icon={<ZoomOut aria-hidden size={16} />}
            onPress={() => {
              onChoices({ zoom: '' });
              // This button goes: one goes on with what was zoomed.
              section.current?.querySelector<HTMLElement>('[role="slider"], [role="grid"] [tabindex="0"]')?.focus();
            }}
            className="print:hidden"
          >
            Reset zoom
          </Button>
        )}
        <ChartKindControl value={facts.kind} onChange={(kind) => onChoices({ kind })} />
        <span className="flex items-center gap-2">
          <Button
            icon={isChart ? <Table2 aria-hidden size={16} /> : <ChartColumn aria-hidden size={16} />}
            onPress={() => onChoices({ view: isChart ? 'table' : 'chart' })}
            className="print:hidden"
          >
            {isChart ? 'View as table' : 'View as chart'}
          </Button>
          {actions?.(facts)}
        </span>
      </div>
      <p className="text-13 text-secondary">{facts.summary}</p>
      {isChart ? (
        <>
          <SeriesPatterns chartId={chartId} />
          <ChartPlot
            chartId={chartId}
            label={title}
            kind={facts.kind}
            size={facts.size}
            firstWindow={firstWindow}
            series={facts.series}
            before={facts.before}
            windows={windows}
            partText={facts.partText}
            amountText={amountText}
            tickText={facts.tickText}
            onZoom={({ first, last }) =>
              onChoices({ zoom: zoomText(allWindows, { first: firstWindow + first, last: firstWindow + last }) })
            }
            {...(onPick && {
              onPick: (index: number, key: string | null) =>
                onPick(allWindows[firstWindow + index] ?? '', windows[index]?.full ?? '', currency, key),
            })}
          />
          <ChartLegend
            chartId={chartId}
            form={form}
            series={facts.drawn}
            hidden={facts.hidden}
            onHidden={(hidden) => onChoices({ hidden })}
          />
          {facts.before.length > 0 && facts.kind !== 'share' && <BeforeKey form={form} />}
        </>
      ) : (
        <ChartTable facts={facts} />
      )}
      {facts.hasSeveralUnits && (
        <p className="text-13 text-muted">
          These features count different things, so their sums say little: compare by cost instead.
        </p>
      )}
      {apart && (
        <p className="text-13 text-muted">
          {windowsApartText(windowWord, amountText(apart.windows), amountText(apart.range))}
        </p>
      )}
    </section>
  );
}

/** What the dashed outlines mean. */
function BeforeKey({ form }: { form: 'bars' | 'lines' }) {
  return (
    <p className="flex items-center gap-1.5 px-1.5 text-13 text-secondary">
      <svg aria-hidden="true" width="22" height="14">
        <path
          d={form === 'lines' ? 'M0 7H22' : 'M4 13V2H18V13'}
          fill="none"
          stroke="var(--muted)"
          strokeWidth="1.5"
          strokeDasharray={beforeDash.join(' ')}
        />
      </svg>
      Dashed: the period before
    </p>
  );
}
