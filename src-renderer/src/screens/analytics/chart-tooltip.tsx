import type { ChartSeries } from './chart-series';
import { sumOf } from './chart-series';
import { SeriesSwatch } from './series-look';

interface Props {
  chartId: string;
  label: string;
  series: readonly ChartSeries[];
  index: number;
  /** Where the bar stands, as a share of the chart's width: decides the side the card opens to. */
  position: number;
  left: number;
  amountText(amount: string): string;
}

/** The figures of one window, beside its bar. The slider reads the same text to screen readers. */
export function ChartTooltip({ chartId, label, series, index, position, left, amountText }: Props) {
  const shown = series.filter((one) => one.values[index] !== undefined && one.values[index] !== '0').toReversed();
  return (
    <div
      aria-hidden="true"
      className={`pointer-events-none absolute top-2 z-10 max-w-72 min-w-44 rounded-control border border-line bg-raised p-2.5 text-13 shadow-popover ${position > 0.5 ? '-translate-x-full' : ''}`}
      style={{ left: `calc(${left}px + ${position > 0.5 ? '-12px' : '12px'})` }}
    >
      <p className="mb-1 font-semibold">{label}</p>
      {shown.map((one) => (
        <p key={one.key} className="flex items-center gap-2">
          <SeriesSwatch chartId={chartId} look={one.look} />
          <span className="min-w-0 flex-1 truncate">{one.name}</span>
          <span>{amountText(one.values[index] ?? '0')}</span>
        </p>
      ))}
      <p className="mt-1 flex justify-between gap-4 border-t border-line pt-1 font-semibold">
        <span>Total</span>
        <span>{amountText(sumOf(series.map((one) => one.values[index] ?? '0')))}</span>
      </p>
    </div>
  );
}
