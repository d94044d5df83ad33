import { toInstant } from '@shared/instant';
import { type SyncedEntity, syncedEntities } from '@shared/rules/sync/synced-fields';
import { prepared } from '../../store/prepared';
import { type ListedPage, type Listing, pagesOf } from './listed-pages';
import type { PullContext } from './page';
import { type Pulling, retry, step, takePage, tellProgress } from './pulling';

/** A slow transaction of the server may commit an older timestamp late. */
const overlapMs = 120_000;

/** How far a list has come. */
interface Reached {
  /** The newest timestamp seen; null when nothing came. */
  newest: string | null;
  total: number | null;
}

/**
 * Takes over the rows that were changed on the server since the last time, told by its own timestamps: all of them the
 * first time. Kind by kind, parents before what refers to them; how far it has come is kept with every page.
 */
export async function pullByTime(pulling: Pulling): Promise<void> {
  const listings = syncedEntities.flatMap((entity) => listingsOf(pulling, entity));
  let reached: Reached = { newest: null, total: null };
  let newestPublished: string | null = null;
  for await (const listed of pagesOf(pulling.api, listings)) {
    const { entity, status } = listed.listing;
    await takeListed(pulling, listed, reached);
    if (!listed.isLast) continue;
    const { newest } = reached;
    reached = { newest: null, total: null };
    if (entity === 'plan' && status !== 'archived') {
      newestPublished = newest;
      continue;
    }
    const last = status === 'archived' ? (newestPublished ?? newest) : null;
    if (last !== null) await step(pulling, async (context) => keepWatermark(context, entity, last));
    await retry(pulling, entity);
  }
}

/** Archived plans are listed only when asked for. */
function listingsOf({ deps, connection }: Pulling, entity: SyncedEntity): Listing[] {
  const watermark = readWatermark(deps.store.sqlite, connection.number, entity);
  const after = watermark === null ? null : toInstant(Date.parse(watermark) - overlapMs);
  const listing: Listing = { entity, by: 'updated_at', after };
  return entity === 'plan' ? [listing, { ...listing, status: 'archived' }] : [listing];
}

async function takeListed(pulling: Pulling, { listing, page }: ListedPage, reached: Reached): Promise<void> {
  const { entity, after } = listing;
  if (page.ids.length === 0) return;
  for (const { updated_at } of page.rows) {
    if (updated_at !== null && updated_at > (reached.newest ?? '')) reached.newest = updated_at;
  }
  const { newest } = reached;
  await takePage(pulling, entity, page, (context) => {
    // Nothing between the two lists of plans may be missed: theirs is kept after both.
    if (entity !== 'plan' && newest !== null) keepWatermark(context, entity, newest);
  });
  if (after === null) reached.total ??= page.total;
  tellProgress(pulling, page.ids.length, reached.total);
}

const readWatermark = (sqlite: Parameters<typeof prepared>[0], connection: number, entity: SyncedEntity) =>
  (prepared(sqlite, 'select watermark from sync_cursors where connection = ? and entity = ?')
    .pluck()
    .get(connection, entity) as string | undefined) ?? null;

/** It only ever moves on. */
const keepWatermark = ({ tx, connection }: PullContext, entity: SyncedEntity, watermark: string): void => {
  prepared(
    tx.sqlite,
    `insert into sync_cursors (connection, entity, watermark) values (?, ?, ?)
     on conflict (connection, entity) do update set watermark = max(watermark, excluded.watermark)`,
  ).run(connection.number, entity, watermark);
};
