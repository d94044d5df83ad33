import { type Selectable, sql } from 'kysely';
import { inList } from '../list/in-list';
import type { PriceRow } from '../prices/price-row';
import type { LineItemTable } from '../store/schema';
import type { Tx } from '../store/write';
import { usageOfPrices } from '../usage/after-catalog-change';
import { commitmentOf } from './commitment-columns';
import { insertLineItems, lineItemOf, type SubscriptionRow, takes } from './line-item';

/**
 * Subscriptions follow their plan at once: what plan-to-subscription sync does on the wire (wire contract 4.6) happens
 * here inside the edit that causes it, and the usage by price is rebuilt with it.
 */

/** Puts new plan prices on the live subscriptions they match. */
export async function addLineItemsOf(tx: Tx, prices: readonly PriceRow[]): Promise<void> {
  const subscriptions = await liveSubscriptions(
    tx,
    prices.map((price) => price.entity_id),
  );
  const items = prices.flatMap((price) =>
    subscriptions
      .filter((subscription) => subscription.plan_id === price.entity_id && takes(subscription, price))
      .flatMap((subscription) => lineItemOf(subscription, price) ?? []),
  );
  await insertLineItems(tx, items);
  finish(tx, [...new Set(items.map(({ price_id }) => price_id))]);
}

/** Ends the line items of a price at a moment and continues each with its successor from there. */
export async function moveLineItems(tx: Tx, from: PriceRow, to: PriceRow, at: string): Promise<void> {
  const ended = await cutLineItems(tx, from.id, at);
  const moved = ended
    .map((item) => ({ ...item, start_date: later(at, item.start_date) }))
    .filter(({ start_date, end_date }) => end_date === null || end_date > start_date)
    .map((item) => {
      const { subscription_id, customer_id, plan_id, quantity, start_date, end_date } = item;
      const { id: price_id, meter_id, display_name } = to;
      return {
        subscription_id,
        customer_id,
        plan_id,
        price_id,
        meter_id,
        display_name,
        quantity,
        start_date,
        end_date,
        ...commitmentOf(item),
      };
    });
  await insertLineItems(tx, moved);
  if (ended.length > 0) finish(tx, [from.id, to.id]);
}

/** Ends the line items of a terminated price. */
export async function endLineItems(tx: Tx, price_id: string, at: string): Promise<void> {
  const ended = await cutLineItems(tx, price_id, at);
  if (ended.length > 0) finish(tx, [price_id]);
}

/** Ends what is still open at a moment; one that starts later ends as it starts. Answers the rows as they were. */
async function cutLineItems(tx: Tx, price_id: string, at: string): Promise<Selectable<LineItemTable>[]> {
  const open = await tx.db
    .selectFrom('line_items')
    .selectAll()
    .where('price_id', '=', price_id)
    .where('status', '=', 'published')
    .where(({ eb, or }) => or([eb('end_date', 'is', null), eb('end_date', '>', at)]))
    .execute();
  await tx.db
    .updateTable('line_items')
    .set({ end_date: sql<string>`max(start_date, ${at})`, ...tx.touch() })
    .where(
      inList(
        'id',
        open.map(({ id }) => id),
      ),
    )
    .execute();
  return open;
}

const later = (a: string, b: string) => (a > b ? a : b);

/** Subscriptions of these plans that are not cancelled. */
const liveSubscriptions = (tx: Tx, plan_ids: readonly string[]): Promise<SubscriptionRow[]> =>
  tx.db
    .selectFrom('subscriptions')
    .selectAll()
    .where(inList('plan_id', [...new Set(plan_ids)]))
    .where('status', '=', 'published')
    .where('subscription_status', '<>', 'cancelled')
    .execute();

function finish(tx: Tx, price_ids: readonly string[]): void {
  if (price_ids.length === 0) return;
  usageOfPrices(tx, price_ids);
  tx.changed('subscription');
}
