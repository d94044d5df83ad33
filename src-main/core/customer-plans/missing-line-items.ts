import type { Tx } from '../store/write';
import { commitmentOf } from '../subscriptions/commitment-columns';
import { planPrices } from '../subscriptions/create-subscription';
import { lackedPrices } from '../subscriptions/lacked-prices';
import { insertLineItems, lineItemOf, type NewLineItem, type SubscriptionRow } from '../subscriptions/line-item';
import { itemsOfSubscriptions } from '../subscriptions/sync-line-items';

/** The time that a subscription had; null when it was not there. */
export type FormerTime = { start_date: string; end_date: string | null } | null;

/**
 * Gives subscriptions the line items that they lack for the time they have now, each with the quantity and commitment of
 * the version before it. What was charged in the time they had is left as it was.
 */
export async function addMissingLineItems(tx: Tx, had: ReadonlyMap<string, FormerTime>): Promise<void> {
  const rows = tx.sqlite
    .prepare('select * from subscriptions where id in (select value from json_each(?)) order by number')
    .all(JSON.stringify([...had.keys()])) as SubscriptionRow[];
  const has = tx.sqlite
    .prepare("select price_id from line_items where subscription_id = ? and status = 'published'")
    .pluck();
  const missing: NewLineItem[] = [];
  for (const [plan_id, ofPlan] of Map.groupBy(rows, (row) => row.plan_id)) {
    const prices = await planPrices(tx, plan_id);
    for (const row of ofPlan) {
      const lacked = lackedPrices(row, prices, new Set(has.all(row.id) as string[]), tx.now);
      const held = lacked.some(({ before }) => before) ? await itemsOfSubscriptions(tx, [row.id]) : [];
      for (const { price, before } of lacked) {
        const item = withoutFormer(lineItemOf(row, price), had.get(row.id) ?? null);
        const former = held.findLast(({ price_id }) => price_id === before?.id);
        if (item) missing.push(former ? { ...item, quantity: former.quantity, ...commitmentOf(former) } : item);
      }
    }
  }
  await insertLineItems(tx, missing);
}

/** Of a line item that reaches into the time there was, only what comes after that; null when nothing does. */
function withoutFormer(item: NewLineItem | null, former: FormerTime): NewLineItem | null {
  if (!item || !former) return item;
  const end = former.end_date;
  const isBefore = item.end_date !== null && item.end_date <= former.start_date;
  if (isBefore || (end !== null && end <= item.start_date)) return item;
  return end !== null && (item.end_date === null || item.end_date > end) ? { ...item, start_date: end } : null;
}
