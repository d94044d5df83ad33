import type { Deps } from '../../deps';
import { prepared } from '../../store/prepared';
import { type ConnectionRow, extensionsOf } from '../connections/active-connection';
import type { RemoteApi, RemoteReply } from '../remote/remote-api';
import { feedPoint, LogPutBack, pullByFeed, startFeedAt } from './pull-by-feed';
import { pullByTime } from './pull-by-time';
import { Cancelled, type Pulling, type PullOptions, retryWaiting, startPulling, step } from './pulling';
import { RemoteFailure } from './remote-lists';

export type PullOutcome = { received: number; conflicts: number; skipped: number; pages: number } & (
  | { kind: 'done' }
  | { kind: 'cancelled' }
  /** A backup was put back on the server: everything has to be compared with it before anything else. */
  | { kind: 'put_back' }
  /** What the server answered to the request that ended it; everything before it is kept. */
  | { kind: 'failed'; reply: Exclude<RemoteReply, { kind: 'ok' }> }
);

/**
 * Takes over what was changed on the server since the last time, everything the first time: parents before what refers to
 * them, a page per transaction, the network outside of it. Interrupted anywhere, the next pull goes on from there.
 */
export async function pullChanges(
  deps: Deps,
  connection: ConnectionRow,
  api: RemoteApi,
  options: PullOptions = {},
): Promise<PullOutcome> {
  return outcomeOf(startPulling(deps, connection, api, options), async (pulling) => {
    const sql = 'select feed_next from connections where number = ?';
    const feed_next = prepared(deps.store.sqlite, sql).pluck().get(connection.number) as number | null;
    const hasFeed = extensionsOf(connection).has('change_feed');
    if (hasFeed && feed_next !== null) await pullByFeed(pulling, feed_next);
    else {
      const point = hasFeed ? await feedPoint(pulling) : null;
      await pullByTime(pulling);
      if (point !== null) {
        await step(pulling, async (context) => startFeedAt(context, point));
        await pullByFeed(pulling, point.next);
      }
    }
    await retryWaiting(pulling);
  });
}

/** What became of a pull, whatever ended it; only failures of our own are thrown. */
export async function outcomeOf(pulling: Pulling, run: (pulling: Pulling) => Promise<void>): Promise<PullOutcome> {
  const told = () => {
    const { received, conflicts, skipped, pages } = pulling.counts;
    return { received, conflicts, skipped, pages };
  };
  try {
    await run(pulling);
    return { kind: 'done', ...told() };
  } catch (error) {
    if (error instanceof Cancelled || pulling.options.signal?.aborted) return { kind: 'cancelled', ...told() };
    if (error instanceof LogPutBack) return { kind: 'put_back', ...told() };
    if (error instanceof RemoteFailure) return { kind: 'failed', reply: error.reply, ...told() };
    throw error;
  } finally {
    pulling.told.flush();
    await pulling.checkpoints?.end();
  }
}
