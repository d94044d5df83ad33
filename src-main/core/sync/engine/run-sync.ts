import type { SyncStatus } from '@shared/entities/sync';
import { toInstant } from '@shared/instant';
import type { Deps } from '../../deps';
import { prepared } from '../../store/prepared';
import { write } from '../../store/write';
import { type ConnectionRow, connectionByNumber, extensionsOf } from '../connections/active-connection';
import { dueAtOnce, recoverSending } from '../outbox/claim-line';
import type { LineKey } from '../outbox/outbox-line';
import { pullChanges } from '../pull/pull-changes';
import { sweep } from '../pull/sweep';
import { pushLines } from '../push/push-lines';
import type { RemoteApi } from '../remote/remote-api';
import { onlyReads } from './read-only';
import type { RunOutcome } from './run-outcome';
import { beginRun, closeInterruptedRuns, endRun } from './runs';
import { removalQuestion } from './sync-status';
import { pullTrouble, pushTrouble } from './trouble';

export interface RunOptions {
  api: RemoteApi;
  signal: AbortSignal;
  /** Looks for rows that are gone on the server, too. */
  sweep: boolean;
  /** Local ids of rows whose removal the person agreed to. */
  confirmed: ReadonlySet<string>;
  /** Local ids of rows that the person wants to have there again. */
  again: ReadonlySet<string>;
  /** Sends these rows only. */
  only?: readonly LineKey[];
  /** The key is known to read only: nothing is sent. */
  isReadOnly?: boolean;
  /** Pauses until what lags behind has come up. */
  wait?: (ms: number, signal?: AbortSignal) => Promise<void>;
  onProgress(progress: SyncStatus['progress']): void;
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
  // Nobody else sends for this connection: what is still on its way was cut off.
  const context = { environment_id: connection.environment_id, caller: 'sync' };
  await deps.enqueue(() => write(deps, context, async (tx) => recoverSending(tx, connection)));
  const outcome: RunOutcome = {
    state: 'done',
    sent: 0,
    received: 0,
    conflicts: 0,
    message: null,
    trouble: null,
    would_go: null,
    may_not_write: false,
  };
  try {
    await doSteps(deps, connection, run, options, outcome);
  } catch (error) {
    deps.log('error', 'a sync broke', { error: String((error as Error)?.stack ?? error) });
    Object.assign(outcome, { state: 'failed', message: 'Something unforeseen happened; the log tells more.' });
  }
  if (options.signal.aborted) outcome.state = 'cancelled';
  else if (outcome.may_not_write && !outcome.trouble) Object.assign(outcome, { state: 'failed', message: onlyReads });
  else if (outcome.trouble) Object.assign(outcome, { state: 'failed', message: outcome.trouble.message });
  await deps.enqueue(async () => {
    const now = toInstant(deps.now());
    endRun(sqlite, run, outcome, now);
    if (outcome.state === 'done') {
      prepared(sqlite, 'update connections set synced_at = ? where number = ?').run(now, connection.number);
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
  const stepOf = (phase: 'sending' | 'receiving' | 'checking') => ({
    run,
    signal,
    onProgress: ({ done, total }: { done: number; total: number | null }) => onProgress({ phase, done, total }),
  });
  const { sqlite } = deps.store;
  /** Cursors move while a run goes on. */
  const fresh = () => connectionByNumber(sqlite, connection.number);
  let isPutBack = false;
  let needsSweep = options.sweep;
  /** One write that the server fails at, be it at every try, does not keep anybody from comparing. */
  let failsAtWrite = false;
  const pull = async () => {
    const pulled = await pullChanges(deps, fresh(), api, stepOf('receiving'));
    outcome.received += pulled.received;
    outcome.conflicts += pulled.conflicts;
    if (pulled.kind === 'failed') outcome.trouble = pullTrouble(pulled);
    if (pulled.kind === 'put_back') isPutBack = true;
  };
  const isOver = () => signal.aborted || outcome.trouble !== null;
  const push = async (only?: readonly LineKey[]) => {
    const pushed = await pushLines(deps, fresh(), api, { ...stepOf('sending'), only });
    outcome.sent += pushed.sent;
    outcome.conflicts += pushed.conflicts;
    needsSweep ||= pushed.needs_sweep;
    // Whether the key is good for reading, reading tells.
    if (pushed.stopped?.because === 'unauthorized') outcome.may_not_write = true;
    else outcome.trouble = pushed.stopped && pushTrouble(pushed.stopped);
    failsAtWrite = pushed.stopped?.because === 'trouble' && !pushed.stopped.asks_for_pause;
    return pushed;
  };

  // Before their rows come back as somebody else's: this server does a write once however often it comes.
  const isRepeatable = extensionsOf(connection).has('idempotency');
  const unknown =
    isRepeatable && !options.isReadOnly ? await deps.enqueue(async () => dueAtOnce(sqlite, connection)) : [];
  if (unknown.length > 0) {
    await push(unknown);
    if (isOver()) return;
  }
  // Before everything was compared anew, nothing tells what is to be sent.
  const maySend = () => !options.isReadOnly && !outcome.may_not_write && !isPutBack;
  const send = async () => {
    for (let turn = 0; turn < mostTurns && !isOver() && maySend(); turn += 1) {
      const pushed = await push(options.only);
      if (isOver() || (pushed.sent === 0 && !pushed.needs_pull)) break;
      // What the server made of it, and of what somebody else did meanwhile.
      await pull();
      if (!pushed.needs_pull) break;
    }
  };
  await pull();
  if (isOver()) return;
  await send();
  if (signal.aborted || (outcome.trouble && !failsAtWrite) || !(needsSweep || isPutBack)) return;
  const swept = await sweep(deps, fresh(), api, {
    ...stepOf('checking'),
    confirmed: options.confirmed,
    again: options.again,
    isPutBack,
    ...(options.wait && { wait: options.wait }),
  });
  outcome.received += swept.received;
  outcome.conflicts += swept.conflicts;
  if (isPutBack) outcome.message = putBack;
  if (swept.kind === 'failed') outcome.trouble ??= pullTrouble(swept);
  if (swept.kind === 'stopped') {
    outcome.would_go = swept.would_go;
    Object.assign(outcome, { state: 'stopped', message: removalQuestion(swept.would_go) });
  }
  if (swept.kind === 'done') {
    outcome.would_go = [];
    const now = toInstant(deps.now());
    await deps.enqueue(async () => {
      sqlite.prepare('update connections set swept_at = ? where number = ?').run(now, connection.number);
    });
    isPutBack = false;
    // Whoever wants to have rows there again does not wait for the next run.
    if (options.again.size > 0 && !isOver()) await send();
  }
}

const putBack = 'The server was put back to an earlier state. Everything was compared with it.';

/** Somebody who edits all the time must not keep a run going for ever. */
const mostTurns = 5;
