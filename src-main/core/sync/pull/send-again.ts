import type { ConflictKind } from '@shared/entities/sync';
import type { SyncedEntity } from '@shared/rules/sync/synced-fields';
import { prepared } from '../../store/prepared';
import { closeConflict } from '../conflicts/close-conflict';
import { forgetOperation } from '../conflicts/resolving';
import { setFields } from '../local/set-fields';
import { deriveOutbox } from '../outbox/derive-outbox';
import { meterIdOf } from '../outbox/plan-requests';
import { priceChains } from '../outbox/price-chains';
import { findMeters } from '../remote/find-remote';
import { forgetThere } from '../remote/forget-there';
import type { LinkedRow } from './gone-rows';
import type { PullContext } from './page';
import { type Pulling, step } from './pulling';
import { RemoteFailure } from './remote-lists';

/**
 * Rows that are proved to be gone from the server are new to it from now on, with what it has lost with them: it is made
 * there again as it is here, by the same ways as everything else that is pending. `seen`: the ids of the rows of the kind
 * that the server has.
 */
export async function sendAgain(
  pulling: Pulling,
  entity: SyncedEntity,
  gone: readonly LinkedRow[],
  seen: ReadonlySet<string>,
): Promise<void> {
  if (gone.length === 0) return;
  const meters = entity === 'feature' || entity === 'price' ? await metersThere(pulling) : null;
  await step(pulling, async (context) => {
    const { tx, connection, map } = context;
    const rows = gone.map(({ local_id }) => local_id);
    const prices: string[] = [];
    for (const id of rows) {
      await letGo(context, entity, id);
      if (meters) forgetMeter(context, entity, id, meters);
      prices.push(...forgetThere(tx, connection.number, { entity, id }));
    }
    if (entity === 'plan') {
      // With what others made of them: it is lost, too.
      for (const id of prices) await letGo(context, 'price', id, ['versioned_there']);
    }
    if (entity === 'price') {
      // A version follows another there: it is made anew with those before it that went too, and new terms follow them.
      for (const id of priceChains(tx.sqlite, connection.number, rows).keys()) {
        const remote_id = map.remoteId('price', id);
        if (remote_id === undefined) await letGo(context, 'price', id, ['gone_there', 'versioned_there']);
        else if (!seen.has(remote_id)) map.drop('price', id);
      }
      for (const id of rows) await endBefore(context, id);
    }
    const touched = new Map([[entity, new Set(rows)]]);
    if (entity !== 'price') touched.set('price', new Set(prices));
    await deriveOutbox({ ...tx, connection }, touched);
    tx.changed('sync');
  });
}

/** What was asked about the row there, or was on its way to it, does not matter any more. */
async function letGo(
  { tx, connection }: PullContext,
  entity: SyncedEntity,
  id: string,
  kinds?: readonly ConflictKind[],
): Promise<void> {
  forgetOperation({ tx, connection, conflict: { entity, id } });
  await closeConflict(tx, connection, { entity, id, ...(kinds && { kinds }) });
}

/** Whoever wants terms there again takes back that the price before them goes on: it would be charged by both. */
async function endBefore({ tx, connection }: PullContext, id: string): Promise<void> {
  const before = prepared(tx.sqlite, beforeSql).get(id) as { id: string; end_date: string } | undefined;
  if (before) await setFields(tx, { connection, entity: 'price', id: before.id }, { end_date: before.end_date });
}

const beforeSql = `
  select before.id, this.start_date as end_date from prices this join prices before
    on coalesce(before.parent_price_id, before.id) = this.parent_price_id
  where this.id = ? and before.id <> this.id and before.start_date < this.start_date
    and (before.end_date is null or before.end_date > this.start_date)
  order by before.start_date desc limit 1`;

function forgetMeter({ tx, map }: PullContext, entity: SyncedEntity, id: string, there: ReadonlySet<string>): void {
  const meter_id = meterIdOf(tx.sqlite, { entity, id });
  const remote_id = map.remoteId('meter', meter_id);
  if (meter_id !== null && remote_id !== undefined && !there.has(remote_id)) map.drop('meter', meter_id);
}

async function metersThere({ api }: Pulling): Promise<ReadonlySet<string>> {
  const meters = await findMeters(api);
  if ('trouble' in meters) throw new RemoteFailure(meters.trouble);
  return new Set(meters.found.map(({ remote_id }) => remote_id));
}
