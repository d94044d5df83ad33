import { type Look, lookMark, looks, lookToken, tileDrawing, tileSize } from './look-patterns';

/** The pattern id of a look within one chart. */
export const patternId = (chartId: string, look: Look) => `${chartId}-look-${look}`;

/** The patterns of one chart; put it once into the page before anything that is filled with them. */
export function SeriesPatterns({ chartId }: { chartId: string }) {
  return (
    <svg aria-hidden="true" width="0" height="0" className="absolute">
      <defs>
        {looks.map((look) => {
          const drawing = tileDrawing(look);
          const ink = drawing?.strokeWidth
            ? {
                stroke: 'var(--surface)',
                strokeOpacity: drawing.opacity,
                strokeWidth: drawing.strokeWidth,
                fill: 'none',
              }
            : { fill: 'var(--surface)', fillOpacity: drawing?.opacity };
          return (
            <pattern
              key={look}
              id={patternId(chartId, look)}
              width={tileSize}
              height={tileSize}
              patternUnits="userSpaceOnUse"
            >
              <rect width={tileSize} height={tileSize} fill={`var(--${lookToken(look)})`} />
              {drawing && <path d={drawing.d} {...ink} />}
            </pattern>
          );
        })}
      </defs>
    </svg>
  );
}

interface SwatchProps {
  chartId: string;
  look: Look;
  /** As the chart draws it: a piece of a bar, or of a line with its mark. */
  form?: 'bars' | 'lines';
}

/** What stands for a series in the legend and the tooltip. */
export function SeriesSwatch({ chartId, look, form = 'bars' }: SwatchProps) {
  const colour = `var(--${lookToken(look)})`;
  const mark = lookMark(look);
  return (
    <svg aria-hidden="true" width={form === 'lines' ? 22 : 14} height="14" className="shrink-0">
      {form === 'bars' ? (
        <rect width="14" height="14" rx="2" fill={`url(#${patternId(chartId, look)})`} />
      ) : (
        <>
          <path d="M0 7H22" stroke={colour} strokeWidth={2} />
          <path
            d={mark.d}
            transform="translate(11 7)"
            fill={mark.isHollow ? 'var(--surface)' : colour}
            stroke={colour}
            strokeWidth={mark.isHollow ? 1.5 : 0}
          />
        </>
      )}
    </svg>
  );
}
