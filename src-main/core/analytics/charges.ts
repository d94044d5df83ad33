import type { Commitment } from '@shared/rules/commitment';
import type { Store } from '../store/open';
import { prepared } from '../store/prepared';
import type { ChargedPrice } from './charged-prices';

/** A line item as it charges within a range: who, by which price, and when (epoch milliseconds, [from, to)). */
export interface Charge {
  line_item_id: string;
  subscription_id: string;
  customer_id: string;
  /** Number of the customer in the event table. */
  customer: number;
  price: ChargedPrice;
  from: number;
  to: number;
  /** Null, or absent where line items are only supposed, without one. */
  commitment?: Commitment | null;
}

type Row = readonly [
  line_item_id: string,
  subscription_id: string,
  customer_id: string,
  customer: number,
  price: number,
  start: number,
  end: number,
  commitment: string | null,
];

const selectSql = `
  select li.id, li.subscription_id, li.customer_id, w.customer, w.price, w.start, w.end,
    case when li.commitment_type is not null then json_object('type', li.commitment_type,
      'amount', li.commitment_amount, 'quantity', li.commitment_quantity, 'duration', li.commitment_duration,
      'overage_factor', li.commitment_overage_factor,
      'true_up_enabled', json(iif(li.commitment_true_up_enabled, 'true', 'false'))) end
  from charge_windows w join line_items li on li.number = w.line_item
  where w.start < ? and w.end > ?`;
const everybodySql = `${selectSql} and w.price in (select value from json_each(?))`;
// The plus keeps the price from choosing the index: few customers have far fewer line items than many prices.
const someSql = `
  ${selectSql} and +w.price in (select value from json_each(?)) and w.customer in (select value from json_each(?))`;

/**
 * The line items that charge by these prices within [from, to), each cut to that range. Customers that never sent an
 * event have none. With customers given (numbers of the event table), only theirs.
 */
export function chargesOf(
  { sqlite }: Store,
  prices: readonly ChargedPrice[],
  { from, to }: { from: number; to: number },
  customers: readonly number[] | null = null,
): Charge[] {
  const byNumber = new Map(prices.map((price) => [price.number, price]));
  const numbers = JSON.stringify([...byNumber.keys()]);
  const rows = prepared(sqlite, customers ? someSql : everybodySql)
    .raw()
    .all(to, from, numbers, ...(customers ? [JSON.stringify(customers)] : [])) as Row[];
  return rows.flatMap(([line_item_id, subscription_id, customer_id, customer, number, start, end, committed]) => {
    const price = byNumber.get(number);
    if (!price) return [];
    const within = { from: Math.max(from, start), to: Math.min(to, end) };
    const commitment: Commitment | null = committed === null ? null : JSON.parse(committed);
    return [{ line_item_id, subscription_id, customer_id, customer, price, ...within, commitment }];
  });
}
