import { toInstant } from '@shared/instant';
import type { Deps } from '../../deps';
import { prepared } from '../../store/prepared';
import type { ConnectionRow } from '../connections/active-connection';
import { lanesInOrder } from '../outbox/next-line';
import type { LineKey } from '../outbox/outbox-line';
import type { RemoteApi } from '../remote/remote-api';
import { groupedWrites } from './grouped-writes';
import type { PushContext, PushOptions, PushOutcome } from './push-context';
import { giveBack, pushLine, takeLine } from './push-line';

/** Lines that are under way at the same time; a server that serves others too is not to be flooded. */
const atOnce = 4;

/**
 * Sends what the server lacks, a few lines side by side, and settles each answer in one transaction; nothing of the network
 * happens within one. Ends at the first sign of a server in trouble; a line that is declined fails alone. Never repeats a write
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
    needs_sweep: false,
    stopped: null,
    next_at: null,
  };
  const context: PushContext = {
    deps,
    connection,
    api,
    options,
    outcome,
    inWrite: groupedWrites(deps, connection.environment_id),
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
  const stages = await context.inTurn(async () => lanesInOrder(at, toInstant(deps.now()), options.only));
  const before = outcome.settled;
  const total = stages.flat(2).length;
  let done = 0;
  const tell = () => {
    options.onProgress?.({ done, total });
    done += 1;
  };
  for (const lanes of stages) {
    await pushLanes(context, lanes, tell);
    if (outcome.stopped) return false;
  }
  return outcome.settled > before;
}

function* keysOf(lanes: Iterable<LineKey[]>): Generator<LineKey, undefined> {
  for (const lane of lanes) yield* lane;
}

/** Sends lanes side by side, the lines of each one after another. */
async function pushLanes(context: PushContext, lanes: readonly LineKey[][], tell: () => void): Promise<void> {
  const { options, outcome } = context;
  const queue = lanes.values();
  let isBroken = false;
  const isOver = () => {
    if (options.signal?.aborted) outcome.stopped ??= { because: 'cancelled' };
    return isBroken || outcome.stopped !== null;
  };
  const work = async () => {
    const keys = keysOf(queue);
    const takeNext = () => {
      const { value: key } = isOver() ? { value: undefined } : keys.next();
      if (!key) return null;
      tell();
      return takeLine(context, key);
    };
    let next = takeNext();
    // Claimed with the commit of what comes before it.
    const onSettling = () => {
      next ??= takeNext();
    };
    while (next) {
      const line = next;
      next = null;
      await line.turn;
      if (isOver()) return giveBack(context, line);
      await pushLine({ ...context, onSettling }, line);
      next ??= takeNext();
    }
  };
  const workers = Array.from({ length: Math.min(atOnce, lanes.length) }, () =>
    work().catch((error: unknown) => {
      isBroken = true;
      throw error;
    }),
  );
  // What is on its way beside one that broke is settled first.
  await Promise.allSettled(workers);
  await Promise.all(workers);
}

function nextPauseEnd({ store: { sqlite }, now }: Deps, { number }: ConnectionRow): string | null {
  const sql = `select min(not_before) from outbox where connection = ? and not_before > ?
    and is_held = 0 and state in ('ready', 'uncertain')`;
  return prepared(sqlite, sql).pluck().get(number, toInstant(now())) as string | null;
}
