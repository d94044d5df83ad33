import type { SyncRunState } from '@shared/entities/sync';
import type Database from 'better-sqlite3';
import { prepared } from '../../store/prepared';

/** Runs that are remembered per connection, the last ones. */
const keptRuns = 100;

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

/** Ends a run. One that found nothing to do is not worth remembering; the oldest are forgotten. */
export function endRun(sqlite: Database.Database, run: number, result: RunResult, now: string): void {
  const { state, sent, received, conflicts, message } = result;
  const isEmpty = state === 'done' && sent === 0 && received === 0 && conflicts === 0;
  if (isEmpty && !prepared(sqlite, 'select 1 from sync_entries where run = ? limit 1').get(run)) {
    prepared(sqlite, 'delete from sync_runs where number = ?').run(run);
    return;
  }
  prepared(
    sqlite,
    `update sync_runs set finished_at = @now, state = @state, sent = @sent, received = @received,
     conflicts = @conflicts, message = @message where number = @run`,
  ).run({ run, now, state, sent, received, conflicts, message });
  prepared(
    sqlite,
    `delete from sync_runs where connection = (select connection from sync_runs where number = @run) and number <=
     (select number from sync_runs where connection = (select connection from sync_runs where number = @run)
      order by number desc limit 1 offset ${keptRuns})`,
  ).run({ run });
}

/** Runs that a crash left as running never finished. */
export function closeInterruptedRuns(sqlite: Database.Database, connection: number, now: string): void {
  prepared(
    sqlite,
    `update sync_runs set state = 'failed', finished_at = ?, message = 'Pricebook was closed while it ran.'
     where connection = ? and state = 'running'`,
  ).run(now, connection);
}
