import type { SyncStatus } from '@shared/entities/sync';
import { toInstant } from '@shared/instant';
import type { Deps } from '../../deps';
import { activeConnection, type ConnectionRow } from '../connections/active-connection';
import { pullChanges } from '../pull/pull-changes';
import { sweep } from '../pull/sweep';
import { pushLines } from '../push/push-lines';
import type { RemoteApi } from '../remote/remote-api';
import { beginRun, closeInterruptedRuns, endRun, type RunResult } from './runs';
import type { StepOptions, Trouble } from './step';

export interface RunOptions {
  api: RemoteApi;
  signal: AbortSignal;
  /** Looks for rows that are gone on the server, too. */
  sweep: boolean;
  /** The person agreed to removing more than the fail-safe allows. */
  may_remove?: boolean;
  onProgress(progress: SyncStatus['progress']): void;
}

export interface RunOutcome extends RunResult {
  trouble: Trouble | null;
}

/**
 * One run: what the server has changed is taken over, then what is pending here is sent, then the answers are checked
 * against what the server tells of itself. Every step commits on its own, so that stopping anywhere leaves a state to go
 * on from. Network trouble is told in the outcome, never thrown.
 */
export async function runSync(deps: Deps, connection: ConnectionRow, options: RunOptions): Promise<RunOutcome> {
  const { sqlite } = deps.store;
  const run = await deps.enqueue(async () => {
    closeInterruptedRuns(sqlite, connection.number, toInstant(deps.now()));
    return beginRun(sqlite, connection.number, toInstant(deps.now()));
  });
  const outcome: RunOutcome = { state: 'done', sent: 0, received: 0, conflicts: 0, message: null, trouble: null };
  try {
    await doSteps(deps, connection, run, options, outcome);
  } catch (error) {
    deps.log('error', 'a sync broke', { error: String((error as Error)?.stack ?? error) });
    Object.assign(outcome, { state: 'failed', message: 'Something unforeseen happened; the log tells more.' });
  }
  if (options.signal.aborted) outcome.state = 'cancelled';
  else if (outcome.trouble) Object.assign(outcome, { state: 'failed', message: outcome.trouble.message });
  await deps.enqueue(async () => {
    const now = toInstant(deps.now());
    endRun(sqlite, run, outcome, now);
    if (outcome.state === 'done') {
      sqlite.prepare('update connections set synced_at = ? where number = ?').run(now, connection.number);
    }
  });
  return outcome;
}

async function doSteps(
  deps: Deps,
  connection: ConnectionRow,
  run: number,
  { api, signal, onProgress, ...options }: RunOptions,
  outcome: RunOutcome,
): Promise<void> {
  const stepOf = (phase: 'sending' | 'receiving' | 'checking'): StepOptions => ({
    run,
    signal,
    onProgress: (done, total) => onProgress({ phase, done, total }),
  });
  /** Cursors move while a run goes on. */
  const fresh = () => activeConnection(deps.store.sqlite, connection.environment_id) ?? connection;
  const pull = async () => {
    const pulled = await pullChanges(deps, fresh(), api, stepOf('receiving'));
    outcome.received += pulled.received;
    outcome.conflicts += pulled.conflicts;
    outcome.trouble = pulled.trouble;
  };
  const isOver = () => signal.aborted || outcome.trouble !== null;

  await pull();
  for (let again = true; again && !isOver(); ) {
    const pushed = await pushLines(deps, fresh(), api, stepOf('sending'));
    outcome.sent += pushed.sent;
    outcome.conflicts += pushed.conflicts;
    outcome.trouble = pushed.trouble;
    if (isOver()) return;
    // Somebody else was faster, or the server made something else of it: what it has now decides.
    again = pushed.needs_pull;
    if (pushed.sent > 0 || pushed.needs_pull) await pull();
  }
  if (isOver() || !options.sweep) return;
  const swept = await sweep(deps, fresh(), api, {
    ...stepOf('checking'),
    may_remove: options.may_remove ?? false,
  });
  outcome.received += swept.removed;
  outcome.trouble = swept.trouble;
  if (swept.stopped) Object.assign(outcome, { state: 'stopped', message: swept.stopped });
}
