import type { Kysely } from 'kysely';
import { rowsById } from '../../store/rows-by-id';
import type { Schema } from '../../store/schema';

const tableOf = { entity_id: 'plans', group_id: 'groups', meter_id: 'meters' } as const;

/** Rows that refer to others by id: changed fields, or snapshots. */
type Referring = Readonly<Record<string, unknown>>;

/** What the rows are called that these values refer to, by their ids; `values` are field → id. */
export function referenceNames(db: Kysely<Schema>, values: readonly Referring[]): Record<string, string> {
  const names: Record<string, string> = {};
  for (const [field, table] of Object.entries(tableOf)) {
    const ids = new Set(values.flatMap((value) => (typeof value[field] === 'string' ? (value[field] as string) : [])));
    for (const row of rowsById(db, table, [...ids])) names[row.id] = row.name;
  }
  return names;
}

/** Both sides of changed fields, as values to look names up for. */
export const sidesOf = (fields: Readonly<Record<string, { from: unknown; to: unknown }>>): Referring[] =>
  (['from', 'to'] as const).map((side) =>
    Object.fromEntries(Object.entries(fields).map(([field, change]) => [field, change[side]])),
  );
