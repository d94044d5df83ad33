import { takes } from './line-item';

/** What has to be known of a price to tell whether a subscription goes on with it. */
export interface PlanVersion {
  id: string;
  number: number;
  parent_price_id: string | null;
  currency: string;
  billing_period: string;
  start_date: string;
  end_date: string | null;
}

export interface LackedPrice<P> {
  price: P;
  /** The latest version before it that the subscription has; null for a charge that is new to it. */
  before: P | null;
}

/**
 * The prices of its plan that a subscription takes and has no line item of: versions that go on from one it has, also
 * those that have ended, and of the others those that have not. One that is cancelled takes no new charges. `prices` are
 * all of the plan, `held` the ids of those it has, `now` is an instant.
 */
export function lackedPrices<P extends PlanVersion>(
  subscription: { currency: string; billing_period: string; subscription_status: string },
  prices: readonly P[],
  held: ReadonlySet<string>,
  now: string,
): LackedPrice<P>[] {
  const heldOf = Map.groupBy(
    prices.filter(({ id }) => held.has(id)),
    rootOf,
  );
  return prices.flatMap((price) => {
    if (held.has(price.id) || !takes(subscription, price)) return [];
    const earlier = heldOf.get(rootOf(price))?.filter((one) => order(one, price) < 0) ?? [];
    const before = earlier.toSorted(order).at(-1) ?? null;
    const isLive = price.end_date === null || price.end_date > now;
    const isTaken = before !== null || (isLive && subscription.subscription_status !== 'cancelled');
    return isTaken ? [{ price, before }] : [];
  });
}

const rootOf = ({ id, parent_price_id }: PlanVersion): string => parent_price_id ?? id;

/** Versions of a price as they follow each other; one that was replaced from its very start on comes first. */
const order = (a: PlanVersion, b: PlanVersion): number =>
  a.start_date === b.start_date ? a.number - b.number : a.start_date < b.start_date ? -1 : 1;
