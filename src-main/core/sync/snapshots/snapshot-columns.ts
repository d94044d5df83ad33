import { type Snapshot, type SyncedEntity, syncedEntities, syncedFields } from '@shared/rules/sync/synced-fields';
import { searchText } from '../../list/quick-search';

type ColumnValue = string | number | null;

const jsonFields = new Set(['metadata', 'tiers', 'transform_quantity', 'reporting_unit', 'alert_settings']);

interface Column {
  field: string;
  isJson: boolean;
}

/** What a feature's meter measures is no column of it. */
const columnsOfEntity = Object.fromEntries(
  syncedEntities.map((entity) => {
    const fields = Object.keys(syncedFields[entity]).filter((field) => field !== 'meter');
    return [entity, fields.map((field) => ({ field, isJson: jsonFields.has(field) }))];
  }),
) as Record<SyncedEntity, Column[]>;

/** The columns that a row has of its snapshot, the searchable text included: the order of `snapshotValues`. */
export const snapshotColumns = (entity: SyncedEntity): string[] => [
  ...columnsOfEntity[entity].map(({ field }) => field),
  'search_text',
];

/** The columns of a row by its snapshot: the way back of `readSnapshots`. */
export function columnsOf(entity: SyncedEntity, snapshot: Snapshot): Record<string, ColumnValue> {
  const values = snapshotValues(entity, snapshot);
  return Object.fromEntries(snapshotColumns(entity).map((name, at) => [name, values[at] ?? null]));
}

/** Their values alone, after what `values` has already. */
export function snapshotValues(entity: SyncedEntity, snapshot: Snapshot, values: ColumnValue[] = []): ColumnValue[] {
  for (const { field, isJson } of columnsOfEntity[entity]) {
    const value = snapshot[field] ?? null;
    values.push(isJson && value !== null ? JSON.stringify(value) : (value as ColumnValue));
  }
  const name = entity === 'price' ? snapshot.display_name : snapshot.name;
  values.push(searchText(String(name), String(snapshot.lookup_key)));
  return values;
}
