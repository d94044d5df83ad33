import type { OutputOf, Parsed } from '@shared/contract';
import type { Change } from '@shared/entities/change';
import type Database from 'better-sqlite3';
import { prepared } from '../store/prepared';
import { recordedFields } from '../store/write';

/**
 * A page of the change log of an environment, oldest first. There is one writer, so a change that is seen is never
 * followed by one with a smaller number: whoever pages with `next` misses nothing.
 */
export function listChanges(
  sqlite: Database.Database,
  environment_id: string,
  { since, limit }: Parsed<'change.list'>,
): OutputOf<'change.list'> {
  const rows = prepared(sqlite, pageSql).all(environment_id, since, limit + 1) as (Omit<Change, 'fields'> & {
    fields: string;
  })[];
  const page = rows.slice(0, limit);
  return {
    changes: page.map((row) => ({ ...row, fields: recordedFields(row.fields) })),
    next: page.at(-1)?.seq ?? since,
    has_more: rows.length > limit,
  };
}

/** What a row was as it came from a server, which is kept with its link as long as both sides have it. */
const baseSql = `(select '[' || base || ']' from connections
  join synced_rows on connection = connections.number and synced_rows.entity = changes.entity and local_id = entity_id
  where connections.environment_id = changes.environment_id and is_recorded = 1)`;

/** The fields of a change as they are recorded, for `recordedFields`. */
export const recordedSql = `iif(fields = '[]', ${baseSql}, fields)`;

const pageSql = `
  select seq, entity, entity_id, kind, ${recordedSql} as fields, origin, at from changes
  where environment_id = ? and seq > ? order by seq limit ?`;
