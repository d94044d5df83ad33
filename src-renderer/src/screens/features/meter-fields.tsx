import type { EventSummary } from '@shared/entities/event';
import type { WindowSize } from '@shared/entities/meter';
import { DecimalField } from '../../components/decimal-field';
import { Select } from '../../components/select';
import { countText } from '../../format/quantity';
import { EventFilters } from './event-filters';
import {
  type FeatureDraft,
  type FeatureErrors,
  needsField,
  needsMultiplier,
  takesBucket,
  takesGroupBy,
} from './feature-draft';
import { aggregations, windowNames } from './feature-words';
import { FreeTextSelect } from './free-text-select';

type BucketChoice = WindowSize | 'none';

const buckets: readonly { id: BucketChoice; label: string }[] = [
  { id: 'none', label: 'None: the whole billing period' },
  ...Object.entries(windowNames).map(([id, label]) => ({ id: id as WindowSize, label })),
];

interface Props {
  draft: FeatureDraft;
  onEdit(part: Partial<FeatureDraft>): void;
  errorOf(field: string): string | null;
  errors: FeatureErrors;
  summary: EventSummary | undefined;
}

/** Which events a metered feature measures, and how they add up to a quantity. */
export function MeterFields({ draft, onEdit, errorOf, errors, summary }: Props) {
  const known = summary?.event_names ?? [];
  const event = known.find(({ event_name }) => event_name === draft.event_name.trim());
  const properties = (event?.numeric_properties ?? []).map((text) => ({ text }));
  return (
    <>
      <FreeTextSelect
        label="Event Name"
        isRequired
        value={draft.event_name}
        onChange={(event_name) => onEdit({ event_name })}
        suggestions={known.map(({ event_name, event_count }) => ({
          text: event_name,
          note: countText(event_count, 'event', 'events'),
        }))}
        placeholder="Choose or type an event name"
        description={known.length === 0 ? 'No usage is here yet: type the name your events will carry.' : undefined}
        error={errorOf('meter.event_name')}
      />
      <EventFilters value={draft.filters} onChange={(filters) => onEdit({ filters })} errors={errors} />
      <Select
        label="Aggregation Function"
        isRequired
        value={draft.aggregation}
        onChange={(aggregation) => onEdit({ aggregation })}
        options={aggregations}
      />
      {needsField(draft.aggregation) && (
        <FreeTextSelect
          label="Aggregation Field"
          isRequired
          value={draft.field}
          onChange={(field) => onEdit({ field })}
          suggestions={properties}
          placeholder="Choose or type a property"
          description="The property of the event that holds the value."
          error={errorOf('meter.aggregation.field')}
        />
      )}
      {needsMultiplier(draft.aggregation) && (
        <DecimalField
          label="Multiplier"
          isRequired
          value={draft.multiplier}
          onChange={(multiplier) => onEdit({ multiplier })}
          description="Every value is multiplied by it: 0.001 turns megabytes into gigabytes."
          error={errorOf('meter.aggregation.multiplier')}
        />
      )}
      {takesBucket(draft.aggregation) && (
        <Select<BucketChoice>
          label="Bucket size"
          value={draft.bucket_size ?? 'none'}
          onChange={(id) => onEdit({ bucket_size: id === 'none' ? null : id })}
          options={buckets}
          description="Measures each bucket of time on its own and adds the buckets up."
          error={errorOf('meter.aggregation.bucket_size')}
        />
      )}
      {takesGroupBy(draft) && (
        <FreeTextSelect
          label="Group by"
          value={draft.group_by}
          onChange={(group_by) => onEdit({ group_by })}
          suggestions={[]}
          placeholder="Choose or type a property"
          description="Takes the highest value for each value of this property, and adds them up."
          error={errorOf('meter.aggregation.group_by')}
        />
      )}
    </>
  );
}
