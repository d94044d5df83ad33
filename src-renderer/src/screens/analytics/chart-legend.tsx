import { ToggleButton } from 'react-aria-components';
import { WithTooltip } from '../../components/tooltip';
import type { ChartSeries } from './chart-series';
import { SeriesSwatch } from './series-look';

interface Props {
  chartId: string;
  series: readonly ChartSeries[];
  hidden: ReadonlySet<string>;
  onHidden(hidden: ReadonlySet<string>): void;
}

/** Which series the chart shows: each entry switches its own on and off. */
export function ChartLegend({ chartId, series, hidden, onHidden }: Props) {
  const toggle = (key: string) => {
    const next = new Set(hidden);
    if (!next.delete(key)) next.add(key);
    onHidden(next);
  };
  const entry = (one: ChartSeries) => (
    <ToggleButton
      isSelected={!hidden.has(one.key)}
      onChange={() => toggle(one.key)}
      className={`flex h-7 max-w-64 items-center gap-1.5 rounded-control px-1.5 text-13 hover:bg-hover ${hidden.has(one.key) ? 'text-muted line-through' : 'text-secondary'}`}
    >
      <SeriesSwatch chartId={chartId} look={one.look} />
      <span className="truncate">{one.name}</span>
    </ToggleButton>
  );
  return (
    <ul aria-label="Series of the chart" className="flex flex-wrap gap-x-2 gap-y-0.5">
      {series.map((one) => (
        <li key={one.key} className="min-w-0">
          {one.folded.length > 0 ? (
            <WithTooltip text={`Folded for the chart only: ${listNames(one.folded)}`}>{entry(one)}</WithTooltip>
          ) : (
            entry(one)
          )}
        </li>
      ))}
    </ul>
  );
}

const mostNames = 12;

function listNames(names: readonly string[]): string {
  const shown = names.slice(0, mostNames).join(', ');
  return names.length > mostNames ? `${shown} and ${names.length - mostNames} more` : shown;
}
