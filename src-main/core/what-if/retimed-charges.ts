import type { ChargedPrice } from '../analytics/charged-prices';
import type { Charge } from '../analytics/charges';
import { takes } from '../subscriptions/line-item';
import { chargeOf, common, type Running, type Span } from './supposed-charge';

/** A subscription that gets other dates, those of `Running`; it ran from and to these before. */
export interface RetimedSubscription extends Running {
  was: Span;
}

/**
 * The line items of a subscription with its new dates: what they had is cut, and goes on into the time that is new where
 * its price is offered still, as one line item. What is offered otherwise charges for that time alone.
 */
export function retimedCharges(
  subscription: RetimedSubscription,
  held: readonly Charge[],
  offers: readonly ChargedPrice[],
  range: Span,
): Charge[] {
  const within = common(subscription, range);
  if (within === null) return [];
  const was = common(subscription.was, range);
  const before = was && common(within, { from: Number.NEGATIVE_INFINITY, to: was.from });
  const after = was ? common(within, { from: was.to, to: Number.POSITIVE_INFINITY }) : within;
  const taken = offers.filter((price) => takes(subscription, price));
  const offered = new Set(taken.map(({ number }) => number));
  /** Prices whose line items reach into the time that is new. */
  const reaching = { before: new Set<number>(), after: new Set<number>() };
  const charges: Charge[] = [];
  for (const charge of held) {
    const { number } = charge.price;
    let { from, to } = charge;
    if (offered.has(number) && before && from === was?.from) {
      from = before.from;
      reaching.before.add(number);
    }
    if (offered.has(number) && after && to === was?.to) {
      to = after.to;
      reaching.after.add(number);
    }
    const cut = common({ from, to }, within);
    if (cut) charges.push(withSpan(charge, cut, subscription.from));
  }
  for (const price of taken) {
    for (const [side, span] of [['before', before] as const, ['after', after] as const]) {
      const added = span && !reaching[side].has(price.number) ? chargeOf(subscription, price, span) : null;
      if (added) charges.push(added);
    }
  }
  return charges;
}

/** Field by field: stored line items look some of theirs up. */
const withSpan = (charge: Charge, { from, to }: Span, begins: number): Charge => ({
  begins,
  line_item: charge.line_item,
  line_item_id: charge.line_item_id,
  subscription_id: charge.subscription_id,
  customer_id: charge.customer_id,
  customer: charge.customer,
  price: charge.price,
  commitment: charge.commitment ?? null,
  from,
  to,
});
