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
  /** Where the middle of the bar stands, and how wide the chart is: the card opens to the wider side of it. */
  left: number;
  width: number;
  partText(amount: string, whole: string): string;
  amountText(amount: string): string;
}

/** The figures of one window, beside its bar. The slider reads the same text to screen readers. */
export function ChartTooltip(props: Props) {
  const { chartId, form, label, series, before, index, left, width, partText, amountText } = props;
  const amountOf = (one: ChartSeries) => one.values[index] ?? '0';
  const shown = series.filter((one) => amountOf(one) !== '0').toReversed();
  const total = sumOf(series.map(amountOf));
  return (
    <div
      aria-hidden="true"
      className="pointer-events-none absolute top-2 left-0 z-10 max-w-md min-w-44 rounded-control border border-line bg-raised p-2.5 text-13 shadow-popover print:hidden"
      style={{ transform: `translateX(${placed(left, width)})` }}
    >
      <p className="mb-1 font-semibold">{label}</p>
      {shown.map((one) => (
        <p key={one.key} className="flex gap-2">
          <span className="flex h-lh items-center">
            <SeriesSwatch chartId={chartId} look={one.look} form={form} />
          </span>
          <span className="line-clamp-3 min-w-0 flex-1 break-words">{one.name}</span>
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

/** How far the card is moved to the right; 100% is its own width, so that it stays within the chart on either side. */
const placed = (left: number, width: number) =>
  left > width / 2 ? `max(0px, ${left - 12}px - 100%)` : `max(0px, min(${left + 12}px, ${width}px - 100%))`;
