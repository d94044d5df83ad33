import type { Feature } from '@shared/entities/feature';
import { useState } from 'react';
import { SearchSelect } from '../../../components/search-select';
import { useApiQuery } from '../../../door/use-api';
import { formatCount } from '../../../format/quantity';

interface Props {
  value: Feature | null;
  onChange(feature: Feature | null): void;
  /** Asked to make a feature that is not there yet; without it only features that are there are offered. */
  onCreate?(): void;
  error?: string | null;
}

const shownFeatures = 50;

/** The metered feature whose usage is charged. */
export function FeatureField({ value, onChange, onCreate, error }: Props) {
  const [search, setSearch] = useState('');
  const matches = useApiQuery('feature.search', {
    search: search.trim(),
    status: 'published',
    expand: 'meters',
    filters: [{ field: 'type', operator: 'in', data_type: 'array', value: { array: ['metered'] } }],
    sort: [{ field: 'name', direction: 'asc' }],
    limit: shownFeatures,
  });
  const total = matches.data?.pagination.total ?? 0;
  return (
    <SearchSelect<Feature>
      label="Feature"
      description="What is measured. Only metered features can be charged by usage."
      isRequired
      value={value?.id ?? null}
      valueText={value?.name ?? ''}
      placeholder="Choose a feature…"
      onChange={(_id, feature) => onChange(feature)}
      items={matches.data?.items ?? []}
      isLoading={matches.isPending}
      itemKey={(feature) => feature.id}
      itemText={(feature) => feature.name}
      renderItem={(feature) => <FeatureRow feature={feature} />}
      onSearch={setSearch}
      {...(onCreate && { onCreate, createLabel: () => 'Create feature…' })}
      searchPlaceholder="Search features…"
      footnote={
        total > shownFeatures ? `${shownFeatures} of ${formatCount(total)} features: type to find others` : null
      }
      error={error ?? matches.error?.message}
    />
  );
}

function FeatureRow({ feature }: { feature: Feature }) {
  return (
    <span className="block min-w-0">
      <span className="block break-words">{feature.name}</span>
      <span className="block font-mono text-12 break-all text-muted">
        {feature.meter ? `${feature.meter.event_name} · ${feature.meter.aggregation.type}` : feature.lookup_key}
      </span>
    </span>
  );
}
