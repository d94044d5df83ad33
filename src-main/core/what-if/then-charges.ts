import type { ChargedPrice } from '../analytics/charged-prices';
import { type Charge, chargesOf } from '../analytics/charges';
import type { Store } from '../store/open';
import { prepared } from '../store/prepared';
import { takes } from '../subscriptions/line-item';
import type { Lens, Scenario } from './scenario';

/** A subscription as it runs: which terms it takes, and when it charges (epoch milliseconds, [from, to)). */
interface Running {
  id: string;
  customer_id: string;
  /** Number of the customer in the event table. */
  customer: number;
  plan_id: string;
  currency: string;
  billing_period: string;
  from: number;
  to: number;
}

/**
 * The line items that would charge under a scenario, for the ledger in place of the stored ones: those that stay, those
 * of moved subscriptions by the prices of their new plan, those of drafts. `at` decides which version of another plan's
 * price counts: the one in force then prices the whole range.
 */
export function thenCharges(
  scenario: Scenario,
  { environment_id, at }: { environment_id: string; at: number },
): typeof chargesOf {
  return (store, prices, range, customers = null) => {
    const wanted = new Set(prices.map((price) => price.number));
    const offers = Map.groupBy(
      [...scenario.prices.filter(({ from, to }) => from <= at && at < to), ...scenario.drafts].filter(({ number }) =>
        wanted.has(number),
      ),
      ({ plan_id }) => plan_id,
    );
    const isWanted = customers ? isIn(new Set(customers)) : () => true;
    if (scenario.lens) {
      return everyone(store, environment_id, offers.get(scenario.lens.plan_id) ?? [], scenario.lens, range).filter(
        ({ customer }) => isWanted(customer),
      );
    }
    const plans = [...scenario.moves.map(({ from }) => from), ...scenario.drafts.map(({ plan_id }) => plan_id)];
    const running = runningOn(store, environment_id, plans).filter(({ customer }) => isWanted(customer));
    const moved = new Set<string>();
    const charges: Charge[] = [];
    for (const subscription of running) {
      const to = scenario.moves.find(
        ({ from, customers: chosen }) =>
          from === subscription.plan_id && (chosen === null || chosen.has(subscription.customer_id)),
      )?.to;
      if (to !== undefined) moved.add(subscription.id);
      const offered = offers.get(to ?? subscription.plan_id) ?? [];
      const added = to === undefined ? offered.filter((price) => scenario.drafts.includes(price)) : offered;
      charges.push(...added.flatMap((price) => chargeOf(subscription, price, range) ?? []));
    }
    const kept = chargesOf(store, prices, range, customers);
    return [...kept.filter(({ subscription_id }) => !moved.has(subscription_id)), ...charges];
  };
}

const isIn =
  <T>(set: ReadonlySet<T>) =>
  (value: T) =>
    set.has(value);

function chargeOf(
  { id, customer_id, customer, from, to, ...terms }: Running,
  price: ChargedPrice,
  range: { from: number; to: number },
): Charge | null {
  if (!takes(terms, price)) return null;
  const within = { from: Math.max(from, range.from), to: Math.min(to, range.to) };
  if (within.from >= within.to) return null;
  const line_item = `${id}/${price.id}`;
  return { line_item, line_item_id: line_item, subscription_id: id, customer_id, customer, price, ...within };
}

const runningSql = `
  select s.id, s.customer_id, ec.number as customer, s.plan_id, s.currency, s.billing_period, s.start_date, s.end_date,
    case when s.subscription_status = 'cancelled' then s.cancelled_at end as cancelled_at
  from subscriptions s
  join customers c on c.id = s.customer_id
  join event_customers ec on ec.environment_id = c.environment_id and ec.external_id = c.external_id
  where s.environment_id = ? and s.plan_id in (select value from json_each(?))
    and s.status = 'published'
    and s.subscription_status in ('active', 'trialing', 'paused', 'cancelled')`;

interface RunningRow extends Omit<Running, 'from' | 'to'> {
  start_date: string;
  end_date: string | null;
  cancelled_at: string | null;
}

/** The subscriptions to some plans whose customers ever sent an event. */
function runningOn({ sqlite }: Store, environment_id: string, plans: readonly string[]): Running[] {
  if (plans.length === 0) return [];
  const rows = prepared(sqlite, runningSql).all(environment_id, JSON.stringify(plans)) as RunningRow[];
  return rows.map(({ start_date, end_date, cancelled_at, ...running }) => ({
    ...running,
    from: Date.parse(start_date),
    to: Math.min(
      ...[end_date, cancelled_at].flatMap((end) => (end === null ? [] : Date.parse(end))),
      Number.POSITIVE_INFINITY,
    ),
  }));
}

const everyoneSql = `
  select ec.number as customer, coalesce(c.id, '') as customer_id
  from event_customers ec
  left join customers c on c.environment_id = ec.environment_id and c.external_id = ec.external_id
    and c.status = 'published'
  where ec.environment_id = ?`;

/** Every customer with usage, charged by these prices for the whole range. */
function everyone(
  { sqlite }: Store,
  environment_id: string,
  prices: readonly ChargedPrice[],
  { currency, billing_period }: Lens,
  range: { from: number; to: number },
): Charge[] {
  const taken = prices.filter(
    (price) =>
      (currency === null || price.currency === currency) &&
      (billing_period === null || price.billing_period === billing_period),
  );
  const customers = prepared(sqlite, everyoneSql).all(environment_id) as { customer: number; customer_id: string }[];
  return customers.flatMap(({ customer, customer_id }) =>
    taken.map((price) => ({
      line_item: `${customer}/${price.id}`,
      line_item_id: `${customer}/${price.id}`,
      subscription_id: '',
      customer_id,
      customer,
      price,
      ...range,
    })),
  );
}
