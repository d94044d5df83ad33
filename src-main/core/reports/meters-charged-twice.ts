import type { ChargedPrice } from '../analytics/charged-prices';
import { perSnapshot } from '../analytics/per-snapshot';
import { usageCatalog } from '../analytics/usage-catalog';
import { prepared } from '../store/prepared';

/** Two subscriptions that charge for the same events at the same time. */
interface Pair {
  plan_a: string;
  currency_a: string;
  period_a: string;
  plan_b: string;
  currency_b: string;
  period_b: string;
}

const pairsSql = `
  select distinct a.plan_id as plan_a, a.currency as currency_a, a.billing_period as period_a,
    b.plan_id as plan_b, b.currency as currency_b, b.billing_period as period_b
  from subscriptions a
  join customers c on c.id = a.customer_id
  join customers d on d.environment_id = c.environment_id and d.external_id = c.external_id
  join subscriptions b on b.customer_id = d.id and b.number > a.number
  where a.environment_id = ?
    and a.start_date < coalesce(b.cancelled_at, b.end_date, '9999')
    and b.start_date < coalesce(a.cancelled_at, a.end_date, '9999')`;

/**
 * Meters by which one event of a customer might be charged more than once: two prices of a plan on one meter at the same
 * time, or two subscriptions at the same time whose plans share a meter: of one customer, or of two who had one external id
 * in turn. May name too many, never too few.
 */
export const metersChargedTwice = perSnapshot((store, environment_id): ReadonlySet<number> => {
  const twice = new Set<number>();
  const { prices } = usageCatalog(store, environment_id);
  const byOffer = Map.groupBy(prices, offerOf);
  for (const offered of byOffer.values()) {
    for (const together of Map.groupBy(offered, (price) => price.meter.number).values()) {
      if (overlap(together)) twice.add(together[0]?.meter.number ?? -1);
    }
  }
  const pairs = prepared(store.sqlite, pairsSql).all(environment_id) as Pair[];
  for (const pair of pairs) {
    const a = byOffer.get(`${pair.plan_a}/${pair.currency_a}/${pair.period_a}`) ?? [];
    const b = byOffer.get(`${pair.plan_b}/${pair.currency_b}/${pair.period_b}`) ?? [];
    const shared = new Set(a.map((price) => price.meter.number));
    for (const { meter } of b) if (shared.has(meter.number)) twice.add(meter.number);
  }
  return twice;
});

/** The prices that a subscription of one currency and period takes. */
const offerOf = (price: ChargedPrice) => `${price.plan_id}/${price.currency}/${price.billing_period}`;

function overlap(prices: readonly ChargedPrice[]): boolean {
  const sorted = prices.toSorted((a, b) => a.from - b.from);
  return sorted.some((price, index) => price.from < (sorted[index - 1]?.to ?? Number.NEGATIVE_INFINITY));
}
