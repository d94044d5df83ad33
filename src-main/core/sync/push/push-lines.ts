import { toInstant } from '@shared/instant';
import type { Deps } from '../../deps';
import { write } from '../../store/write';
import type { ConnectionRow } from '../connections/active-connection';
import { linesInOrder } from '../outbox/next-line';
import type { RemoteApi } from '../remote/remote-api';
import type { PushContext, PushOptions, PushOutcome } from './push-context';
import { pushLine } from './push-line';

/**
 * Sends what the server lacks, line by line, and settles each answer in one transaction; nothing of the network happens
 * within one. Ends at the first sign of a server in trouble; a line that is declined fails alone. Never repeats a write
 * whose fate is unknown: what became of it is looked for first. Never throws for what a server does.
 */
export async function pushLines(
  deps: Deps,
  connection: ConnectionRow,
  api: RemoteApi,
  options: PushOptions = {},
): Promise<PushOutcome> {
  const outcome: PushOutcome = {
    sent: 0,
    settled: 0,
    failed: 0,
    conflicts: 0,
    needs_pull: false,
    stopped: null,
    next_at: null,
  };
  const { environment_id } = connection;
  const context: PushContext = {
    deps,
    connection,
    api,
    options,
    outcome,
    inWrite: (run) => deps.enqueue(() => write(deps, { environment_id, caller: 'sync' }, run)),
    inTurn: (read) => deps.enqueue(read),
  };
  // Again while lines get their turn by what went before them.
  while (!outcome.stopped && (await pushOnce(context))) {}
  outcome.next_at = await context.inTurn(async () => nextPauseEnd(deps, connection));
  return outcome;
}

/** Each line has its turn; whether any was settled. */
async function pushOnce(context: PushContext): Promise<boolean> {
  const { deps, connection, options, outcome } = context;
  const { db, sqlite } = deps.store;
  const at = { db, sqlite, connection };
  const keys = await context.inTurn(async () => linesInOrder(at, toInstant(deps.now()), options.only));
  const before = outcome.settled;
  for (const [done, key] of keys.entries()) {
    if (options.signal?.aborted) outcome.stopped = { because: 'cancelled' };
    if (outcome.stopped) return false;
    options.onProgress?.({ done, total: keys.length });
    await pushLine(context, key);
  }
  return outcome.settled > before;
}

function nextPauseEnd({ store: { sqlite }, now }: Deps, { number }: ConnectionRow): string | null {
  const sql = `select min(not_before) from outbox where connection = ? and not_before > ?
    and is_held = 0 and state in ('ready', 'uncertain')`;
  return sqlite.prepare(sql).pluck().get(number, toInstant(now())) as string | null;
}
