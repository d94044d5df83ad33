import type { ReactNode } from 'react';
import type { ChartSeries } from './chart-series';

type Look = ChartSeries['look'];

const colourOf = (look: Look) =>
  look === 'none' ? 'var(--muted)' : look === 'other' ? 'var(--control)' : `var(--series-${look + 1})`;

const ink = { stroke: 'var(--surface)', strokeWidth: 1.5, fill: 'none', strokeOpacity: 0.75 };

/** A drawing on an 8 by 8 tile for each look: colour is never the only way to tell series apart, on paper neither. */
const drawings: Record<string, ReactNode> = {
  0: null,
  1: <path d="M-2 10 10 -2M-2 2 2 -2M6 10 10 6" {...ink} />,
  2: <circle cx="4" cy="4" r="1.6" fill="var(--surface)" fillOpacity="0.75" />,
  3: <path d="M0 2H8M0 6H8" {...ink} strokeWidth={1.2} />,
  4: <path d="M-2 -2 10 10M-2 6 2 10M6 -2 10 2" {...ink} />,
  5: <path d="M4 0V8M0 4H8" {...ink} strokeWidth={1.2} />,
  6: <path d="M2 0V8M6 0V8" {...ink} strokeWidth={1.2} />,
  7: <path d="M0 0H4V4H0ZM4 4H8V8H4Z" fill="var(--surface)" fillOpacity="0.45" />,
  none: <path d="M0 4H4" {...ink} />,
  other: <path d="M0 0 8 8M8 0 0 8" {...ink} strokeWidth={1.2} />,
};

const looks: readonly Look[] = [0, 1, 2, 3, 4, 5, 6, 7, 'none', 'other'];

/** The pattern id of a look within one chart. */
export const patternId = (chartId: string, look: Look) => `${chartId}-look-${look}`;

/** The patterns of one chart; put it once into the page before anything that is filled with them. */
export function SeriesPatterns({ chartId }: { chartId: string }) {
  return (
    <svg aria-hidden="true" width="0" height="0" className="absolute">
      <defs>
        {looks.map((look) => (
          <pattern key={look} id={patternId(chartId, look)} width="8" height="8" patternUnits="userSpaceOnUse">
            <rect width="8" height="8" fill={colourOf(look)} />
            {drawings[look]}
          </pattern>
        ))}
      </defs>
    </svg>
  );
}

/** The small square that stands for a series in the legend and the tooltip. */
export function SeriesSwatch({ chartId, look }: { chartId: string; look: Look }) {
  return (
    <svg aria-hidden="true" width="14" height="14" className="shrink-0">
      <rect width="14" height="14" rx="2" fill={`url(#${patternId(chartId, look)})`} />
    </svg>
  );
}
