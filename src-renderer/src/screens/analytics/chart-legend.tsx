import { ListFilter } from 'lucide-react';
import type { KeyboardEvent } from 'react';
import { ToggleButton } from 'react-aria-components';
import { Button } from '../../components/button';
import { ActionMenu } from '../../components/menu';
import { WithTooltip } from '../../components/tooltip';
import type { ChartSeries } from './chart-series';
import { isolated, toggled } from './hidden-series';
import { SeriesSwatch } from './series-look';

interface Props {
  chartId: string;
  form: 'bars' | 'lines';
  series: readonly ChartSeries[];
  hidden: ReadonlySet<string>;
  onHidden(hidden: readonly string[]): void;
}

/**
 * Which series the chart shows: each entry switches its own on and off; a double click, Shift+Enter or the menu shows
 * it alone, and once more all of them.
 */
export function ChartLegend({ chartId, form, series, hidden, onHidden }: Props) {
  const isolate = (key: string) => onHidden(isolated(series, hidden, key));
  const entry = (one: ChartSeries) => (
    <ToggleButton
      isSelected={!hidden.has(one.key)}
      onChange={() => onHidden(toggled(hidden, one.key))}
      className={`flex h-7 max-w-64 print:h-auto print:min-h-7 print:max-w-none items-center gap-1.5 rounded-control px-1.5 text-13 hover:bg-hover ${hidden.has(one.key) ? 'text-muted line-through' : 'text-secondary'}`}
    >
      <SeriesSwatch chartId={chartId} look={one.look} form={form} />
      <span
        className="truncate print:whitespace-normal"
        // What is folded has a text of its own.
        title={one.folded.length > 0 ? undefined : one.name}
      >
        {one.name}
      </span>
    </ToggleButton>
  );
  const onKeyDown = (event: KeyboardEvent, key: string) => {
    if (event.key !== 'Enter' || !event.shiftKey) return;
    event.preventDefault();
    event.stopPropagation();
    isolate(key);
  };
  const drawn = series.filter((one) => !hidden.has(one.key));
  return (
    <div className="flex flex-wrap items-start gap-x-2 gap-y-0.5">
      <ul aria-label="Series of the chart" className="flex min-w-0 flex-wrap gap-x-2 gap-y-0.5">
        {series.map((one) => (
          <li
            key={one.key}
            className={`min-w-0 ${hidden.has(one.key) ? 'print:hidden' : ''}`}
            onDoubleClick={() => isolate(one.key)}
            onKeyDownCapture={(event) => onKeyDown(event, one.key)}
          >
            {one.folded.length > 0 ? (
              <WithTooltip text={`Folded for the chart only: ${listNames(one.folded)}`}>{entry(one)}</WithTooltip>
            ) : (
              entry(one)
            )}
          </li>
        ))}
      </ul>
      {series.length > 1 && (
        <span className="flex print:hidden">
          <ActionMenu
            label="Series to show"
            trigger={
              <Button kind="quiet" icon={<ListFilter aria-hidden size={14} />} className="h-7! px-1.5! text-13!">
                Show only…
              </Button>
            }
            actions={[
              {
                id: '~all',
                label: 'Show all',
                isDisabled: drawn.length === series.length,
                onAction: () => onHidden([]),
              },
              ...series.map((one) => ({
                id: `only ${one.key}`,
                label: `Only ${one.name}`,
                icon: <SeriesSwatch chartId={chartId} look={one.look} form={form} />,
                onAction: () => onHidden(series.filter((other) => other !== one).map((other) => other.key)),
              })),
            ]}
          />
        </span>
      )}
      <span role="status" className="sr-only">
        {drawn.length < series.length &&
          `${drawn.length} of ${series.length} series shown: ${listNames(drawn.map((one) => one.name)) || 'none'}`}
      </span>
    </div>
  );
}

const mostNames = 12;

function listNames(names: readonly string[]): string {
  const shown = names.slice(0, mostNames).join(', ');
  return names.length > mostNames ? `${shown} and ${names.length - mostNames} more` : shown;
}
