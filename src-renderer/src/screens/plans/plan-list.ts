import type { SortCondition, Status } from '@shared/list';
import type { FilterField, SortField } from '../../components/list-query';

/** What the list of plans can be filtered by; its status is a choice of its own. */
export const planFilterFields: readonly FilterField[] = [
  { field: 'name', label: 'Name', kind: 'text' },
  { field: 'lookup_key', label: 'Lookup key', kind: 'text' },
  { field: 'description', label: 'Description', kind: 'text' },
  { field: 'created_at', label: 'Created', kind: 'date' },
];

export const planSortFields: readonly SortField[] = [
  { field: 'name', label: 'Name' },
  { field: 'lookup_key', label: 'Lookup key' },
  { field: 'created_at', label: 'Created at' },
  { field: 'updated_at', label: 'Updated at' },
];

export const initialPlanSort: readonly SortCondition[] = [{ field: 'updated_at', direction: 'desc' }];

export const planStatuses = [
  { id: 'published', label: 'Active' },
  { id: 'archived', label: 'Archived' },
] as const satisfies readonly { id: Status; label: string }[];

export type PlanStatus = (typeof planStatuses)[number]['id'];
