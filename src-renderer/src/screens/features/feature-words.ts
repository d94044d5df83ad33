import type { Feature } from '@shared/entities/feature';
import type { AggregationType, WindowSize } from '@shared/entities/meter';
import type { ChipKind } from '../../components/chip';

export const featureTypeNames: Record<Feature['type'], string> = {
  metered: 'Metered',
  boolean: 'Boolean',
  static: 'Static',
  config: 'Config',
};

export const featureTypeChips: Record<Feature['type'], ChipKind> = {
  metered: 'info',
  boolean: 'ok',
  static: 'neutral',
  config: 'neutral',
};

/** Aggregation functions as the form names them, in its order, and what each one measures. */
export const aggregations: readonly { id: AggregationType; label: string; description: string }[] = [
  { id: 'SUM', label: 'Sum', description: 'Adds up a property of every event' },
  { id: 'COUNT', label: 'Count', description: 'Counts the events' },
  { id: 'COUNT_UNIQUE', label: 'Count Unique', description: 'Counts the different values of a property' },
  { id: 'SUM_WITH_MULTIPLIER', label: 'Sum with Multiplier', description: 'Adds up a property, times a fixed number' },
  { id: 'LATEST', label: 'Latest', description: 'The last value of a property' },
  { id: 'MAX', label: 'Max', description: 'The highest value of a property' },
  {
    id: 'WEIGHTED_SUM',
    label: 'Weighted Sum',
    description: 'Adds up a property, weighted by the time left in the period',
  },
  { id: 'AVG', label: 'Average', description: 'The average of a property' },
];

export const windowNames: Record<WindowSize, string> = {
  MINUTE: 'Minute',
  '15MIN': '15 minutes',
  '30MIN': '30 minutes',
  HOUR: 'Hour',
  '3HOUR': '3 hours',
  '6HOUR': '6 hours',
  '12HOUR': '12 hours',
  DAY: 'Day',
  WEEK: 'Week',
  MONTH: 'Month',
};

/** What a feature measures, in words: "Sum of tokens", "Count", "Max of seats per day". */
export function aggregationText(meter: Feature['meter']): string {
  if (!meter) return '—';
  const { type, field, expression, multiplier, bucket_size } = meter.aggregation;
  const name = aggregations.find(({ id }) => id === type)?.label ?? type;
  const of = field ?? expression;
  const times = multiplier ? ` × ${multiplier}` : '';
  const per = bucket_size ? ` per ${windowNames[bucket_size].toLowerCase()}` : '';
  return `${name}${of && type !== 'COUNT' ? ` of ${of}` : ''}${times}${per}`;
}
