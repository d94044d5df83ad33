import type { Snapshot, SyncedEntity } from '@shared/rules/sync/synced-fields';
import type Database from 'better-sqlite3';
import { blockWriter } from '../../store/block-writer';
import { prepared } from '../../store/prepared';

export type MappedEntity = SyncedEntity | 'meter';

/** A row that both sides know, as the store keeps it. */
export interface SyncedRow {
  local_id: string;
  remote_id: string;
  /** The last state both sides had, references as local ids. */
  base: Snapshot | null;
  etag: string | null;
  remote_updated_at: string | null;
}

/** Which row here is which row there, for one connection: other servers' maps are never looked at. */
export interface IdMap {
  byLocal(entity: MappedEntity, local_id: string): SyncedRow | undefined;
  byRemote(entity: MappedEntity, remote_id: string): SyncedRow | undefined;
  remoteId(entity: MappedEntity, local_id: string | null): string | undefined;
  localId(entity: MappedEntity, remote_id: string | null): string | undefined;
  /** Links two rows, or brings their base up to date. */
  put(entity: MappedEntity, row: SyncedRow): void;
  /**
   * Links many rows of which none was linked before, each with the JSON of its base, which may be the record of how the row
   * came, too; all are there after `flush`.
   */
  inserts(entity: MappedEntity): { add(row: SyncedRow, base: string, isRecorded: boolean): void; flush(): void };
  /** Forgets a link: the row is unknown to the server from now on. */
  drop(entity: MappedEntity, local_id: string): void;
}

const columns = 'local_id, remote_id, base, etag, remote_updated_at';

export function idMap(sqlite: Database.Database, connection: number): IdMap {
  const find = (entity: MappedEntity, column: 'local_id' | 'remote_id', id: string): SyncedRow | undefined => {
    const sql = `select ${columns} from synced_rows where connection = ? and entity = ? and ${column} = ?`;
    const row = prepared(sqlite, sql).get(connection, entity, id) as
      | (Omit<SyncedRow, 'base'> & { base: string | null })
      | undefined;
    return row && { ...row, base: row.base === null ? null : (JSON.parse(row.base) as Snapshot) };
  };
  const idOf = (entity: MappedEntity, sql: string, id: string | null) =>
    id ? (prepared(sqlite, sql).pluck().get(connection, entity, id) as string | undefined) : undefined;
  return {
    byLocal: (entity, id) => find(entity, 'local_id', id),
    byRemote: (entity, id) => find(entity, 'remote_id', id),
    remoteId: (entity, id) => idOf(entity, remoteIdSql, id),
    localId: (entity, id) => idOf(entity, localIdSql, id),
    put(entity, { local_id, remote_id, base, etag, remote_updated_at }) {
      const kept = base && JSON.stringify(base);
      prepared(sqlite, putSql).run(connection, entity, local_id, remote_id, kept, etag, remote_updated_at);
    },
    inserts(entity) {
      const block = blockWriter(sqlite, newLinks, { connection, entity });
      return {
        add({ local_id, remote_id, etag, remote_updated_at }, base, isRecorded) {
          block.add([local_id, remote_id, base, etag, remote_updated_at, Number(isRecorded)]);
        },
        flush: block.flush,
      };
    },
    drop(entity, local_id) {
      prepared(sqlite, 'delete from synced_rows where connection = ? and entity = ? and local_id = ?').run(
        connection,
        entity,
        local_id,
      );
    },
  };
}

const remoteIdSql = 'select remote_id from synced_rows where connection = ? and entity = ? and local_id = ?';
const localIdSql = 'select local_id from synced_rows where connection = ? and entity = ? and remote_id = ?';

const newLinks = {
  insert: `insert into synced_rows (${columns}, is_recorded, connection, entity)`,
  columns: 6,
  shared: ['connection', 'entity'],
  oftenAlike: true,
  onConflict: '',
};
const putSql = `insert into synced_rows (connection, entity, ${columns})
  values (?, ?, ?, ?, ?, ?, ?)
  on conflict (connection, entity, local_id) do update set
    remote_id = excluded.remote_id, base = excluded.base, etag = excluded.etag,
    remote_updated_at = excluded.remote_updated_at`;
