import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { aggregationTypes, meterCreate } from '../entities/meter';
import { AppError } from '../errors';
import { checkMeterCreate, mergeMeterFilters } from './meter';

const refusal = (aggregation: object, more: object = {}): AppError | null => {
  try {
    checkMeterCreate(meterCreate.parse({ name: 'Tokens', event_name: 'tokens', aggregation, ...more }));
    return null;
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
};

test.each(aggregationTypes)('%s is an aggregation type', (type) => {
  expect(refusal({ type, field: type === 'COUNT' ? null : 'n', multiplier: '2' })).toBeNull();
});

describe('meters that are refused (wire contract 5.6, literal messages)', () => {
  test.each<[string, object, object?]>([
    ['Please provide a name for the meter', { type: 'COUNT' }, { name: ' ' }],
    ['Please specify a field or expression for this aggregation type', { type: 'SUM' }],
    ['Please specify a field or expression for this aggregation type', { type: 'COUNT_UNIQUE', field: ' ' }],
    ['Use SUM, AVG, MAX or LATEST when providing an expression', { type: 'WEIGHTED_SUM', expression: 'a*b' }],
    ['Provide either field or expression, not both', { type: 'SUM', field: 'a', expression: 'a*b' }],
    ['Please provide a multiplier value', { type: 'SUM_WITH_MULTIPLIER', field: 'a' }],
    ['Multiplier must be greater than zero', { type: 'SUM_WITH_MULTIPLIER', field: 'a', multiplier: '0' }],
    ['Multiplier must be greater than zero', { type: 'SUM_WITH_MULTIPLIER', field: 'a', multiplier: '-1' }],
    ['BucketSize is only valid for MAX or SUM aggregation type', { type: 'AVG', field: 'a', bucket_size: 'HOUR' }],
    [
      'GroupBy is only valid for MAX aggregation type with a bucket_size configured',
      { type: 'MAX', field: 'a', group_by: 'host' },
    ],
    [
      'GroupBy is only valid for MAX aggregation type with a bucket_size configured',
      { type: 'SUM', field: 'a', bucket_size: 'HOUR', group_by: 'host' },
    ],
    ['Please provide a key for each filter', { type: 'COUNT' }, { filters: [{ key: '', values: ['a'] }] }],
    ['Please provide at least one value for each filter', { type: 'COUNT' }, { filters: [{ key: 'a', values: [] }] }],
  ])('%s', (message, aggregation, more) => {
    expect(refusal(aggregation, more)?.message).toBe(message);
  });

  test('an expression is refused plainly rather than kept and ignored', () => {
    expect(refusal({ type: 'SUM', expression: 'a * b' })?.code).toBe('validation_error');
  });
});

describe('merging filters', () => {
  const filters = fc.array(
    fc.record({
      key: fc.constantFrom('model', 'region', 'tier'),
      values: fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 1 }),
    }),
  );

  test('keeps every key and value of both, once', () => {
    fc.assert(
      fc.property(filters, filters, (own, added) => {
        const merged = mergeMeterFilters(own, added);
        expect(new Set(merged.map(({ key }) => key)).size).toBe(merged.length);
        for (const { key, values } of [...own, ...added]) {
          expect(merged.find((filter) => filter.key === key)?.values).toEqual(expect.arrayContaining(values));
        }
        for (const { values } of merged) expect(new Set(values).size).toBe(values.length);
      }),
    );
  });

  test('merging the same again changes nothing', () => {
    fc.assert(
      fc.property(filters, filters, (own, added) => {
        const merged = mergeMeterFilters(own, added);
        expect(mergeMeterFilters(merged, added)).toEqual(merged);
      }),
    );
  });
});
