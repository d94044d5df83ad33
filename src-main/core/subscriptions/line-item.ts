import type { Selectable } from 'kysely';
import { inChunks } from '../store/in-chunks';
import type { LineItemTable, SubscriptionTable } from '../store/schema';
import type { Tx } from '../store/write';
import { type CommitmentColumns, noCommitment } from './commitment-columns';

export type SubscriptionRow = Selectable<SubscriptionTable>;

/** What a line item needs to know of a price. */
export interface ChargedPrice {
  id: string;
  type: 'USAGE' | 'FIXED';
  currency: string;
  billing_period: string;
  meter_id: string | null;
  display_name: string;
  min_quantity: string | null;
  start_date: string;
  end_date: string | null;
}

/** What a line item needs to know of its subscription. */
type SubscribedTo = Pick<SubscriptionRow, 'id' | 'customer_id' | 'plan_id' | 'start_date' | 'end_date'>;

export type NewLineItem = Pick<
  Selectable<LineItemTable>,
  | 'subscription_id'
  | 'customer_id'
  | 'plan_id'
  | 'price_id'
  | 'meter_id'
  | 'display_name'
  | 'quantity'
  | 'start_date'
  | 'end_date'
> &
  Partial<CommitmentColumns>;

/** Whether a subscription is charged by a price of its plan (wire contract 4.8); the period count is not compared. */
export const takes = (
  subscription: { currency: string; billing_period: string },
  price: { currency: string; billing_period: string },
): boolean =>
  price.currency.toLowerCase() === subscription.currency.toLowerCase() &&
  (price.billing_period === subscription.billing_period || price.billing_period === 'ONETIME');

/**
 * The line item of a price on a subscription, for the time both run; null when the two never overlap. Usage starts at
 * quantity 0; a fixed price at its minimum, else 1.
 */
export function lineItemOf(subscription: SubscribedTo, price: ChargedPrice): NewLineItem | null {
  const start_date = subscription.start_date > price.start_date ? subscription.start_date : price.start_date;
  const ends = [subscription.end_date, price.end_date].filter((end) => end !== null).sort();
  const end_date = ends[0] ?? null;
  if (end_date !== null && end_date <= start_date) return null;
  return {
    subscription_id: subscription.id,
    customer_id: subscription.customer_id,
    plan_id: subscription.plan_id,
    price_id: price.id,
    meter_id: price.meter_id,
    display_name: price.display_name,
    quantity: price.type === 'USAGE' ? '0' : (price.min_quantity ?? '1'),
    start_date,
    end_date,
  };
}

export const insertLineItems = (tx: Tx, items: readonly NewLineItem[]): Promise<void> =>
  inChunks(items, (chunk) =>
    tx.db
      .insertInto('line_items')
      .values(chunk.map((item) => ({ id: tx.newId('line_item'), ...noCommitment, ...item, ...tx.base() })))
      .execute(),
  );
