import { scaleBand, scaleLinear } from 'd3-scale';
import { stack, stackOffsetNone, stackOrderNone } from 'd3-shape';
import type { ChartSeries } from './chart-series';

export interface ChartBox {
  width: number;
  height: number;
  left: number;
  right: number;
  top: number;
  bottom: number;
}

export interface ChartLayout {
  /** One outline per drawn series, in the order given: all its bars in one SVG path. */
  paths: { key: string; d: string }[];
  /** Left edge and width of each window's bar. */
  bars: { x: number; width: number }[];
  ticks: { value: string; y: number }[];
}

const coordinate = (value: number) => String(Math.round(value * 100) / 100);

/**
 * Places stacked bars in a box. The only place where amounts become floats: a pixel has no use for more digits.
 * With no usage at all the axis still runs from zero up.
 */
export function layOutChart(series: readonly ChartSeries[], windows: number, box: ChartBox): ChartLayout {
  const rows = Array.from({ length: windows }, (_, index) => index);
  const stacked = stack<number, ChartSeries>()
    .keys(series)
    .value((index, one) => Math.max(0, Number(one.values[index] ?? '0')))
    .order(stackOrderNone)
    .offset(stackOffsetNone)(rows);
  const highest = Math.max(0, ...stacked.flatMap((layer) => layer.map(([, top]) => top)));

  const x = scaleBand<number>()
    .domain(rows)
    .range([box.left, box.width - box.right])
    .paddingInner(windows > 120 ? 0.1 : 0.3)
    .paddingOuter(0.15);
  const y = scaleLinear()
    .domain([0, highest || 1])
    .nice(4)
    .range([box.height - box.bottom, box.top]);

  // One or two windows would otherwise be walls.
  const width = Math.min(x.bandwidth(), 72);
  const bars = rows.map((index) => ({ x: (x(index) ?? 0) + (x.bandwidth() - width) / 2, width }));
  const paths = stacked.map((layer) => ({
    key: layer.key.key,
    d: layer
      .map(([bottom, top], index) => {
        const bar = bars[index];
        if (!bar || top <= bottom) return '';
        const [left, right] = [coordinate(bar.x), coordinate(bar.x + bar.width)];
        return `M${left} ${coordinate(y(bottom))}V${coordinate(y(top))}H${right}V${coordinate(y(bottom))}Z`;
      })
      .join(''),
  }));
  const ticks = y.ticks(4).map((value) => ({ value: tickText(value), y: y(value) }));
  return { paths, bars, ticks };
}

/** A tick as decimal text, free of the float's noise ("0.3", not "0.30000000000000004"). */
const tickText = (value: number) => value.toFixed(12).replace(/\.?0+$/, '') || '0';

/** Which window is at a horizontal position; null beside the bars. */
export function windowAt(x: number, windows: number, box: ChartBox): number | null {
  const inner = box.width - box.left - box.right;
  if (windows === 0 || inner <= 0 || x < box.left || x >= box.width - box.right) return null;
  return Math.min(windows - 1, Math.floor(((x - box.left) / inner) * windows));
}

/** Which windows get a label below them, so that labels of about this width never touch. */
export function labelled(windows: number, innerWidth: number, labelWidth: number): number[] {
  const room = Math.max(1, Math.floor(innerWidth / labelWidth));
  const every = Math.max(1, Math.ceil(windows / room));
  return Array.from({ length: Math.ceil(windows / every) }, (_, index) => index * every);
}
