import { featureCreate } from '@shared/entities/feature';
import type { Snapshot } from '@shared/rules/sync/synced-fields';
import { createFeature } from '../../features/create-feature';
import { prepared } from '../../store/prepared';
import { itemsOfPrices } from '../../subscriptions/sync-line-items';
import { parseInput } from '../local/edit-row';
import { newPrice } from '../local/new-price';
import { requireSnapshot, setFields } from '../local/set-fields';
import { idMap } from '../remote/id-map';
import { withdrawRow } from '../withdraw/withdraw-row';
import type { Resolving } from './resolving';
import { follow, versionsFrom } from './unsent-versions';

/**
 * Makes a metered feature anew with a meter of its own, after the one that is gone there was archived here with its meter:
 * an archived meter counts nothing more, on any server. What charges by it goes on with the new one.
 */
export async function recreateFeature(resolving: Resolving, mine: Snapshot): Promise<void> {
  const { tx, conflict } = resolving;
  const meter = prepared(tx.sqlite, 'select meter_id from features where id = ?').pluck().get(conflict.id) as string;
  const { status: _status, ...own } = mine;
  const { meter_id } = await createFeature(tx, parseInput(featureCreate, own));
  if (!meter_id) return;
  const roots = prepared(tx.sqlite, chargingSql).pluck().all({ meter, now: tx.now }) as string[];
  for (const root of roots) await moveCharge(resolving, root, meter_id);
}

const chargingSql = `select distinct coalesce(parent_price_id, id) from prices
  where meter_id = @meter and (end_date is null or end_date > @now)`;

/** The meter of a price never changes: what the server has of it ends now, and goes on as a new price with its versions. */
async function moveCharge({ tx, connection }: Resolving, root: string, meter_id: string): Promise<void> {
  const map = idMap(tx.sqlite, connection.number);
  const versions = prepared(tx.sqlite, versionsSql).pluck().all({ root }) as string[];
  const sent = versions.findLast((id) => map.byLocal('price', id) !== undefined);
  const unsent = versions[sent === undefined ? 0 : versions.indexOf(sent) + 1];
  let left = unsent === undefined ? [] : await versionsFrom(tx, unsent);
  const had = await itemsOfPrices(tx, versions.slice(sent === undefined ? 0 : versions.indexOf(sent) + 1));
  if (unsent !== undefined) await withdrawRow(tx, 'price', unsent);
  const last = sent === undefined ? undefined : await requireSnapshot(tx, 'price', sent);
  let from = last;
  if (last && sent !== undefined) {
    if (last.end_date !== null && String(last.end_date) <= tx.now) return;
    const start_date = String(last.start_date) > tx.now ? last.start_date : tx.now;
    await setFields(tx, { connection, entity: 'price', id: sent }, { end_date: start_date });
    from = { ...last, start_date };
  } else {
    from = left[0];
    left = left.slice(1);
    // The version after it ends it again.
    if (from && left.length > 0) from = { ...from, end_date: null };
  }
  if (!from) return;
  let on = await newPrice(tx, { ...from, meter_id }, { continues: sent, had });
  for (const version of left) {
    on = await follow(tx, on, version, from);
    from = version;
  }
}

const versionsSql = `select id from prices where id = @root or parent_price_id = @root order by start_date, end_date is null, end_date, number`;
