import type { OutputOf, Parsed } from '@shared/contract';
import type { Change } from '@shared/entities/change';
import type Database from 'better-sqlite3';
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
  const rows = sqlite
    .prepare(
      `select seq, entity, entity_id, kind, fields, origin, at from changes
       where environment_id = ? and seq > ? order by seq limit ?`,
    )
    .all(environment_id, since, limit + 1) as (Omit<Change, 'fields'> & { fields: string })[];
  const page = rows.slice(0, limit);
  return {
    changes: page.map((row) => ({ ...row, fields: recordedFields(row.fields) })),
    next: page.at(-1)?.seq ?? since,
    has_more: rows.length > limit,
  };
}
