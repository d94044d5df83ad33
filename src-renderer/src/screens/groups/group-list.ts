import type { SortCondition } from '@shared/list';
import type { FilterField, SortField } from '../../components/list-query';
import { countText } from '../../format/quantity';

/** What the list of groups can be filtered by. */
export const groupFilterFields: readonly FilterField[] = [
  { field: 'name', label: 'Name', kind: 'text' },
  { field: 'lookup_key', label: 'Lookup key', kind: 'text' },
  { field: 'created_at', label: 'Created', kind: 'date' },
  { field: 'entity_type', label: 'Entity type', kind: 'choice', options: [{ id: 'price', label: 'Price' }] },
];

export const groupSortFields: readonly SortField[] = [
  { field: 'name', label: 'Name' },
  { field: 'lookup_key', label: 'Lookup key' },
  { field: 'created_at', label: 'Created at' },
  { field: 'updated_at', label: 'Updated at' },
];

export const initialGroupSort: readonly SortCondition[] = [{ field: 'updated_at', direction: 'desc' }];

/** "1 price", "1,204 prices". */
export const pricesText = (count: number): string => countText(count, 'price', 'prices');
