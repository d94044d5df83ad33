import type { CallContext } from '@shared/door';
import { AppError } from '@shared/errors';
import type Database from 'better-sqlite3';
import type { Kysely } from 'kysely';
import { sqliteOf } from './dialect';
import { keptRows } from './kept-rows';
import { prepared } from './prepared';
import type { Schema } from './schema';

const lastOfOne = 'select entity_id as id, max(seq) as seq from changes where entity_id = ? group by entity_id';
const lastOfMany =
  'select entity_id as id, max(seq) as seq from changes where entity_id in (select value from json_each(?)) group by entity_id';

const versions = keptRows<{ id: string; seq: number }, number>({
  entity: null,
  read: (db, ids) =>
    prepared(sqliteOf(db), ids.length === 1 ? lastOfOne : lastOfMany).all(
      ids.length === 1 ? ids[0] : JSON.stringify(ids),
    ) as { id: string; seq: number }[],
  make: (_db, rows) => rows.map(({ seq }) => seq),
});

/**
 * The versions of rows: the number of the last change recorded to each. Every edit goes through the write door, which
 * records it, so an unchanged version means an unchanged row. Rows without a change record are left out.
 */
export const versionsOf = (db: Kysely<Schema>, ids: readonly string[]): Record<string, number> =>
  Object.fromEntries(ids.length === 0 ? [] : versions.byId(db, ids));

/** The same as they are in the open transaction. */
export const versionsWritten = (sqlite: Database.Database, ids: readonly string[]): Record<string, number> =>
  Object.fromEntries(
    (prepared(sqlite, lastOfMany).all(JSON.stringify(ids)) as { id: string; seq: number }[]).map(({ id, seq }) => [
      id,
      seq,
    ]),
  );

/** The ids of the rows in an answer: of the row itself, or of the items of a list. */
export function answeredIds(data: unknown): string[] {
  if (typeof data !== 'object' || data === null) return [];
  if ('id' in data && typeof data.id === 'string') return [data.id];
  if ('items' in data && Array.isArray(data.items)) return data.items.flatMap(answeredIds);
  return [];
}

/**
 * Refuses a conditional write whose row was changed since the caller read it. A row that this environment does not have is
 * for the handler to refuse.
 */
export function requireVersion(sqlite: Database.Database, { environment_id, if_match }: CallContext): void {
  if (!if_match) return;
  const version = prepared(sqlite, 'select max(seq) from changes where entity_id = ? and environment_id = ?')
    .pluck()
    .get(if_match.id, environment_id) as number | null;
  if (version === null || version === if_match.version) return;
  throw new AppError('version_conflict', 'This was changed since you read it. Read it again and repeat your edit.', {
    details: { id: if_match.id, etag: `"${version}"` },
  });
}
