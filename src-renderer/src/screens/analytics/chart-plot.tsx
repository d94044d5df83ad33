import { useId, useMemo } from 'react';
import { useIsPrinting } from '../../components/use-is-printing';
import { ChartDrawing } from './chart-drawing';
import { type ChartBox, type ChartKind, labelled, layOutChart, seriesNear } from './chart-layout';
import { chartScene } from './chart-scene';
import type { ChartSeries } from './chart-series';
import { sumOf } from './chart-series';
import { ChartTooltip } from './chart-tooltip';
import type { ZoomRange } from './chart-zoom';
import type { ReportWindow } from './range-presets';
import { useChartWalk } from './use-chart-walk';
import { useWidth } from './use-width';
import { roundStep } from './window-label';

export interface PlotFacts {
  kind: ChartKind;
  /** How long a window is. */
  size: ReportWindow;
  /** Index of the first shown window among those of the whole range. */
  firstWindow: number;
  series: readonly ChartSeries[];
  /** The same windows one period earlier; empty without a comparison. */
  before: readonly ChartSeries[];
  /** One entry per window: under the axis, and in full. */
  windows: readonly { short: string; full: string }[];
  /** A value of a window with its share where the chart shows shares. */
  partText(amount: string, whole: string): string;
  amountText(amount: string): string;
  tickText(value: string): string;
}

interface Props extends PlotFacts {
  chartId: string;
  label: string;
  onZoom(range: ZoomRange): void;
  /** A window, and the series that was pressed there; null for all of it. */
  onPick?(index: number, key: string | null): void;
}

const height = 300;
/** Fits between the margins of A4 and Letter: nothing measures itself again while the paper is laid out. */
const paperWidth = 650;
const digitWidth = 7;

/** Places a chart in the given width: room for the longest tick at the left, as many labels as fit below. */
export function placeChart(
  { series, before, windows, kind, tickText, size, firstWindow }: PlotFacts,
  width: number,
  tall = height,
) {
  const frame = { width, height: tall, right: 4, top: 12, bottom: 24 };
  const options = { kind, before };
  const { ticks } = layOutChart(series, windows.length, { ...frame, left: 0 }, options);
  const longestTick = Math.max(...ticks.map((tick) => tickText(tick.value).length));
  const longestLabel = Math.max(...windows.map(({ short }) => short.length));
  const box: ChartBox = { ...frame, left: longestTick * digitWidth + 14 };
  const labels = labelled(windows.length, width - box.left, Math.max(76, longestLabel * digitWidth + 16), {
    roundStep: (step) => roundStep(size, step),
    before: firstWindow,
  });
  const layout = layOutChart(series, windows.length, box, options);
  return { box, layout, items: chartScene({ layout, box, series, windows, labels, tickText }) };
}

const noBox: ChartBox = { width: 0, height, left: 0, right: 0, top: 0, bottom: 0 };

/**
 * Bars or lines over time. The pointer shows a window's figures; by keyboard it is a slider over the windows: arrows,
 * Home and End walk, with Shift they mark a part that Enter zooms into, Escape puts the figures away.
 */
export function ChartPlot(props: Props) {
  const { chartId, label, kind, size, firstWindow, series, before, windows, onZoom, onPick } = props;
  const { partText, amountText, tickText } = props;
  const hintId = useId();
  const [element, shownWidth] = useWidth<HTMLDivElement>();
  const isPrinting = useIsPrinting();
  const width = isPrinting ? paperWidth : shownWidth;
  const placed = useMemo(
    () =>
      width > 0
        ? placeChart({ kind, size, firstWindow, series, before, windows, partText, amountText, tickText }, width)
        : { box: noBox, layout: null, items: [] },
    [kind, size, firstWindow, series, before, windows, width, partText, amountText, tickText],
  );
  const { box, layout, items } = placed;
  const canZoom = windows.length > 1;
  const walk = useChartWalk({
    windows: windows.length,
    box,
    ...(canZoom && { onZoom }),
    ...(onPick && { onPick: (index, y) => onPick(index, y === null || !layout ? null : seriesNear(layout, index, y)) }),
  });
  const { current, active, marked } = walk;

  const totalAt = (index: number) => sumOf(series.map((one) => one.values[index] ?? '0'));
  const valueText = (index: number) => {
    const total = totalAt(index);
    const parts = series
      .filter((one) => (one.values[index] ?? '0') !== '0')
      .map((one) => `${one.name} ${partText(one.values[index] ?? '0', total)}`);
    const past =
      before.length > 0
        ? `, in the period before ${amountText(sumOf(before.map((one) => one.values[index] ?? '0')))}`
        : '';
    return `${windows[index]?.full}: total ${amountText(total)}${past}${parts.length > 0 ? `. ${parts.join(', ')}` : ''}`;
  };
  const markText = marked && `${windows[marked.first]?.full} to ${windows[marked.last]?.full} marked, Enter zooms in`;

  const bar = active === null ? undefined : layout?.bars[active];
  const column = (from: number, to: number) => {
    const [left, right] = [layout?.bars[from], layout?.bars[to]];
    if (!left || !right) return null;
    return {
      x: left.x - 3,
      width: right.x + right.width - left.x + 6,
      y: box.top,
      height: height - box.top - box.bottom,
    };
  };
  const highlighted = marked ? column(marked.first, marked.last) : active === null ? null : column(active, active);
  return (
    <div ref={element} className="relative" style={{ height }}>
      {layout && (
        <>
          <ChartDrawing chartId={chartId} items={items} width={width} height={height}>
            {highlighted && (
              <rect
                {...highlighted}
                fill="var(--selected)"
                stroke={marked ? 'var(--link)' : 'none'}
                className="print:hidden"
              />
            )}
          </ChartDrawing>
          <p id={hintId} hidden>
            Arrows walk.{canZoom && ' Shift and arrows mark a part, Enter zooms into it.'}
            {onPick && ' Enter on one shows what is behind it.'}
          </p>
          <div
            role="slider"
            tabIndex={0}
            aria-label={label}
            aria-describedby={hintId}
            aria-orientation="horizontal"
            aria-valuemin={1}
            aria-valuemax={windows.length}
            aria-valuenow={current + 1}
            aria-valuetext={markText ?? valueText(current)}
            className={`absolute inset-0 touch-pan-y rounded-control ${onPick ? 'cursor-pointer' : ''}`}
            {...walk.handlers}
          />
          {active !== null && bar && (
            <ChartTooltip
              chartId={chartId}
              form={layout.form}
              label={windows[active]?.full ?? ''}
              series={series}
              before={before}
              index={active}
              left={bar.x + bar.width / 2}
              width={width}
              partText={partText}
              amountText={amountText}
            />
          )}
        </>
      )}
    </div>
  );
}
