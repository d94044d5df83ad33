import type { Snapshot, SyncedEntity } from '@shared/rules/sync/synced-fields';
import { searchText } from '../../list/quick-search';

type Columns = Record<string, string | number | null>;

const jsonFields = new Set(['metadata', 'tiers', 'transform_quantity', 'reporting_unit', 'alert_settings']);

/**
 * The columns of a row by its snapshot, the searchable text included: the way back of `readSnapshots`. What a feature's
 * meter measures is no column of it.
 */
export function columnsOf(entity: SyncedEntity, snapshot: Snapshot): Columns {
  const columns: Columns = {};
  for (const field of Object.keys(snapshot)) {
    const value = snapshot[field];
    if (entity === 'feature' && field === 'meter') continue;
    const isJson = jsonFields.has(field) && value !== null;
    columns[field] = isJson ? JSON.stringify(value) : (value as string | number | null);
  }
  const name = entity === 'price' ? snapshot.display_name : snapshot.name;
  columns.search_text = searchText(String(name), String(snapshot.lookup_key));
  return columns;
}
