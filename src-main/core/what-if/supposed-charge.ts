import type { ChargedPrice } from '../analytics/charged-prices';
import type { Charge } from '../analytics/charges';

/** Time in epoch milliseconds, [from, to). */
export interface Span {
  from: number;
  to: number;
}

/** A subscription as it runs: which terms it takes, and when it charges. */
export interface Running extends Span {
  id: string;
  customer_id: string;
  /** Number of the customer in the event table. */
  customer: number;
  plan_id: string;
  currency: string;
  billing_period: string;
}

/** What two spans have in common; null when that is nothing. */
export function common(one: Span, other: Span): Span | null {
  const from = Math.max(one.from, other.from);
  const to = Math.min(one.to, other.to);
  return from < to ? { from, to } : null;
}

/** The line item that a subscription would have by a price within a range. */
export function chargeOf(running: Running, price: ChargedPrice, range: Span): Charge | null {
  const within = common(running, range);
  if (within === null) return null;
  const { id, customer_id, customer } = running;
  // A subscription may have several by one price, at different times.
  const line_item = `${id}/${price.id}/${within.from}`;
  const ids = { line_item, line_item_id: line_item, subscription_id: id, customer_id };
  return { ...ids, customer, price, begins: running.from, ...within };
}
