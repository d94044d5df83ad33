import { scaleBand, scaleLinear } from 'd3-scale';
import { line, stack, stackOffsetExpand, stackOffsetNone, stackOrderNone } from 'd3-shape';
import type { ChartSeries } from './chart-series';

export interface ChartBox {
  width: number;
  height: number;
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** Bars stack amounts, lines compare them, share stacks percentages of each window. */
export type ChartKind = 'bars' | 'lines' | 'share';

export interface ChartLayout {
  /** A line needs two windows: a single one is drawn as a bar, whatever was asked for. */
  form: 'bars' | 'lines';
  /** One outline per drawn series, in the order given: all its bars, or its line, in one SVG path. */
  paths: { key: string; d: string }[];
  /** Where each series passes each window: the middle of its bar's part, or the point of its line. */
  points: { key: string; at: Point[] }[];
  /** The period before: one outline around its bars, or a line per series; empty without one. */
  before: { key: string; d: string }[];
  /** Left edge and width of each window's bar. */
  bars: { x: number; width: number }[];
  /** `value` is an amount, of a share chart a percentage. */
  ticks: { value: string; y: number }[];
}

export interface Point {
  x: number;
  y: number;
}

interface Options {
  kind?: ChartKind;
  /** The series of the period before, window by window. Shares are not compared. */
  before?: readonly ChartSeries[];
}

/** More windows than these have no room for marks on lines and gaps between bars. */
export const mostSpacious = 120;

const coordinate = (value: number) => String(Math.round(value * 100) / 100);
const amountAt = (one: ChartSeries, index: number) => Math.max(0, Number(one.values[index] ?? '0'));

/**
 * Places bars or lines in a box. The only place where amounts become floats: a pixel has no use for more digits.
 * With no usage at all the axis still runs from zero up.
 */
export function layOutChart(
  series: readonly ChartSeries[],
  windows: number,
  box: ChartBox,
  { kind = 'bars', before = [] }: Options = {},
): ChartLayout {
  const rows = Array.from({ length: windows }, (_, index) => index);
  const form = kind === 'lines' && windows > 1 ? 'lines' : 'bars';
  const compared = kind === 'share' ? [] : before;
  const stacked = stack<number, ChartSeries>()
    .keys(series)
    .value((index, one) => amountAt(one, index))
    .order(stackOrderNone)
    .offset(kind === 'share' ? stackOffsetExpand : stackOffsetNone)(rows);
  const totalBefore = (index: number) => compared.reduce((sum, one) => sum + amountAt(one, index), 0);

  const x = scaleBand<number>()
    .domain(rows)
    .range([box.left, box.width - box.right])
    .paddingInner(windows > mostSpacious ? 0.1 : 0.3)
    .paddingOuter(0.15);
  const highest =
    form === 'lines'
      ? Math.max(0, ...[...series, ...compared].flatMap((one) => rows.map((index) => amountAt(one, index))))
      : Math.max(0, ...stacked.flatMap((layer) => layer.map(([, top]) => top)), ...rows.map(totalBefore));
  const y = scaleLinear()
    .domain([0, kind === 'share' ? 1 : highest || 1])
    .range([box.height - box.bottom, box.top]);
  if (kind !== 'share') y.nice(4);

  // One or two windows would otherwise be walls.
  const width = Math.min(x.bandwidth(), 72);
  const bars = rows.map((index) => ({ x: (x(index) ?? 0) + (x.bandwidth() - width) / 2, width }));
  const middle = (index: number) => (bars[index]?.x ?? 0) + width / 2;
  const pathOf = line<number>()
    .x((_, index) => middle(index))
    .y((amount) => y(amount))
    .digits(2);
  const lineOf = (one: ChartSeries) => ({
    key: one.key,
    d: pathOf(rows.map((index) => amountAt(one, index))) ?? '',
  });
  const ticks =
    kind === 'share'
      ? [0, 25, 50, 75, 100].map((percent) => ({ value: String(percent), y: y(percent / 100) }))
      : y.ticks(4).map((value) => ({ value: tickText(value), y: y(value) }));

  if (form === 'lines') {
    return {
      form,
      paths: series.map(lineOf),
      points: series.map((one) => ({
        key: one.key,
        at: rows.map((index) => ({ x: middle(index), y: y(amountAt(one, index)) })),
      })),
      before: compared.map(lineOf),
      bars,
      ticks,
    };
  }
  const rectangle = (index: number, bottom: number, top: number, wider = 0) => {
    const bar = bars[index];
    if (!bar || top <= bottom) return '';
    const [left, right] = [coordinate(bar.x - wider), coordinate(bar.x + bar.width + wider)];
    return `M${left} ${coordinate(y(bottom))}V${coordinate(y(top))}H${right}V${coordinate(y(bottom))}Z`;
  };
  return {
    form,
    paths: stacked.map((layer) => ({
      key: layer.key.key,
      d: layer.map(([bottom, top], index) => rectangle(index, bottom, top)).join(''),
    })),
    points: stacked.map((layer) => ({
      key: layer.key.key,
      at: layer.map(([bottom, top], index) => ({ x: middle(index), y: y((bottom + top) / 2) })),
    })),
    before:
      compared.length > 0
        ? [{ key: 'before', d: rows.map((index) => rectangle(index, 0, totalBefore(index), 2)).join('') }]
        : [],
    bars,
    ticks,
  };
}

/** A tick as decimal text, free of the float's noise ("0.3", not "0.30000000000000004"). */
const tickText = (value: number) => value.toFixed(12).replace(/\.?0+$/, '') || '0';

/** Which window is at a horizontal position; null beside the bars. */
export function windowAt(x: number, windows: number, box: ChartBox): number | null {
  const inner = box.width - box.left - box.right;
  if (windows === 0 || inner <= 0 || x < box.left || x >= box.width - box.right) return null;
  return Math.min(windows - 1, Math.floor(((x - box.left) / inner) * windows));
}

/** The series drawn nearest to a height within one window; null without series. */
export function seriesNear(layout: ChartLayout, index: number, y: number): string | null {
  let nearest: { key: string; distance: number } | null = null;
  for (const { key, at } of layout.points) {
    const point = at[index];
    if (!point) continue;
    const distance = Math.abs(point.y - y);
    if (!nearest || distance < nearest.distance) nearest = { key, distance };
  }
  return nearest?.key ?? null;
}

/** Where labels may stand. */
interface LabelPlaces {
  /** The next greater number of windows from one label to the next at which labels say round times. */
  roundStep(windows: number): number;
  /** How many windows there are before the first shown one: labels stand where they would without a zoom. */
  before: number;
}

/** Which windows get a label below them, so that labels of about this width never touch. */
export function labelled(
  windows: number,
  innerWidth: number,
  labelWidth: number,
  { roundStep, before }: LabelPlaces = { roundStep: (step) => step, before: 0 },
): number[] {
  const room = Math.max(1, Math.floor(innerWidth / labelWidth));
  const every = roundStep(Math.max(1, Math.ceil(windows / room)));
  const first = (every - (before % every)) % every;
  const count = Math.ceil((windows - first) / every);
  return count <= 0 ? [0] : Array.from({ length: count }, (_, index) => first + index * every);
}
