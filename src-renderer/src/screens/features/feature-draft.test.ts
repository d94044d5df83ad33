import { featureCreate } from '@shared/entities/feature';
import { aggregationTypes } from '@shared/entities/meter';
import { describe, expect, it } from 'vitest';
import { exampleEvent, type FeatureDraft, featureErrors, featureRequest, filterValues } from './feature-draft';
import { aggregations, aggregationText } from './feature-words';

const draftOf = (part: Partial<FeatureDraft>): FeatureDraft => ({
  name: 'GPU hours',
  type: 'metered',
  lookup_key: 'gpu_hours',
  description: '',
  event_name: 'gpu.used',
  filters: [],
  aggregation: 'SUM',
  field: 'hours',
  multiplier: '',
  bucket_size: null,
  group_by: '',
  unit_singular: '',
  unit_plural: '',
  ...part,
});

describe('featureErrors', () => {
  it('accepts a complete form', () => expect(featureErrors(draftOf({}))).toEqual({}));

  it.each<[string, Partial<FeatureDraft>, string]>([
    ['no name', { name: '  ' }, 'name'],
    ['no event', { event_name: '' }, 'meter.event_name'],
    ['no property to add up', { field: '' }, 'meter.aggregation.field'],
    ['no multiplier', { aggregation: 'SUM_WITH_MULTIPLIER' }, 'meter.aggregation.multiplier'],
    ['a zero multiplier', { aggregation: 'SUM_WITH_MULTIPLIER', multiplier: '0.00' }, 'meter.aggregation.multiplier'],
    [
      'a multiplier in letters',
      { aggregation: 'SUM_WITH_MULTIPLIER', multiplier: 'two' },
      'meter.aggregation.multiplier',
    ],
    ['half a unit', { unit_singular: 'hour' }, 'unit_plural'],
    ['a filter without values', { filters: [{ id: 7, key: 'model', values: ' , ' }] }, 'filter-7-values'],
    ['a filter without a key', { filters: [{ id: 7, key: '', values: 'a' }] }, 'filter-7-key'],
  ])('refuses %s', (_, part, field) => {
    expect(Object.keys(featureErrors(draftOf(part)))).toEqual([field]);
  });

  it('asks nothing about events of a feature that is not metered', () => {
    expect(featureErrors(draftOf({ type: 'boolean', event_name: '', field: '' }))).toEqual({});
  });

  it('needs no property to count', () => {
    expect(featureErrors(draftOf({ aggregation: 'COUNT', field: '' }))).toEqual({});
  });
});

describe('featureRequest', () => {
  it.each(aggregationTypes)('is a request the contract accepts for %s', (aggregation) => {
    const request = featureRequest(draftOf({ aggregation, multiplier: '2', bucket_size: 'DAY', group_by: 'region' }));
    expect(featureCreate.safeParse(request).success).toBe(true);
  });

  it('leaves out what the aggregation does not take', () => {
    const request = featureRequest(
      draftOf({ aggregation: 'COUNT', field: 'hours', multiplier: '2', bucket_size: 'DAY', group_by: 'region' }),
    );
    expect(request.meter?.aggregation).toEqual({
      type: 'COUNT',
      field: null,
      multiplier: null,
      bucket_size: null,
      group_by: null,
    });
  });

  it('drops filter rows left empty and splits values', () => {
    const filters = [
      { id: 1, key: '', values: '' },
      { id: 2, key: ' model ', values: 'a, b,,a' },
    ];
    expect(featureRequest(draftOf({ filters })).meter?.filters).toEqual([{ key: 'model', values: ['a', 'b'] }]);
  });

  it('has no meter when the feature is not metered', () => {
    expect(featureRequest(draftOf({ type: 'static' })).meter).toBeNull();
  });
});

it('splits filter values by comma, each once', () => expect(filterValues('a, b ,a,')).toEqual(['a', 'b']));

it('shows an event that the feature would measure', () => {
  expect(exampleEvent(draftOf({ filters: [{ id: 1, key: 'model', values: 'h100, a100' }] }))).toMatchObject({
    event_name: 'gpu.used',
    properties: { model: 'h100', hours: 12.5 },
  });
  expect(exampleEvent(draftOf({ aggregation: 'COUNT' }))).not.toHaveProperty('properties');
});

describe('aggregationText', () => {
  it('names every aggregation', () => {
    expect(aggregations.map(({ id }) => id).sort()).toEqual([...aggregationTypes].sort());
  });

  it.each([
    [{ type: 'SUM', field: 'tokens' }, 'Sum of tokens'],
    [{ type: 'COUNT', field: null }, 'Count'],
    [{ type: 'SUM_WITH_MULTIPLIER', field: 'mb', multiplier: '0.001' }, 'Sum with Multiplier of mb × 0.001'],
    [{ type: 'MAX', field: 'seats', bucket_size: 'DAY' }, 'Max of seats per day'],
  ])('%j reads %s', (aggregation, text) => {
    const meter = {
      aggregation: { expression: null, multiplier: null, bucket_size: null, group_by: null, ...aggregation },
    };
    expect(aggregationText(meter as Parameters<typeof aggregationText>[0])).toBe(text);
  });
});
