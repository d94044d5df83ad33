import type { AggregationType, WindowSize } from '@shared/entities/meter';

export interface FilterDraft {
  id: number;
  key: string;
  /** Values separated by commas. */
  values: string;
}

/** The Create Feature form as it is filled in. */
export interface FeatureDraft {
  name: string;
  type: 'metered' | 'boolean' | 'static';
  lookup_key: string;
  description: string;
  event_name: string;
  filters: readonly FilterDraft[];
  aggregation: AggregationType;
  field: string;
  /** A plain decimal once it is one. */
  multiplier: string;
  bucket_size: WindowSize | null;
  group_by: string;
  unit_singular: string;
  unit_plural: string;
}

/** Messages by the name of the field that the server would name too. */
export type FeatureErrors = Partial<Record<string, string>>;

export const needsField = (type: AggregationType) => type !== 'COUNT';
export const needsMultiplier = (type: AggregationType) => type === 'SUM_WITH_MULTIPLIER';
export const takesBucket = (type: AggregationType) => type === 'MAX' || type === 'SUM';
export const takesGroupBy = (draft: Pick<FeatureDraft, 'aggregation' | 'bucket_size'>) =>
  draft.aggregation === 'MAX' && draft.bucket_size !== null;

export const filterValues = (text: string): string[] => [
  ...new Set(
    text
      .split(',')
      .map((value) => value.trim())
      .filter((value) => value !== ''),
  ),
];

/** Rows that were added and left empty are no filters. */
const filledFilters = (draft: FeatureDraft) =>
  draft.filters.filter(({ key, values }) => key.trim() !== '' || filterValues(values).length > 0);

const isPositive = (text: string) => /^\d+(\.\d+)?$/.test(text) && /[1-9]/.test(text);

/** What is still wrong with the form; the server has the last word. */
export function featureErrors(draft: FeatureDraft): FeatureErrors {
  const errors: FeatureErrors = {};
  if (draft.name.trim() === '') errors.name = 'Give the feature a name.';
  if ((draft.unit_singular.trim() === '') !== (draft.unit_plural.trim() === '')) {
    errors[draft.unit_singular.trim() === '' ? 'unit_singular' : 'unit_plural'] =
      'Name both the singular and the plural, or neither.';
  }
  if (draft.type !== 'metered') return errors;
  if (draft.event_name.trim() === '') errors['meter.event_name'] = 'Choose or type the name of the event to measure.';
  if (needsField(draft.aggregation) && draft.field.trim() === '') {
    errors['meter.aggregation.field'] = 'Choose or type the property to measure.';
  }
  if (needsMultiplier(draft.aggregation) && !isPositive(draft.multiplier)) {
    errors['meter.aggregation.multiplier'] = 'Enter a number greater than zero.';
  }
  filledFilters(draft).forEach(({ id, key, values }) => {
    if (key.trim() === '') errors[`filter-${id}-key`] = 'Name the property.';
    if (filterValues(values).length === 0) errors[`filter-${id}-values`] = 'Give at least one value.';
  });
  return errors;
}

/** The form as the request that creates the feature and, for a metered one, its meter. */
export function featureRequest(draft: FeatureDraft) {
  const { type, aggregation } = draft;
  return {
    name: draft.name.trim(),
    type,
    lookup_key: draft.lookup_key.trim(),
    description: draft.description.trim(),
    unit_singular: type === 'metered' ? draft.unit_singular.trim() : '',
    unit_plural: type === 'metered' ? draft.unit_plural.trim() : '',
    meter:
      type === 'metered'
        ? {
            name: draft.name.trim(),
            event_name: draft.event_name.trim(),
            aggregation: {
              type: aggregation,
              field: needsField(aggregation) ? draft.field.trim() : null,
              multiplier: needsMultiplier(aggregation) ? draft.multiplier : null,
              bucket_size: takesBucket(aggregation) ? draft.bucket_size : null,
              group_by: takesGroupBy(draft) ? draft.group_by.trim() || null : null,
            },
            filters: filledFilters(draft).map(({ key, values }) => ({ key: key.trim(), values: filterValues(values) })),
          }
        : null,
  };
}

/** An event that the feature would measure, for the example beside the form. Fixed values: it must not flicker. */
export function exampleEvent(draft: FeatureDraft) {
  const properties: Record<string, string | number> = {};
  for (const { key, values } of filledFilters(draft)) {
    if (key.trim()) properties[key.trim()] = filterValues(values)[0] ?? 'value';
  }
  if (takesGroupBy(draft) && draft.group_by.trim()) properties[draft.group_by.trim()] = 'eu-west-1';
  if (needsField(draft.aggregation)) {
    properties[draft.field.trim() || 'property'] = draft.aggregation === 'COUNT_UNIQUE' ? 'user-42' : 12.5;
  }
  return {
    event_id: 'event-0001',
    event_name: draft.event_name.trim() || 'event_name',
    external_customer_id: 'customer-1',
    timestamp: '2026-03-07T09:30:00Z',
    ...(Object.keys(properties).length > 0 && { properties }),
  };
}
