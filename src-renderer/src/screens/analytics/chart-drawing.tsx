import type { ReactNode } from 'react';
import type { Paint, SceneItem } from './chart-scene';
import { patternId } from './series-look';

interface Props {
  chartId: string;
  items: readonly SceneItem[];
  width: number;
  height: number;
  /** Drawn below everything: what is pointed at, or marked. */
  children?: ReactNode;
}

/** A scene as SVG, in the colours of the current theme. */
export function ChartDrawing({ chartId, items, width, height, children }: Props) {
  const paint = (one: Paint | undefined) =>
    one === undefined ? 'none' : 'token' in one ? `var(--${one.token})` : `url(#${patternId(chartId, one.look)})`;
  return (
    <svg
      aria-hidden="true"
      width={width}
      height={height}
      // Paper is not as wide as the window was; the last label may stand out of its bar to the right.
      viewBox={`0 0 ${width} ${height}`}
      className="block max-w-full overflow-visible print:h-auto print:w-full"
    >
      {children}
      {items.map((item, index) =>
        item.type === 'path' ? (
          <path
            // biome-ignore lint/suspicious/noArrayIndexKey: what is drawn has no identity but its place in the scene
            key={index}
            data-series={item.series}
            d={item.d}
            transform={item.at && `translate(${item.at.x} ${item.at.y})`}
            fill={paint(item.fill)}
            stroke={paint(item.stroke)}
            strokeWidth={item.strokeWidth}
            strokeDasharray={item.dash?.join(' ')}
            strokeLinejoin="round"
          />
        ) : (
          <text
            // biome-ignore lint/suspicious/noArrayIndexKey: what is drawn has no identity but its place in the scene
            key={index}
            x={item.x}
            y={item.y}
            textAnchor={item.anchor}
            fill={`var(--${item.token})`}
            fontSize={item.size}
            fontWeight={item.weight}
          >
            {item.text}
          </text>
        ),
      )}
    </svg>
  );
}
