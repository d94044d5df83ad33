import { type KeyboardEvent, useMemo, useState } from 'react';
import { labelled, layOutChart, windowAt } from './chart-layout';
import type { ChartSeries } from './chart-series';
import { sumOf } from './chart-series';
import { ChartTooltip } from './chart-tooltip';
import { patternId } from './series-look';
import { useWidth } from './use-width';

interface Props {
  chartId: string;
  label: string;
  series: readonly ChartSeries[];
  /** One entry per window: under the axis, and in full. */
  windows: readonly { short: string; full: string }[];
  amountText(amount: string): string;
  tickText(amount: string): string;
}

const height = 300;
const digitWidth = 7;

/**
 * Stacked bars over time. The pointer shows a window's figures; by keyboard it is a slider over the windows: arrows,
 * Home and End walk, Escape puts the figures away.
 */
export function ChartPlot({ chartId, label, series, windows, amountText, tickText }: Props) {
  const [element, width] = useWidth<HTMLDivElement>();
  const [shown, setShown] = useState<number | null>(null);
  const [walked, setWalked] = useState(0);

  const { box, layout, labels } = useMemo(() => {
    const frame = { width, height, right: 4, top: 12, bottom: 24 };
    const { ticks } = layOutChart(series, windows.length, { ...frame, left: 0 });
    const longestTick = Math.max(...ticks.map((tick) => tickText(tick.value).length));
    const longestLabel = Math.max(...windows.map(({ short }) => short.length));
    const box = { ...frame, left: longestTick * digitWidth + 14 };
    return {
      box,
      layout: layOutChart(series, windows.length, box),
      labels: labelled(windows.length, width - box.left, Math.max(76, longestLabel * digitWidth + 16)),
    };
  }, [series, windows, width, tickText]);
  const current = Math.min(walked, windows.length - 1);
  const active = shown !== null && shown < windows.length ? shown : null;

  const valueText = (index: number) => {
    const parts = series
      .filter((one) => (one.values[index] ?? '0') !== '0')
      .map((one) => `${one.name} ${amountText(one.values[index] ?? '0')}`);
    const total = amountText(sumOf(series.map((one) => one.values[index] ?? '0')));
    return `${windows[index]?.full}: total ${total}${parts.length > 0 ? `. ${parts.join(', ')}` : ''}`;
  };
  const walkTo = (index: number) => {
    const next = Math.max(0, Math.min(windows.length - 1, index));
    setWalked(next);
    setShown(next);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const page = Math.max(1, Math.round(windows.length / 10));
    const target = {
      ArrowRight: current + 1,
      ArrowUp: current + 1,
      ArrowLeft: current - 1,
      ArrowDown: current - 1,
      PageUp: current + page,
      PageDown: current - page,
      Home: 0,
      End: windows.length - 1,
    }[event.key];
    if (target !== undefined) walkTo(target);
    else if (event.key === 'Escape' && shown !== null) setShown(null);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  const bar = active === null ? undefined : layout.bars[active];
  return (
    <div ref={element} className="relative" style={{ height }}>
      {width > 0 && (
        <>
          <svg
            aria-hidden="true"
            width={width}
            height={height}
            // Paper may be narrower than the window was.
            viewBox={`0 0 ${width} ${height}`}
            className="block max-w-full print:h-auto"
          >
            {layout.ticks.map((tick) => (
              <g key={tick.value}>
                <line x1={box.left} x2={width - box.right} y1={tick.y} y2={tick.y} stroke="var(--line)" />
                <text x={box.left - 8} y={tick.y} dy="0.32em" textAnchor="end" fill="var(--muted)" className="text-12">
                  {tickText(tick.value)}
                </text>
              </g>
            ))}
            {bar && (
              <rect
                x={bar.x - 3}
                y={box.top}
                width={bar.width + 6}
                height={height - box.top - box.bottom}
                fill="var(--selected)"
              />
            )}
            {layout.paths.map(({ key, d }, index) => (
              <path
                key={key}
                data-series={series[index]?.name}
                d={d}
                fill={`url(#${patternId(chartId, series[index]?.look ?? 0)})`}
                stroke="var(--surface)"
                strokeWidth={windows.length > 120 ? 0 : 1}
              />
            ))}
            {labels.map((index) => {
              const at = layout.bars[index];
              return (
                at && (
                  <text
                    key={index}
                    x={at.x + at.width / 2}
                    y={height - 6}
                    textAnchor="middle"
                    fill="var(--muted)"
                    className="text-12"
                  >
                    {windows[index]?.short}
                  </text>
                )
              );
            })}
          </svg>
          <div
            role="slider"
            tabIndex={0}
            aria-label={label}
            aria-orientation="horizontal"
            aria-valuemin={1}
            aria-valuemax={windows.length}
            aria-valuenow={current + 1}
            aria-valuetext={valueText(current)}
            className="absolute inset-0 rounded-control"
            onFocus={(event) => event.target.matches(':focus-visible') && setShown(current)}
            onBlur={() => setShown(null)}
            onKeyDown={onKeyDown}
            onPointerMove={(event) => {
              const x = event.clientX - event.currentTarget.getBoundingClientRect().left;
              const index = windowAt(x, windows.length, box);
              setShown(index);
              if (index !== null) setWalked(index);
            }}
            onPointerLeave={() => setShown(null)}
          />
          {active !== null && bar && (
            <ChartTooltip
              chartId={chartId}
              label={windows[active]?.full ?? ''}
              series={series}
              index={active}
              left={bar.x + bar.width / 2}
              position={(bar.x + bar.width / 2) / width}
              amountText={amountText}
            />
          )}
        </>
      )}
    </div>
  );
}
