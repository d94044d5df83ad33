import { limits } from '@shared/limits';
import { type SyncedEntity, syncedEntities } from '@shared/rules/sync/synced-fields';
import { versionOf } from '@shared/v1/encode-answer';
import { prepared } from '../../store/prepared';
import { forgetWritten, lastWritten } from '../outbox/last-written';
import { pageSizeOf } from '../remote/remote-api';
import type { PullContext } from './page';
import { type Pulling, step, takePage, tellProgress } from './pulling';
import { ask, featuresByMeters, newestRow, type RemotePage, rowsByIds } from './remote-lists';

interface FeedChange {
  seq: number;
  entity: string;
  entity_id: string;
  at?: string;
}

interface FeedPage {
  changes: FeedChange[];
  next: number;
  has_more: boolean;
}

/** The change log is not the one that was followed: an older one has been put in its place, as with a backup. */
export class LogPutBack extends Error {}

/**
 * Follows the change log of a server that has one: which rows were edited since, then those rows as they are now. How far
 * it has come is kept in the transaction of the last rows of a page, so that whatever is interrupted is asked for again.
 * Throws LogPutBack when the log has been replaced.
 */
export async function pullByFeed(pulling: Pulling, since: number): Promise<void> {
  const { api, connection, deps } = pulling;
  let mark = readMark(deps.store.sqlite, connection.number);
  const written = lastWritten(deps.store.sqlite, connection.number);
  for (let from = since; ; ) {
    // The change that was the last one then has to be there still.
    const isKnown = from > 0;
    const limit = Math.min(limits.changes_per_page, pageSizeOf(api) + (isKnown ? 1 : 0));
    const path = `/changes?since=${isKnown ? from - 1 : 0}&limit=${limit}`;
    const page = (await ask(api, { method: 'GET', path })) as FeedPage;
    const [known] = page.changes;
    // A log that has grown past it since has another change in its place.
    const isOther = known && mark?.startsWith(`${from} `) && markOf(known) !== mark;
    if (isKnown && (known?.seq !== from || isOther)) throw new LogPutBack();
    // What was written since has to be in it, too.
    const isWrittenHere = written && written.seq > from && (written.seq <= page.next || !page.has_more);
    const isOfWrite = ({ seq, entity_id }: FeedChange) => seq === written?.seq && entity_id === written.remote_id;
    if (isKnown && isWrittenHere && !page.changes.some(isOfWrite)) throw new LogPutBack();
    const newest = page.changes.at(-1);
    const isNewMark = newest !== undefined && markOf(newest) !== mark;
    if (newest) mark = markOf(newest);
    const { next, has_more } = page;
    const changes = page.changes.filter(({ seq }) => seq > from);
    const pages: [SyncedEntity, RemotePage][] = [];
    for (const entity of syncedEntities) {
      const page = await changedRows(pulling, entity, changes);
      if (page.ids.length > 0) pages.push([entity, page]);
    }
    const keep = (context: PullContext) => keepFeedPoint(context, { next, mark });
    for (const [at, [entity, page]] of pages.entries()) {
      await takePage(pulling, entity, page, at === pages.length - 1 ? keep : undefined);
      tellProgress(pulling, page.ids.length, null);
    }
    if (pages.length === 0 && (next !== from || isNewMark)) await step(pulling, async (context) => keep(context));
    if (!has_more) return;
    from = next;
  }
}

async function changedRows(pulling: Pulling, entity: SyncedEntity, changes: FeedPage['changes']): Promise<RemotePage> {
  const { api } = pulling;
  const page = await rowsByIds(api, entity, unseenIds(pulling, entity, changes));
  const meters = entity === 'feature' ? [...lastChanges('meter', changes).keys()] : [];
  if (meters.length === 0) return page;
  const measured = await featuresByMeters(api, meters);
  return {
    rows: [...page.rows, ...measured.rows],
    skipped: page.skipped,
    ids: [...page.ids, ...measured.ids],
    total: null,
  };
}

/** The number of the last change of each row of a kind. */
function lastChanges(entity: string, changes: FeedPage['changes']): Map<string, number> {
  const last = new Map<string, number>();
  for (const change of changes) if (change.entity === entity) last.set(change.entity_id, change.seq);
  return last;
}

/** The rows that have changed since they were taken over or sent: the log tells of what we wrote ourselves, too. */
function unseenIds({ deps, connection }: Pulling, entity: SyncedEntity, changes: FeedPage['changes']): string[] {
  const last = lastChanges(entity, changes);
  const known = prepared(deps.store.sqlite, etagsSql)
    .raw()
    .all(connection.number, entity, JSON.stringify([...last.keys()])) as [string, string][];
  for (const [remote_id, etag] of known) {
    const seen = versionOf(etag);
    if (seen !== null && seen >= (last.get(remote_id) ?? 0)) last.delete(remote_id);
  }
  return [...last.keys()];
}

const etagsSql = `select remote_id, etag from synced_rows
  where connection = ? and entity = ? and etag is not null and remote_id in (select value from json_each(?))`;

/** Begins to follow the log there. */
export const startFeedAt = (context: PullContext, point: FeedPoint): void => {
  keepFeedPoint(context, point);
  forgetWritten(context.tx.sqlite, context.connection.number);
};

/** Keeps how far the log was followed, and the change there, by which it is known again; null where none was seen. */
const keepFeedPoint = ({ tx, connection }: PullContext, { next, mark }: FeedPoint): void => {
  prepared(tx.sqlite, 'update connections set feed_next = ? where number = ?').run(next, connection.number);
  prepared(tx.sqlite, forgetMarkSql).run(connection.number);
  if (mark !== null) prepared(tx.sqlite, keepMarkSql).run(connection.number, mark);
};

const markOf = ({ seq, entity_id, at = '' }: FeedChange): string => `${seq} ${entity_id} ${at}`;
const readMark = (sqlite: Parameters<typeof prepared>[0], connection: number): string | null =>
  (prepared(sqlite, readMarkSql).pluck().get(connection) as string | undefined) ?? null;

const ofMark = "connection = ? and entity = 'feed'";
const readMarkSql = `select watermark from sync_cursors where ${ofMark}`;
const forgetMarkSql = `delete from sync_cursors where ${ofMark}`;
const keepMarkSql = "insert into sync_cursors (connection, entity, watermark) values (?, 'feed', ?)";

/** Where the change log stands: its last change, and by what that is known again; null where it was not seen. */
export interface FeedPoint {
  next: number;
  mark: string | null;
}

/**
 * A point of the change log that everything listed from now on already has: the newest version among the rows that were
 * changed last. Taken before the first listing, so that nothing in between is missed.
 */
export async function feedPoint({ api }: Pulling): Promise<FeedPoint> {
  const rows = await Promise.all(syncedEntities.map((entity) => newestRow(api, entity)));
  const versions = rows.map((row) => versionOf(String((row as { etag?: unknown } | null)?.etag ?? '')) ?? 0);
  const next = Math.max(0, ...versions);
  if (next === 0) return { next, mark: null };
  // A backup may be put back before the log is followed from here on: by its number alone the change is not known again.
  const page = (await ask(api, { method: 'GET', path: `/changes?since=${next - 1}&limit=1` })) as FeedPage;
  const [last] = page.changes;
  return { next, mark: last?.seq === next ? markOf(last) : null };
}
