import type { SyncRunState } from '@shared/entities/sync';
import type Database from 'better-sqlite3';
import { prepared } from '../../store/prepared';

/** Runs that are remembered per connection, the last ones; those that came to nothing never push the others out. */
const kept = { exchanged: 100, nothing: 20 };

/** Begins the history of a run; answers its number. */
export function beginRun(sqlite: Database.Database, connection: number, now: string): number {
  const { lastInsertRowid } = prepared(
    sqlite,
    `insert into sync_runs (connection, started_at, state) values (?, ?, 'running')`,
  ).run(connection, now);
  return Number(lastInsertRowid);
}

export interface RunResult {
  state: SyncRunState;
  sent: number;
  received: number;
  conflicts: number;
  message: string | null;
}

/**
 * Ends a run. One that found nothing to do is not worth remembering; of one that failed as the one before it did only how
 * long that has lasted: an outage is tried every few seconds. The oldest are forgotten.
 */
export function endRun(sqlite: Database.Database, run: number, result: RunResult, now: string): void {
  const { state, sent, received, conflicts, message } = result;
  const hasEntries = prepared(sqlite, 'select 1 from sync_entries where run = ? limit 1').get(run) !== undefined;
  const isEmpty = sent === 0 && received === 0 && conflicts === 0 && !hasEntries;
  const goesOn = isEmpty && state === 'failed' && prepared(sqlite, goesOnSql).run({ run, now, message }).changes > 0;
  if (goesOn || (isEmpty && state === 'done')) {
    prepared(sqlite, 'delete from sync_runs where number = ?').run(run);
    return;
  }
  prepared(
    sqlite,
    `update sync_runs set finished_at = @now, state = @state, sent = @sent, received = @received,
     conflicts = @conflicts, message = @message where number = @run`,
  ).run({ run, now, state, sent, received, conflicts, message });
  prepared(sqlite, forgetSql).run({ run, is_empty: isEmpty ? 1 : 0, kept: isEmpty ? kept.nothing : kept.exchanged });
}

const ofConnection = 'connection = (select connection from sync_runs where number = @run)';
const isEmptySql = `(sent = 0 and received = 0 and conflicts = 0
  and not exists (select 1 from sync_entries where run = sync_runs.number))`;
const goesOnSql = `
  update sync_runs set finished_at = @now where state = 'failed' and message is @message and ${isEmptySql}
    and number = (select max(number) from sync_runs where ${ofConnection} and number < @run)`;
const forgetSql = `
  delete from sync_runs where ${ofConnection} and ${isEmptySql} = @is_empty and number <=
    (select number from sync_runs where ${ofConnection} and ${isEmptySql} = @is_empty
     order by number desc limit 1 offset @kept)`;

/** Runs that a crash left as running never finished. */
export function closeInterruptedRuns(sqlite: Database.Database, connection: number, now: string): void {
  prepared(
    sqlite,
    `update sync_runs set state = 'failed', finished_at = ?, message = 'Pricebook was closed while it ran.'
     where connection = ? and state = 'running'`,
  ).run(now, connection);
}
