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
  // Since when is told once: what is asked about already is not asked anew with each check.
  const since = ({ local_id: id }: LinkedRow) =>
    (prepared(deps.store.sqlite, askedSql).pluck().get({ connection: connection.number, entity, id }) as
      | string
      | null
      | undefined) ?? now;
  for (let from = 0; from < gone.length; from += limits.page_size) {
    const rows = gone.slice(from, from + limits.page_size).map((row) => goneRow(map, entity, row, since(row)));
    await takePage(pulling, entity, { rows, skipped: [] });
  }
}

const askedSql = `select theirs ->> '$.end_date' from conflicts
  where connection = @connection and entity = @entity and kind = 'gone_there' and theirs ->> '$.end_date' is not null
    and (local_id = @id or local_id in (
      select version.id from prices this join prices version
        on coalesce(version.parent_price_id, version.id) = coalesce(this.parent_price_id, this.id)
      where this.id = @id))
  order by number limit 1`;

/**
 * Local ids of rows of a kind of which it is asked already what is to become of them, since they are gone there; of a price
 * with new terms that are still to be sent the question is about those.
 */
export const askedAbout = (
  sqlite: Parameters<typeof prepared>[0],
  connection: number,
  entity: SyncedEntity,
): ReadonlySet<string> => {
  return new Set(prepared(sqlite, askedAboutSql).pluck().all({ connection, entity }) as string[]);
};

const askedAboutSql = `
  with asked as (
    select local_id, remote ->> '$.remote_id' as remote_id from conflicts
    where connection = @connection and entity = @entity and kind = 'gone_there'
  )
  select local_id from asked
  union select synced_rows.local_id from asked
    join synced_rows on connection = @connection and entity = @entity and synced_rows.remote_id = asked.remote_id`;

/**
 * Local ids of versions of prices whose unsent new terms stand against some that the server has, which are among `seen`:
 * what is decided about those says what becomes of the versions before them, too.
 */
export function rivalled(
  sqlite: Parameters<typeof prepared>[0],
  connection: number,
  seen: ReadonlySet<string>,
): ReadonlySet<string> {
  const rows = prepared(sqlite, rivalledSql).all(connection) as { id: string; remote_id: string }[];
  return new Set(rows.flatMap(({ id, remote_id }) => (seen.has(remote_id) ? [id] : [])));
}

const rivalledSql = `select before.id, remote ->> '$.remote_id' as remote_id from conflicts
  join prices mine on mine.id = local_id
  join prices before on coalesce(before.parent_price_id, before.id) = coalesce(mine.parent_price_id, mine.id)
    and before.id <> mine.id and before.start_date <= mine.start_date
  where connection = ? and entity = 'price' and kind = 'versioned_there'`;

function goneRow(map: IdMap, entity: SyncedEntity, { remote_id, base }: LinkedRow, since: string): RemoteRow {
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
          end_date: start > since ? start : since,
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
