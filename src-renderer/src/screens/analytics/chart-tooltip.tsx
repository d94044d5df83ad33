import type { ChartSeries } from './chart-series';
import { sumOf } from './chart-series';
import { SeriesSwatch } from './series-look';

interface Props {
  chartId: string;
  form: 'bars' | 'lines';
  label: string;
  series: readonly ChartSeries[];
  before: readonly ChartSeries[];
  index: number;
  /** Where the bar stands, as a share of the chart's width: decides the side the card opens to. */
  position: number;
  left: number;
  partText(amount: string, whole: string): string;
  amountText(amount: string): string;
}

/** The figures of one window, beside its bar. The slider reads the same text to screen readers. */
export function ChartTooltip(props: Props) {
  const { chartId, form, label, series, before, index, position, left, partText, amountText } = props;
  const amountOf = (one: ChartSeries) => one.values[index] ?? '0';
  const shown = series.filter((one) => amountOf(one) !== '0').toReversed();
  const total = sumOf(series.map(amountOf));
  return (
    <div
      aria-hidden="true"
      className={`pointer-events-none absolute top-2 z-10 max-w-80 min-w-44 rounded-control border border-line bg-raised p-2.5 text-13 shadow-popover ${position > 0.5 ? '-translate-x-full' : ''}`}
      style={{ left: `calc(${left}px + ${position > 0.5 ? '-12px' : '12px'})` }}
    >
      <p className="mb-1 font-semibold">{label}</p>
      {shown.map((one) => (
        <p key={one.key} className="flex items-center gap-2">
          <SeriesSwatch chartId={chartId} look={one.look} form={form} />
          <span className="min-w-0 flex-1 truncate">{one.name}</span>
          <span className="whitespace-nowrap">{partText(amountOf(one), total)}</span>
        </p>
      ))}
      <p className="mt-1 flex justify-between gap-4 border-t border-line pt-1 font-semibold">
        <span>Total</span>
        <span>{amountText(total)}</span>
      </p>
      {before.length > 0 && (
        <p className="flex justify-between gap-4 text-secondary">
          <span>Period before</span>
          <span>{amountText(sumOf(before.map(amountOf)))}</span>
        </p>
      )}
    </div>
  );
}
