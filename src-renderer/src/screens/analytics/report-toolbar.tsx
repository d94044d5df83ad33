import type { RangePreset } from '../../components/date-range-picker';
import { DateRangePicker } from '../../components/date-range-picker';
import { Select } from '../../components/select';
import { choiceOf, type RangeChoice, type ReportWindow, reportWindows } from './range-presets';

interface RangeProps {
  presets: readonly RangePreset[];
  range: RangePreset;
  onRange(choice: RangeChoice): void;
}

/** The days the report is about. */
export function RangePicker({ presets, range, onRange }: RangeProps) {
  return (
    <DateRangePicker
      label="Date range"
      value={range}
      onChange={(picked) => onRange(choiceOf(picked))}
      presets={presets}
    />
  );
}

const measures = [
  { id: 'cost', label: 'Cost' },
  { id: 'usage', label: 'Usage' },
] as const;

/** What the chart measures. */
export function MeasureSelect({ value, onChange }: { value: 'cost' | 'usage'; onChange(value: string): void }) {
  return (
    <Select label="Measure" hideLabel isCompact value={value} onChange={onChange} options={measures} className="w-24" />
  );
}

/** How long each bar of the chart is; windows too short for the range say why they cannot be chosen. */
export function WindowSelect({
  value,
  days,
  onChange,
}: {
  value: ReportWindow;
  days: number;
  onChange(value: string): void;
}) {
  return (
    <Select
      label="Window"
      hideLabel
      isCompact
      value={value}
      onChange={onChange}
      options={reportWindows.map(({ id, label, maxDays }) => ({
        id,
        label,
        isDisabled: days > maxDays,
        ...(days > maxDays && { description: `For at most ${maxDays} days` }),
      }))}
      className="w-28"
    />
  );
}

const allCurrencies = '~all';

/** Which currency the report is about; nothing to choose while there is only one. */
export function CurrencySelect({
  value,
  currencies,
  onChange,
}: {
  value: string;
  currencies: readonly string[];
  onChange(currency: string): void;
}) {
  const known = [...new Set([...currencies, ...(value ? [value] : [])])];
  if (known.length < 2 && value === '') return null;
  return (
    <Select
      label="Currency"
      hideLabel
      isCompact
      value={value || allCurrencies}
      onChange={(next) => onChange(next === allCurrencies ? '' : next)}
      options={[
        { id: allCurrencies, label: 'All currencies' },
        ...known.map((one) => ({ id: one, label: one.toUpperCase() })),
      ]}
      className="w-36"
    />
  );
}
