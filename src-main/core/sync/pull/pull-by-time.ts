import { toInstant } from '@shared/instant';
import type { SyncedEntity } from '@shared/rules/sync/synced-fields';
import { prepared } from '../../store/prepared';
import type { PullContext } from './page';
import { type Pulling, retry, step, takePage, tellProgress } from './pulling';
import { pagesOf } from './remote-lists';

/** A slow transaction of the server may commit an older timestamp late. */
const overlapMs = 120_000;

/**
 * Takes over the rows of a kind that were changed on the server since the last time, told by its own timestamps: all of
 * them the first time. How far it has come is kept with every page.
 */
export async function pullByTime(pulling: Pulling, entity: SyncedEntity): Promise<void> {
  const { deps, connection } = pulling;
  const watermark = readWatermark(deps.store.sqlite, connection.number, entity);
  const after = watermark === null ? null : toInstant(Date.parse(watermark) - overlapMs);
  // Archived plans are listed only when asked for; nothing between the two lists may be missed.
  const hasSecondList = entity === 'plan';
  const newest = await takeList(pulling, { entity, after }, !hasSecondList);
  if (hasSecondList) {
    const ofArchived = await takeList(pulling, { entity, after, status: 'archived' }, false);
    const reached = newest ?? ofArchived;
    if (reached !== null) await step(pulling, async (context) => keepWatermark(context, entity, reached));
  }
  await retry(pulling, entity);
}

/** Answers the newest timestamp seen; null when nothing came. */
async function takeList(
  pulling: Pulling,
  listing: { entity: SyncedEntity; after: string | null; status?: 'archived' },
  keeps: boolean,
): Promise<string | null> {
  const { entity, after } = listing;
  let newest: string | null = null;
  let total: number | null = null;
  for await (const page of pagesOf(pulling.api, { ...listing, by: 'updated_at' })) {
    if (page.ids.length === 0) continue;
    for (const { updated_at } of page.rows) if (updated_at !== null && updated_at > (newest ?? '')) newest = updated_at;
    const reached = newest;
    await takePage(pulling, entity, page, (context) => {
      if (keeps && reached !== null) keepWatermark(context, entity, reached);
    });
    if (after === null) total ??= page.total;
    tellProgress(pulling, page.ids.length, total);
  }
  return newest;
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
