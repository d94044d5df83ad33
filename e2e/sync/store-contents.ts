import { join } from 'node:path';
import Database from 'better-sqlite3';

/** Every row of a store that is shared, field by field, by the name under which all stores know it. */
export type Contents = Record<string, Record<string, unknown>>;

/** Columns that belong to a store alone: its own ids and counters, and who wrote a row. */
const own = new Set([
  'id',
  'number',
  'sequence',
  'environment_id',
  'tenant_id',
  'created_by',
  'updated_by',
  'search_text',
]);
/** When a server answers a write it tells its own time, which the next pull brings here. */
const times = new Set(['created_at', 'updated_at']);
const references = new Set(['entity_id', 'group_id', 'meter_id', 'parent_price_id']);
const entities = { groups: 'group', plans: 'plan', features: 'feature', prices: 'price' } as const;

/** What a store has, with the ids of the server: those that a connection knows them by, null for the server itself. */
export function readContents(profileDir: string, connection: number | null): Contents {
  const store = new Database(join(profileDir, 'pricebook.db'), { readonly: true });
  try {
    const links = store
      .prepare('select local_id, remote_id from synced_rows where connection = ?')
      .raw()
      .all(connection);
    const remote = new Map(links as [string, string][]);
    const nameOf = (id: unknown) => (connection === null ? id : (remote.get(String(id)) ?? `not on the server: ${id}`));
    const contents: Contents = {};
    for (const [table, entity] of Object.entries(entities)) {
      for (const row of store.prepare(`select * from ${table}`).all() as Record<string, unknown>[]) {
        const fields = Object.entries(row).filter(([column]) => !own.has(column) && !times.has(column));
        contents[`${entity} ${nameOf(row.id)}`] = Object.fromEntries(
          fields.map(([column, value]) => [column, references.has(column) && value ? nameOf(value) : value]),
        );
      }
    }
    return contents;
  } finally {
    store.close();
  }
}

/**
 * Rows that differ until a person decides a conflict, by their name in `readContents`: those in conflict with all versions of
 * them, what waits here to be sent behind them, and what waits to be taken over.
 */
export function undecided(profileDir: string): string[] {
  const store = new Database(join(profileDir, 'pricebook.db'), { readonly: true });
  try {
    return store.prepare(undecidedSql).pluck().all() as string[];
  } finally {
    store.close();
  }
}

const undecidedSql = `
  with mine(entity, id) as (
    select entity, local_id from conflicts
    union select 'price', version.id from conflicts
      join prices own on conflicts.entity = 'price' and own.id = local_id
      join prices version on coalesce(version.parent_price_id, version.id) = coalesce(own.parent_price_id, own.id)
    union select entity, local_id from outbox
  )
  select mine.entity || ' ' || coalesce(remote_id, 'not on the server: ' || id) from mine
    left join synced_rows on synced_rows.entity = mine.entity and local_id = id
  union select entity || ' ' || remote_id from sync_waiting`;
