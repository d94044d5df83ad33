import { toInstant } from '@shared/instant';
import { limits } from '@shared/limits';
import type { Snapshot, SyncedEntity } from '@shared/rules/sync/synced-fields';
import { prepared } from '../../store/prepared';
import type { IdMap } from '../remote/id-map';
import { idMap } from '../remote/id-map';
import type { RemoteRow } from '../remote/remote-rows';
import { type Pulling, takePage } from './pulling';

export interface LinkedRow {
  local_id: string;
  remote_id: string;
  base: Snapshot;
}

/** The rows of a kind that the server is known to have in use. */
export function linkedRows(
  sqlite: Parameters<typeof prepared>[0],
  connection: number,
  entity: SyncedEntity,
): LinkedRow[] {
  const rows = prepared(sqlite, linkedSql).all(connection, entity) as (Omit<LinkedRow, 'base'> & { base: string })[];
  return rows.map((row) => ({ ...row, base: JSON.parse(row.base) as Snapshot }));
}

const linkedSql = `select local_id, remote_id, base from synced_rows
  where connection = ? and entity = ? and base is not null
    and coalesce(base ->> '$.status', 'published') = 'published' and base ->> '$.end_date' is null`;

/**
 * Takes over that rows are gone from the server altogether: as if they had been archived there, or ended now. When it
 * happened the server cannot tell any more.
 */
export async function takeGone(pulling: Pulling, entity: SyncedEntity, gone: readonly LinkedRow[]): Promise<void> {
  const { deps, connection } = pulling;
  const map = idMap(deps.store.sqlite, connection.number);
  const now = toInstant(deps.now());
  for (let from = 0; from < gone.length; from += limits.page_size) {
    const rows = gone.slice(from, from + limits.page_size).map((row) => goneRow(map, entity, row, now));
    await takePage(pulling, entity, { rows, skipped: [] });
  }
}

function goneRow(map: IdMap, entity: SyncedEntity, { remote_id, base }: LinkedRow, now: string): RemoteRow {
  const there = (kind: 'plan' | 'group' | 'meter', id: unknown) =>
    id ? (map.remoteId(kind, String(id)) ?? null) : null;
  const start = String(base.start_date ?? '');
  const snapshot =
    entity === 'price'
      ? {
          ...base,
          entity_id: there('plan', base.entity_id),
          meter_id: there('meter', base.meter_id),
          group_id: there('group', base.group_id),
          end_date: start > now ? start : now,
        }
      : { ...base, status: 'archived' };
  return {
    remote_id,
    snapshot,
    created_at: null,
    updated_at: null,
    etag: null,
    mark: null,
    parent_id: null,
    meter: null,
    is_gone: true,
  };
}
