import { sameValue } from '@shared/rules/sync/same-value';
import type { SyncedEntity } from '@shared/rules/sync/synced-fields';
import { prepared } from '../../store/prepared';
import { localSnapshot } from '../remote/local-snapshot';
import type { RemoteRow } from '../remote/remote-rows';
import { type Pulling, step, takePage } from './pulling';
import { rowsByIds } from './remote-lists';

/** Which rows of a list are not what was known to come of them. */
export type IsPutBack = (row: RemoteRow, known: Known) => boolean;

/**
 * What was changed before the last change that is known: of a copy that lags, or of a server that a backup was put back on.
 * And what is in use although it is known to be over, for which a pull has no trust in a single read either.
 */
export const isOlder: IsPutBack = (row, known) =>
  wentBack(row, known) || (known.is_over === 1 && row.snapshot.status !== 'archived' && !row.snapshot.end_date);

const wentBack = ({ updated_at }: RemoteRow, { remote_updated_at }: Pick<Known, 'remote_updated_at'>): boolean =>
  updated_at !== null && remote_updated_at !== null && updated_at < remote_updated_at;

/** On a server of which it is known that a backup was put back on it, everything that is not exactly as it was. */
export const isOther: IsPutBack = ({ updated_at, etag }, known) =>
  updated_at !== known.remote_updated_at || (etag !== null && etag !== known.etag);

/** The rows that are known and look as if they had been put back. */
export function putBackIn(
  { deps, connection }: Pulling,
  entity: SyncedEntity,
  rows: readonly RemoteRow[],
  is: IsPutBack,
): RemoteRow[] {
  const ids = JSON.stringify(rows.map(({ remote_id }) => remote_id));
  const found = prepared(deps.store.sqlite, knownSql).all(connection.number, entity, ids) as Known[];
  const known = new Map(found.map((row) => [row.remote_id, row]));
  return rows.filter((row) => {
    const link = known.get(row.remote_id);
    return link !== undefined && is(row, link);
  });
}

interface Known {
  remote_id: string;
  remote_updated_at: string | null;
  etag: string | null;
  is_over: 0 | 1;
}
const knownSql = `select remote_id, remote_updated_at, etag,
    coalesce(base ->> '$.status' = 'archived', 0) or base ->> '$.end_date' is not null as is_over from synced_rows
  where connection = ? and entity = ? and remote_id in (select value from json_each(?))`;

/**
 * Takes over rows that went back there. What both sides had is no base for a merge any more: every difference is asked
 * about, since what was changed here or there in between is lost on the server, and nobody said which is wanted. Answers
 * whether there were any; a row that was taken into use again since is none.
 */
export async function takePutBack(
  pulling: Pulling,
  entity: SyncedEntity,
  suspected: readonly string[],
  is: IsPutBack,
): Promise<boolean> {
  if (suspected.length === 0) return false;
  const again = await rowsByIds(pulling.api, entity, suspected);
  const rows = putBackIn(pulling, entity, again.rows, is);
  if (rows.length === 0) return false;
  let isAny = false;
  await step(pulling, async ({ map }) => {
    for (const row of rows) {
      const link = map.byRemote(entity, row.remote_id);
      if (!link) continue;
      const isAlike = link.base !== null && sameValue(link.base, localSnapshot(map, entity, row).snapshot);
      const hasBase = isAlike || (is === isOlder && !wentBack(row, link));
      isAny ||= !hasBase;
      map.put(entity, { ...link, base: hasBase ? link.base : null, etag: null, remote_updated_at: null });
    }
  });
  await takePage(pulling, entity, { rows, skipped: [] });
  return isAny;
}

/** Remembers that a backup was put back on the server, until all that it does not have any more is decided. */
export const rememberPutBack = (sqlite: Sqlite, connection: number): void => {
  prepared(sqlite, rememberSql).run(connection);
};
export const wasPutBack = (sqlite: Sqlite, connection: number): boolean =>
  prepared(sqlite, wasPutBackSql).get(connection) !== undefined;
export const forgetPutBack = (sqlite: Sqlite, connection: number): void => {
  prepared(sqlite, forgetSql).run(connection);
};

type Sqlite = Parameters<typeof prepared>[0];
const rememberSql = `insert into sync_cursors (connection, entity, watermark) values (?, 'put_back', '')
  on conflict do nothing`;
const wasPutBackSql = "select 1 from sync_cursors where connection = ? and entity = 'put_back'";
const forgetSql = "delete from sync_cursors where connection = ? and entity = 'put_back'";
