import { type Kysely, type Selectable, sql } from 'kysely';
import { type Entity, rowsById } from './rows-by-id';
import type { Schema } from './schema';

/** A row of this environment, whatever its status; an id of another environment is as unknown as any other. */
export async function findRow<T extends Entity>(
  db: Kysely<Schema>,
  table: T,
  environment_id: string,
  id: string,
): Promise<Selectable<Schema[T]> | undefined> {
  const [row] = rowsById(db, table, [id]) as (Selectable<Schema[T]> & { environment_id: string })[];
  return row?.environment_id === environment_id ? row : undefined;
}

/** The published row of this environment that has a lookup key, if any; an empty key never conflicts. */
export async function findByLookupKey(
  db: Kysely<Schema>,
  table: 'groups' | 'plans' | 'features',
  environment_id: string,
  lookup_key: string,
): Promise<{ id: string; name: string } | undefined> {
  if (lookup_key === '') return undefined;
  const { rows } = await sql<{ id: string; name: string }>`
    select id, name from ${sql.table(table)}
    where environment_id = ${environment_id} and lookup_key = ${lookup_key} and lookup_key <> ''
      and status = 'published'`.execute(db);
  return rows[0];
}
