import { CalendarRange } from 'lucide-react';
import { useState } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import { formatDays } from '../format/date';
import { Button } from './button';
import { DateField } from './date-fields';
import { PopoverPanel } from './popover-panel';

/** Calendar days, both included. */
export interface DayRange {
  from: string;
  to: string;
}
export interface RangePreset extends DayRange {
  id: string;
  label: string;
}
/** What was picked: a preset by its id, or two days. On some days of a month several presets are the same days. */
export type PickedRange = { preset: string } | DayRange;

interface Props {
  label: string;
  /** The days shown, with the id of the preset that they come from; of none of them when they were picked themselves. */
  value: DayRange & { id: string };
  onChange(picked: PickedRange): void;
  presets: readonly RangePreset[];
}

function RangeForm({ value, onDone }: { value: DayRange; onDone(value: DayRange): void }) {
  const [from, setFrom] = useState(value.from);
  const [to, setTo] = useState(value.to);
  const error = from && to && from > to ? 'The last day is before the first.' : null;
  return (
    <form
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (from && to && !error) onDone({ from, to });
      }}
    >
      <DateField label="First day" value={from} onChange={setFrom} max={to || undefined} />
      <DateField label="Last day" value={to} onChange={setTo} min={from || undefined} error={error} />
      <Button type="submit" kind="primary" isDisabled={!from || !to || Boolean(error)}>
        Apply
      </Button>
    </form>
  );
}

/** A range of days: presets on the left, two dates on the right. */
export function DateRangePicker({ label, value, onChange, presets }: Props) {
  const current = presets.find(({ id }) => id === value.id);
  return (
    <PopoverPanel
      label={label}
      trigger={
        <AriaButton
          data-date-range
          className="inline-flex h-8 max-w-full items-center gap-2 rounded-control border border-control bg-surface px-2.5 text-14 whitespace-nowrap hover:bg-hover"
        >
          <span className="sr-only">{label}: </span>
          <CalendarRange aria-hidden size={16} className="shrink-0 text-muted" />
          {current && <span className="font-medium">{current.label}</span>}
          <span className={`min-w-0 truncate ${current ? 'text-muted' : ''}`}>{formatDays(value)}</span>
        </AriaButton>
      }
    >
      {(close) => (
        <div className="flex gap-4">
          <ul className="flex w-36 flex-col">
            {presets.map((preset) => (
              <li key={preset.id}>
                <Button
                  kind="quiet"
                  className={`w-full justify-start ${preset === current ? 'bg-selected' : ''}`}
                  aria-current={preset === current ? 'true' : undefined}
                  onPress={() => {
                    onChange({ preset: preset.id });
                    close();
                  }}
                >
                  {preset.label}
                </Button>
              </li>
            ))}
          </ul>
          <RangeForm
            value={value}
            onDone={(range) => {
              onChange(range);
              close();
            }}
          />
        </div>
      )}
    </PopoverPanel>
  );
}
