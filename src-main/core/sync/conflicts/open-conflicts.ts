import type { ConflictKind } from '@shared/entities/sync';
import type { SyncedEntity } from '@shared/rules/sync/synced-fields';
import type Database from 'better-sqlite3';
import { prepared } from '../../store/prepared';

/** A conflict that is open; `base` undefined: the two sides never had the value in common. */
export interface OpenConflict {
  local_id: string;
  kind: ConflictKind;
  field: string;
  base: unknown;
  /** The server's id of the row it is about, where it is about one. */
  remote_id: string | null;
  /** When a version of the server starts, for a conflict about one. */
  remote_start: string | null;
}

/** The open conflicts of one kind of rows, by the row. */
export function openConflicts(
  sqlite: Database.Database,
  connection: number,
  entity: SyncedEntity,
): Map<string, OpenConflict[]> {
  const rows = prepared(sqlite, sql).all(connection, entity) as (OpenConflict & { base: string | null })[];
  return Map.groupBy(
    rows.map((row) => ({ ...row, base: row.base === null ? undefined : (JSON.parse(row.base) as unknown) })),
    ({ local_id }) => local_id,
  );
}

const sql = `
  select local_id, kind, field, base, remote ->> '$.remote_id' as remote_id,
    remote ->> '$.snapshot.start_date' as remote_start
  from conflicts where connection = ? and entity = ?`;
