import type { Assignment } from '@shared/entities/customer-plan';
import type Database from 'better-sqlite3';
import { lackedPrices, type PlanVersion } from '../subscriptions/lacked-prices';
import { takes } from '../subscriptions/line-item';
import { isSame } from './check-changes';
import type { StoredWorld } from './plan-world';

/** A usage price of a plan. */
export interface PlanPrice extends PlanVersion {
  /** Number of its meter. */
  meter: number;
  /** Epoch milliseconds, [from, to). */
  from: number;
  to: number;
}

/** What a customer on a plan is charged by, and the prices that have ended which it does not take. */
export interface ChargedPrices {
  charged: readonly PlanPrice[];
  over: readonly PlanPrice[];
}

interface Subscribed {
  id: string;
  currency: string;
  billing_period: string;
  subscription_status: string;
}

/** Finds the prices that customers are charged by on plans; each plan is read once. `now` is an instant. */
export function chargedPricesOf(sqlite: Database.Database, world: StoredWorld, now: string) {
  const find = sqlite.prepare<[string], Omit<PlanPrice, 'from' | 'to'>>(`
    select p.id, p.number, p.parent_price_id, p.currency, p.billing_period, p.start_date, p.end_date, m.number as meter
    from prices p join meters m on m.id = p.meter_id
    where p.entity_id = ? and p.type = 'USAGE' and p.status = 'published' order by p.number`);
  const subscription = sqlite.prepare<[string], Subscribed>(
    'select id, currency, billing_period, subscription_status from subscriptions where id = ?',
  );
  const lineItems = sqlite
    .prepare<[string], string>("select price_id from line_items where subscription_id = ? and status = 'published'")
    .pluck();
  const known = new Map<string, readonly PlanPrice[]>();
  const pricesOf = (plan_id: string) => {
    const prices =
      known.get(plan_id) ??
      find.all(plan_id).map((price) => ({
        ...price,
        from: Date.parse(price.start_date),
        to: price.end_date === null ? Number.POSITIVE_INFINITY : Date.parse(price.end_date),
      }));
    known.set(plan_id, prices);
    return prices;
  };
  /** Most customers on a plan are charged alike: what is worked out for one of them serves all. */
  const alike = new Map<string, ChargedPrices>();
  const chargedBy = (prices: readonly PlanPrice[], isCharged: (price: PlanPrice) => boolean): ChargedPrices => {
    const key = prices.map((price) => (isCharged(price) ? price.number : -price.number)).join();
    const found = alike.get(key) ?? withOver(prices, isCharged, now);
    alike.set(key, found);
    return found;
  };
  /** The subscriptions of an assignment with the ids of the prices they have. */
  const heldBy = (external_id: string, on: Assignment) => {
    const stored = world.assignments(external_id)?.find((one) => isSame(one, on));
    return (stored?.subscription_ids ?? []).flatMap((id) => {
      const found = subscription.get(id);
      return found ? { ...found, held: new Set(lineItems.all(id)) } : [];
    });
  };
  return {
    /** By what whoever joins a plan is charged: what runs or will. */
    joining: (plan_id: string): ChargedPrices =>
      chargedBy(pricesOf(plan_id), ({ end_date }) => end_date === null || end_date > now),
    /** By what a customer on a plan is charged now. */
    held(external_id: string, on: Assignment): readonly PlanPrice[] {
      const held = heldBy(external_id, on);
      return chargedBy(pricesOf(on.plan_id), ({ id }) => held.some((one) => one.held.has(id))).charged;
    },
    /** By what a customer is charged that stays on a plan with other dates: what it has, and what it then takes. */
    staying(external_id: string, from: Assignment, to: Assignment): ChargedPrices {
      const prices = pricesOf(to.plan_id);
      const held = heldBy(external_id, from);
      // With a later end it runs again.
      const isLater = from.end_date !== null && (to.end_date === null || to.end_date > from.end_date);
      const ids = new Set(
        held.flatMap((one) => {
          const subscribed = isLater ? { ...one, subscription_status: 'active' } : one;
          return [...one.held, ...lackedPrices(subscribed, prices, one.held, now).map(({ price }) => price.id)];
        }),
      );
      const taken = prices.filter((price) => held.some((one) => takes(one, price)));
      return chargedBy(taken, ({ id }) => ids.has(id));
    },
  };
}

function withOver(prices: readonly PlanPrice[], isCharged: (price: PlanPrice) => boolean, now: string): ChargedPrices {
  const charged = prices.filter(isCharged);
  const isGoingOn = (price: PlanPrice) => charged.some((one) => one.meter === price.meter && one.from < price.to);
  const hasEnded = ({ end_date }: PlanPrice) => end_date !== null && end_date <= now;
  return { charged, over: prices.filter((price) => !isCharged(price) && hasEnded(price) && !isGoingOn(price)) };
}
