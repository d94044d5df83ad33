import type { AggregationType, MeterCreate } from '../entities/meter';
import { invalid } from '../errors';

const expressionTypes: readonly AggregationType[] = ['SUM', 'AVG', 'MAX', 'LATEST'];

/** Refuses a meter that breaks a rule of wire contract 5.6, with its literal message. */
export function checkMeterCreate(input: Pick<MeterCreate, 'name' | 'aggregation' | 'filters'>): void {
  const { type, field, expression, multiplier, bucket_size, group_by } = input.aggregation;
  if (input.name.trim() === '') throw invalid('Please provide a name for the meter', 'name');
  if (type !== 'COUNT' && !field && !expression) {
    throw invalid('Please specify a field or expression for this aggregation type', 'aggregation.field');
  }
  if (expression && !expressionTypes.includes(type)) {
    throw invalid('Use SUM, AVG, MAX or LATEST when providing an expression', 'aggregation.expression');
  }
  if (field && expression) throw invalid('Provide either field or expression, not both', 'aggregation.expression');
  if (expression) {
    throw invalid(
      'Expressions cannot be measured here yet. Please aggregate one property of the event instead.',
      'aggregation.expression',
    );
  }
  if (type === 'SUM_WITH_MULTIPLIER') {
    if (multiplier === null) throw invalid('Please provide a multiplier value', 'aggregation.multiplier');
    if (multiplier === '0' || multiplier.startsWith('-')) {
      throw invalid('Multiplier must be greater than zero', 'aggregation.multiplier');
    }
  }
  if (bucket_size && type !== 'MAX' && type !== 'SUM') {
    throw invalid('BucketSize is only valid for MAX or SUM aggregation type', 'aggregation.bucket_size');
  }
  if (group_by && (type !== 'MAX' || !bucket_size)) {
    throw invalid(
      'GroupBy is only valid for MAX aggregation type with a bucket_size configured',
      'aggregation.group_by',
    );
  }
  checkMeterFilters(input.filters);
}

/** Every filter names a property and at least one value of it. */
export function checkMeterFilters(filters: readonly { key: string; values: readonly string[] }[]): void {
  for (const [index, { key, values }] of filters.entries()) {
    if (key.trim() === '') throw invalid('Please provide a key for each filter', `filters.${index}.key`);
    if (values.length === 0) {
      throw invalid('Please provide at least one value for each filter', `filters.${index}.values`);
    }
  }
}

/**
 * A meter's filters after an update: filters merge by key, and a key that both name takes the values of both. The wire
 * can only add conditions, never remove one.
 */
export function mergeMeterFilters(
  own: readonly { key: string; values: string[] }[],
  added: readonly { key: string; values: string[] }[],
): { key: string; values: string[] }[] {
  const merged = new Map<string, Set<string>>();
  for (const { key, values } of [...own, ...added]) {
    merged.set(key, new Set([...(merged.get(key) ?? []), ...values]));
  }
  return [...merged].map(([key, values]) => ({ key, values: [...values] }));
}
