import { limits } from '@shared/limits';
import { type SyncedEntity, syncedEntities } from '@shared/rules/sync/synced-fields';
import { versionOf } from '@shared/v1/encode-answer';
import { prepared } from '../../store/prepared';
import { pageSizeOf } from '../remote/remote-api';
import type { PullContext } from './page';
import { type Pulling, step, takePage, tellProgress } from './pulling';
import { ask, featuresByMeters, newestRow, type RemotePage, rowsByIds } from './remote-lists';

interface FeedPage {
  changes: { entity: string; entity_id: string }[];
  next: number;
  has_more: boolean;
}

/**
 * Follows the change log of a server that has one: which rows were edited since, then those rows as they are now. How far
 * it has come is kept in the transaction of the last rows of a page, so that whatever is interrupted is asked for again.
 */
export async function pullByFeed(pulling: Pulling, since: number): Promise<void> {
  const { api } = pulling;
  for (let from = since; ; ) {
    const path = `/changes?since=${from}&limit=${Math.min(limits.changes_per_page, pageSizeOf(api))}`;
    const { changes, next, has_more } = (await ask(api, { method: 'GET', path })) as FeedPage;
    const pages: [SyncedEntity, RemotePage][] = [];
    for (const entity of syncedEntities) {
      const page = await changedRows(pulling, entity, changes);
      if (page.ids.length > 0) pages.push([entity, page]);
    }
    const keep = (context: PullContext) => keepFeedPoint(context, next);
    for (const [at, [entity, page]] of pages.entries()) {
      await takePage(pulling, entity, page, at === pages.length - 1 ? keep : undefined);
      tellProgress(pulling, page.ids.length, null);
    }
    if (pages.length === 0 && next !== from) await step(pulling, async (context) => keep(context));
    if (!has_more) return;
    from = next;
  }
}

async function changedRows({ api }: Pulling, entity: SyncedEntity, changes: FeedPage['changes']): Promise<RemotePage> {
  const idsOf = (kind: string) => [
    ...new Set(changes.flatMap((change) => (change.entity === kind ? [change.entity_id] : []))),
  ];
  const page = await rowsByIds(api, entity, idsOf(entity));
  const meters = entity === 'feature' ? idsOf('meter') : [];
  if (meters.length === 0) return page;
  const measured = await featuresByMeters(api, meters);
  return {
    rows: [...page.rows, ...measured.rows],
    skipped: page.skipped,
    ids: [...page.ids, ...measured.ids],
    total: null,
  };
}

export const keepFeedPoint = ({ tx, connection }: PullContext, next: number): void => {
  prepared(tx.sqlite, 'update connections set feed_next = ? where number = ?').run(next, connection.number);
};

/**
 * A point of the change log that everything listed from now on already has: the newest version among the rows that were
 * changed last. Taken before the first listing, so that nothing in between is missed.
 */
export async function feedPoint({ api }: Pulling): Promise<number> {
  let newest = 0;
  for (const entity of syncedEntities) {
    const row = (await newestRow(api, entity)) as { etag?: unknown } | null;
    if (row) newest = Math.max(newest, versionOf(String(row.etag ?? '')) ?? 0);
  }
  return newest;
}
