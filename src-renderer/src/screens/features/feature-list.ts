import type { SortCondition, Status } from '@shared/list';
import type { FilterField, SortField } from '../../components/list-query';
import { featureTypeNames } from './feature-words';

/** What the list of features can be filtered by; its status is a choice of its own. */
export const featureFilterFields: readonly FilterField[] = [
  { field: 'name', label: 'Name', kind: 'text' },
  { field: 'lookup_key', label: 'Lookup key', kind: 'text' },
  { field: 'created_at', label: 'Created', kind: 'date' },
  {
    field: 'type',
    label: 'Type',
    kind: 'choice',
    options: (['metered', 'boolean', 'static'] as const).map((id) => ({ id, label: featureTypeNames[id] })),
  },
];

export const featureSortFields: readonly SortField[] = [
  { field: 'name', label: 'Name' },
  { field: 'lookup_key', label: 'Lookup key' },
  { field: 'type', label: 'Type' },
  { field: 'created_at', label: 'Created at' },
  { field: 'updated_at', label: 'Updated at' },
];

export const initialFeatureSort: readonly SortCondition[] = [{ field: 'updated_at', direction: 'desc' }];

export type FeatureStatus = 'published' | 'archived' | 'all';

export const featureStatuses: readonly { id: FeatureStatus; label: string }[] = [
  { id: 'published', label: 'Active' },
  { id: 'archived', label: 'Archived' },
  { id: 'all', label: 'Active and archived' },
];

/** The status as the search asks for it: without one it answers active and archived features. */
export const statusInput = (status: FeatureStatus): { status?: Status } => (status === 'all' ? {} : { status });
