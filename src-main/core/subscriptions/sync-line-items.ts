import { type Selectable, sql } from 'kysely';
import { inList } from '../list/in-list';
import type { PriceRow } from '../prices/price-row';
import { prepared } from '../store/prepared';
import type { LineItemTable } from '../store/schema';
import type { Tx } from '../store/write';
import { usageOfPrices } from '../usage/after-catalog-change';
import { windowsOfPrices } from '../usage/charge-windows';
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
  const moves = movingUsage(tx, [...new Set(items.map(({ price_id }) => price_id))]);
  await insertLineItems(tx, items);
  moves();
}

/** Ends the line items of a price at a moment and continues each with its successor from there. */
export async function moveLineItems(tx: Tx, from: PriceRow, to: PriceRow, at: string): Promise<void> {
  const moves = movingUsage(tx, [from.id, to.id]);
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
  if (ended.length > 0) moves();
}

/** Ends the line items of a terminated price. */
export async function endLineItems(tx: Tx, price_id: string, at: string): Promise<void> {
  const moves = movingUsage(tx, [price_id]);
  const ended = await cutLineItems(tx, price_id, at);
  if (ended.length > 0) moves();
}

/**
 * Gives the line items of prices whose end was set, moved or taken back the time in which both they and their subscription
 * run; one that is left with none becomes empty.
 */
export function retimeLineItems(tx: Tx, price_ids: readonly string[]): void {
  if (price_ids.length === 0) return;
  const { updated_at, updated_by } = tx.touch();
  const moves = movingUsage(tx, price_ids);
  const { changes } = prepared(tx.sqlite, retimeSql).run({ prices: JSON.stringify(price_ids), updated_at, updated_by });
  if (changes > 0) moves();
}

const retimeSql = `
  update line_items set end_date = wanted.end_date, updated_at = @updated_at, updated_by = @updated_by
  from (
    select li.number, case when s.end_date is null and p.end_date is null then null
      else max(min(coalesce(s.end_date, '~'), coalesce(p.end_date, '~')), li.start_date) end as end_date
    from line_items li join subscriptions s on s.id = li.subscription_id join prices p on p.id = li.price_id
    where li.price_id in (select value from json_each(@prices)) and li.status = 'published'
  ) wanted
  where line_items.number = wanted.number and line_items.end_date is not wanted.end_date`;

type HeldItem = Selectable<LineItemTable>;

export interface Succession {
  /** The version before; undefined where there is none any more. */
  from: string | undefined;
  to: PriceRow;
  /** Line items of versions that were taken away for it, oldest first. */
  had?: readonly HeldItem[];
}

/** The line items of prices, oldest first. */
export const itemsOfPrices = (tx: Tx, price_ids: readonly string[]): Promise<HeldItem[]> =>
  publishedItems(tx, 'price_id', price_ids);

/** The line items of subscriptions, oldest first. */
export const itemsOfSubscriptions = (tx: Tx, subscription_ids: readonly string[]): Promise<HeldItem[]> =>
  publishedItems(tx, 'subscription_id', subscription_ids);

const publishedItems = (tx: Tx, key: 'price_id' | 'subscription_id', ids: readonly string[]): Promise<HeldItem[]> =>
  tx.db
    .selectFrom('line_items')
    .selectAll()
    .where(inList(key, ids))
    .where('status', '=', 'published')
    .orderBy('number')
    .execute();

/**
 * Puts versions of prices that came from elsewhere on the subscriptions that have the version before, with its quantity
 * and commitment, and on the live ones that match them otherwise.
 */
export async function continueLineItems(tx: Tx, successions: readonly Succession[]): Promise<void> {
  if (successions.length === 0) return;
  const items = await itemsOfPrices(
    tx,
    successions.flatMap(({ from }) => from ?? []),
  );
  const held = new Map(
    (
      await tx.db
        .selectFrom('subscriptions')
        .selectAll()
        .where(
          inList(
            'id',
            [...items, ...successions.flatMap(({ had = [] }) => had)].map(({ subscription_id }) => subscription_id),
          ),
        )
        .execute()
    ).map((row) => [row.id, row]),
  );
  const live = await liveSubscriptions(
    tx,
    successions.map(({ to }) => to.entity_id),
  );
  const itemsOf = Map.groupBy(items, ({ price_id }) => price_id);
  const added = successions.flatMap(({ from = '', to, had = [] }) => {
    const before = new Map([...(itemsOf.get(from) ?? []), ...had].map((item) => [item.subscription_id, item]));
    const continued = [...before.values()].flatMap((item) => {
      const subscription = held.get(item.subscription_id);
      const next = subscription && lineItemOf(subscription, to);
      return next ? [{ ...next, quantity: item.quantity, ...commitmentOf(item) }] : [];
    });
    const others = live.filter((one) => one.plan_id === to.entity_id && !before.has(one.id) && takes(one, to));
    return [...continued, ...others.flatMap((one) => lineItemOf(one, to) ?? [])];
  });
  const moves = movingUsage(tx, [...new Set(added.map(({ price_id }) => price_id))]);
  await insertLineItems(tx, added);
  moves();
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

/** Takes what prices charge for now; what is answered moves their usage by price once their line items have changed. */
function movingUsage(tx: Tx, price_ids: readonly string[]): () => void {
  const before = windowsOfPrices(tx.sqlite, price_ids);
  return () => {
    if (price_ids.length === 0) return;
    usageOfPrices(tx, price_ids, before);
    tx.changed('subscription');
  };
}
