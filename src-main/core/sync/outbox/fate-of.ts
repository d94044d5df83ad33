import type { OutputOf, Parsed } from '@shared/contract';
import { prepared } from '../../store/prepared';
import type { OutboxAt } from './plan-requests';

/** So many runs back it is looked for when a row was sent. */
const recentRuns = 100;

/** What became of a change that is not pending any more, as far as the last syncs and the open conflicts tell. */
export function fateOf(
  { sqlite, connection: { number } }: OutboxAt,
  { entity, id, last_at }: Parsed<'pending.fate'>,
): OutputOf<'pending.fate'> {
  const key = { connection: number, entity, id };
  const sent = prepared(sqlite, sentSql)
    .pluck()
    .get({ ...key, recentRuns, since: last_at ?? '' });
  return {
    sent_at: (sent as string | undefined) ?? null,
    conflicts: prepared(sqlite, conflictsSql).pluck().get(key) as number,
  };
}

// Of a run that goes on the moment is not known yet: it is about now.
const sentSql = `
  select coalesce(run.finished_at, run.started_at) as at from sync_runs run join sync_entries on run = run.number
  where run.connection = @connection and entity = @entity and row_id = @id and what = 'sent'
    and run.number > (select max(number) from sync_runs where connection = @connection) - @recentRuns
    and (run.finished_at is null or run.finished_at >= @since)
  order by run.number desc limit 1`;
const conflictsSql = `select count(*) from conflicts
  where connection = @connection and entity = @entity and local_id = @id`;
