import { type ChartBox, type ChartLayout, mostSpacious } from './chart-layout';
import type { ChartSeries } from './chart-series';
import { type Look, lookMark, lookToken } from './look-patterns';

/** A colour of the theme by its token, or the pattern of a look. */
export type Paint = { token: string } | { look: Look };

/** One thing to draw. A scene is a list of them, bottom first: the page shows it as SVG, a file or a canvas takes the same. */
export type SceneItem =
  | {
      type: 'path';
      d: string;
      /** Where the origin of `d` is. */
      at?: { x: number; y: number };
      fill?: Paint;
      stroke?: Paint;
      strokeWidth?: number;
      dash?: readonly number[];
      /** Name of the series it belongs to. */
      series?: string;
    }
  | {
      type: 'text';
      x: number;
      y: number;
      text: string;
      anchor: 'start' | 'middle' | 'end';
      token: string;
      size: number;
      weight?: number;
    };

interface Facts {
  layout: ChartLayout;
  box: ChartBox;
  series: readonly ChartSeries[];
  windows: readonly { short: string }[];
  /** Windows with a label below them. */
  labels: readonly number[];
  tickText(value: string): string;
}

/** Numbers of a dashed line, for whatever is of the period before. */
export const beforeDash = [4, 3] as const;

/** Axis, bars or lines, and labels of a chart. */
export function chartScene({ layout, box, series, windows, labels, tickText }: Facts): SceneItem[] {
  const isSpacious = windows.length <= mostSpacious;
  const looks = new Map(series.map((one) => [one.key, one.look]));
  const grid = layout.ticks.flatMap((tick): SceneItem[] => [
    { type: 'path', d: `M${box.left} ${tick.y}H${box.width - box.right}`, stroke: { token: 'line' }, strokeWidth: 1 },
    {
      type: 'text',
      x: box.left - 8,
      y: tick.y + 4,
      text: tickText(tick.value),
      anchor: 'end',
      token: 'muted',
      size: 12,
    },
  ]);
  const before = layout.before.map(
    ({ key, d }): SceneItem => ({
      type: 'path',
      d,
      stroke: { token: layout.form === 'lines' ? lookToken(looks.get(key) ?? 'other') : 'muted' },
      strokeWidth: layout.form === 'lines' ? 1.5 : 1,
      dash: beforeDash,
      series: 'Previous period',
    }),
  );
  const drawn = layout.paths.flatMap(({ d }, index): SceneItem[] => {
    const one = series[index];
    if (!one) return [];
    const colour = { token: lookToken(one.look) };
    if (layout.form === 'bars') {
      const edge: Paint = { token: 'surface' };
      return [
        {
          type: 'path',
          d,
          fill: { look: one.look },
          ...(isSpacious && { stroke: edge, strokeWidth: 1 }),
          series: one.name,
        },
      ];
    }
    const mark = lookMark(one.look);
    const points = isSpacious ? (layout.points[index]?.at ?? []) : [];
    return [
      { type: 'path', d, stroke: colour, strokeWidth: 2, series: one.name },
      ...points.map(
        (at): SceneItem => ({
          type: 'path',
          d: mark.d,
          at,
          fill: mark.isHollow ? { token: 'surface' } : colour,
          ...(mark.isHollow && { stroke: colour, strokeWidth: 1.5 }),
        }),
      ),
    ];
  });
  const names = labels.flatMap((index): SceneItem[] => {
    const bar = layout.bars[index];
    return bar
      ? [
          {
            type: 'text',
            x: bar.x + bar.width / 2,
            y: box.height - 6,
            text: windows[index]?.short ?? '',
            anchor: 'middle',
            token: 'muted',
            size: 12,
          },
        ]
      : [];
  });
  // The outline of the bars before lies over those of now, where it would be hidden.
  return layout.form === 'bars' ? [...grid, ...drawn, ...before, ...names] : [...grid, ...before, ...drawn, ...names];
}
