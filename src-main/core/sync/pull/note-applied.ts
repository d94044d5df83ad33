import type { SyncedEntity } from '@shared/rules/sync/synced-fields';
import { prepared } from '../../store/prepared';
import type { SkippedRow } from '../remote/remote-rows';
import { noteEntries, type RunEntry } from '../runs/note-entry';
import type { Applied, PullContext } from './page';

/** How many rows of a pull became what. */
export interface PullCounts {
  received: number;
  conflicts: number;
  skipped: number;
}

/**
 * Writes down what became of rows of the server: in the history of the run, and as waiting where they are to be asked for
 * again.
 */
export function noteApplied(
  { tx: { sqlite }, connection, run }: PullContext,
  entity: SyncedEntity,
  applied: readonly Applied[],
): PullCounts {
  const entries: RunEntry[] = [];
  const counts: PullCounts = { received: 0, conflicts: 0, skipped: 0 };
  const isAnyWaiting = prepared(sqlite, anySql).pluck().get(connection.number, entity) === 1;
  for (const one of applied) {
    const key = { connection: connection.number, entity, remote_id: one.remote_id };
    if (one.what === 'waits') {
      const { name, reason } = one;
      const isNew = prepared(sqlite, waitSql).run({ ...key, name, reason }).changes > 0;
      if (!isNew) continue;
      counts.skipped += 1;
      entries.push({ entity, row_id: one.remote_id, name, what: 'skipped', detail: { reason } });
      continue;
    }
    if (isAnyWaiting) prepared(sqlite, goneOnSql).run(key);
    if (one.what === 'unchanged') continue;
    if (one.what === 'conflict') counts.conflicts += 1;
    else counts.received += 1;
    const { name, what, detail } = one;
    entries.push({ entity, row_id: one.local_id ?? one.remote_id, name, what, ...(detail && { detail }) });
  }
  noteEntries(sqlite, run, entries);
  return counts;
}

/** Rows that this product has no place for are told once per run. */
export function noteSkipped({ tx, run }: PullContext, entity: SyncedEntity, skipped: readonly SkippedRow[]): void {
  const entries = skipped.map(
    ({ remote_id, name, reason }): RunEntry => ({
      entity,
      row_id: remote_id,
      name,
      what: 'skipped',
      detail: { reason },
    }),
  );
  noteEntries(tx.sqlite, run, entries);
}

/** Rows that wait, by the server's id. */
export const waitingIds = (
  sqlite: Parameters<typeof prepared>[0],
  connection: number,
  entity: SyncedEntity,
): string[] =>
  prepared(sqlite, 'select remote_id from sync_waiting where connection = ? and entity = ?')
    .pluck()
    .all(connection, entity) as string[];

/** Forgets a waiting row that the server does not have any more. */
export function forgetWaiting(
  { tx, connection }: PullContext,
  entity: SyncedEntity,
  remote_ids: readonly string[],
): void {
  for (const remote_id of remote_ids) {
    prepared(tx.sqlite, goneOnSql).run({ connection: connection.number, entity, remote_id });
  }
}

const anySql = 'select exists (select 1 from sync_waiting where connection = ? and entity = ?)';
const askSql = `insert into sync_waiting (connection, entity, remote_id, name, reason)
  values (@connection, @entity, @remote_id, @name, @reason)`;
const waitSql = `${askSql} on conflict do update set name = excluded.name, reason = excluded.reason
  where reason <> excluded.reason`;
const goneOnSql =
  'delete from sync_waiting where connection = @connection and entity = @entity and remote_id = @remote_id';

/** Has the next pull ask for a row by its id, whatever it has been told of it before. */
export function askAgain(
  sqlite: Parameters<typeof prepared>[0],
  connection: number,
  entity: SyncedEntity,
  remote_id: string,
): void {
  const known = { connection, entity, remote_id, name: '', reason: 'It has moved on there.' };
  prepared(sqlite, `${askSql} on conflict do nothing`).run(known);
}
