import type { Assignment } from '@shared/entities/customer-plan';
import type { ChangedRow, Tx } from '../store/write';
import { livePlanPrices } from '../subscriptions/create-subscription';
import { insertLineItems, lineItemOf, type SubscriptionRow, takes } from '../subscriptions/line-item';

export interface Retimed {
  subscription_id: string;
  from: Assignment;
  to: Assignment;
}

/**
 * Gives subscriptions another start and end, and their line items the part of it in which their prices run: one that is
 * left with none becomes empty rather than going, so that it is back when the dates are. A cancelled one that gets an
 * end runs again up to it. The usage that is priced by them is left to follow.
 */
export async function retimeSubscriptions(tx: Tx, retimed: readonly Retimed[]): Promise<void> {
  if (retimed.length === 0) return;
  const { sqlite } = tx;
  const { updated_at, updated_by } = tx.touch();
  const retime = sqlite.prepare(`
    update subscriptions set start_date = @start_date, end_date = @end_date, cancelled_at = null,
      subscription_status = iif(subscription_status = 'cancelled', 'active', subscription_status),
      updated_at = @updated_at, updated_by = @updated_by
    where id = @id`);
  for (const { subscription_id: id, to } of retimed) {
    retime.run({ id, start_date: to.start_date, end_date: to.end_date, updated_at, updated_by });
  }
  await retimeLinesOf(
    tx,
    retimed.map(({ subscription_id }) => subscription_id),
  );
  await tx.recordMany('subscription', 'update', retimed.map(changeOf));
}

/** Gives the line items of subscriptions the time in which both they and their prices run, and those they lack. */
export async function retimeLinesOf(tx: Tx, subscription_ids: readonly string[]): Promise<void> {
  const ids = JSON.stringify(subscription_ids);
  const { updated_at, updated_by } = tx.touch();
  tx.sqlite
    .prepare(`
      update line_items set
        start_date = max(s.start_date, p.start_date),
        end_date = case when s.end_date is null and p.end_date is null then null
          else max(min(coalesce(s.end_date, '~'), coalesce(p.end_date, '~')), s.start_date, p.start_date) end,
        updated_at = ?, updated_by = ?
      from subscriptions s, prices p
      where s.id in (select value from json_each(?)) and line_items.subscription_id = s.id
        and p.id = line_items.price_id and line_items.status = 'published'`)
    .run(updated_at, updated_by, ids);
  await addMissingLineItems(tx, ids);
}

function changeOf({ subscription_id, from, to }: Retimed): ChangedRow {
  return {
    id: subscription_id,
    fields: {
      ...(from.start_date !== to.start_date && { start_date: { from: from.start_date, to: to.start_date } }),
      ...(from.end_date !== to.end_date && { end_date: { from: from.end_date, to: to.end_date } }),
    },
  };
}

/** Live prices that ran in no part of the old time may run in the new one. */
async function addMissingLineItems(tx: Tx, ids: string): Promise<void> {
  const rows = tx.sqlite
    .prepare('select * from subscriptions where id in (select value from json_each(?)) order by number')
    .all(ids) as SubscriptionRow[];
  const has = tx.sqlite
    .prepare("select price_id from line_items where subscription_id = ? and status = 'published'")
    .pluck();
  for (const [plan_id, ofPlan] of Map.groupBy(rows, (row) => row.plan_id)) {
    const prices = await livePlanPrices(tx, plan_id);
    const missing = ofPlan.flatMap((row) => {
      const present = new Set(has.all(row.id));
      return prices
        .filter((price) => !present.has(price.id) && takes(row, price))
        .flatMap((price) => lineItemOf(row, price) ?? []);
    });
    await insertLineItems(tx, missing);
  }
}
