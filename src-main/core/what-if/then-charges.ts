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

/** Every price that may charge under a scenario: what its plans offer, and what stored line items already have. */
export const thenPrices = (scenario: Scenario, at: number): ChargedPrice[] =>
  scenario.lens
    ? offeredAt(scenario, at).filter(({ plan_id }) => plan_id === scenario.lens?.plan_id)
    : [...scenario.prices.filter(scenario.touches), ...scenario.drafts];

const offeredAt = (scenario: Scenario, at: number): ChargedPrice[] => [
  ...scenario.prices.filter(({ from, to }) => from <= at && at < to),
  ...scenario.drafts,
];

/**
 * The line items that would charge under a scenario, for the ledger in place of the stored ones: those that stay, those
 * of moved subscriptions by the prices of their new plan, those of drafts. `at` decides which version of another plan's
 * price counts: the one in force then prices the whole range. For one reading of the store: whom it found first stays.
 */
export function thenCharges(
  scenario: Scenario,
  { environment_id, at }: { environment_id: string; at: number },
): typeof chargesOf {
  const offered = Map.groupBy(offeredAt(scenario, at), ({ plan_id }) => plan_id);
  const plans = [...scenario.moves.map(({ from }) => from), ...scenario.drafts.map(({ plan_id }) => plan_id)];
  // The ledger asks meter by meter.
  const users = once((store: Store) => usersOf(store, environment_id));
  const running = once((store: Store) => runningOn(store, environment_id, plans));
  return (store, prices, range, customers = null) => {
    const wanted = new Set(prices.map((price) => price.number));
    const offersOf = (plan_id: string) => (offered.get(plan_id) ?? []).filter(({ number }) => wanted.has(number));
    const isWanted = customers ? isIn(new Set(customers)) : () => true;
    if (scenario.lens) {
      const offers = offersOf(scenario.lens.plan_id);
      return everyone(
        users(store).filter(({ customer }) => isWanted(customer)),
        offers,
        scenario.lens,
        range,
      );
    }
    const moved = new Set<string>();
    const charges: Charge[] = [];
    const offers = once(offersOf);
    for (const subscription of running(store)) {
      if (!isWanted(subscription.customer)) continue;
      const to = movedTo(scenario, subscription);
      if (to !== undefined) moved.add(subscription.id);
      const all = offers(to ?? subscription.plan_id);
      const added = to === undefined ? all.filter((price) => scenario.drafts.includes(price)) : all;
      charges.push(...added.flatMap((price) => chargeOf(subscription, price, range) ?? []));
    }
    const kept = chargesOf(store, prices, range, customers);
    return [...kept.filter(({ subscription_id }) => !moved.has(subscription_id)), ...charges];
  };
}

/** The plan that a subscription is moved to; undefined when it stays. */
const movedTo = ({ moves }: Scenario, { plan_id, customer_id }: Pick<Running, 'plan_id' | 'customer_id'>) =>
  moves.find(({ from, customers }) => from === plan_id && (customers === null || customers.has(customer_id)))?.to;

/**
 * The only customers (numbers of the event table) for whom a scenario may cost something else than now; null when that
 * may be anyone.
 */
export function movedCustomers(store: Store, environment_id: string, scenario: Scenario): ReadonlySet<number> | null {
  if (scenario.lens || scenario.drafts.length > 0 || scenario.isEdited) return null;
  const plans = scenario.moves.map(({ from }) => from);
  return new Set(
    runningOn(store, environment_id, plans)
      .filter((one) => movedTo(scenario, one) !== undefined)
      .map(({ customer }) => customer),
  );
}

/** Remembers what a function answered for each thing it was asked about. */
function once<A, T>(make: (about: A) => T): (about: A) => T {
  const known = new Map<A, T>();
  return (about) => {
    const found = known.get(about);
    if (found !== undefined) return found;
    const made = make(about);
    known.set(about, made);
    return made;
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

/** The subscriptions to some plans. */
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
  where ec.environment_id = ? and ec.is_awaited = 0`;

interface User {
  customer: number;
  customer_id: string;
}

/** Everyone who ever sent an event. */
const usersOf = ({ sqlite }: Store, environment_id: string) =>
  prepared(sqlite, everyoneSql).all(environment_id) as User[];

/** Every customer with usage, charged by these prices for the whole range. */
function everyone(
  users: readonly User[],
  prices: readonly ChargedPrice[],
  { currency, billing_period }: Lens,
  range: { from: number; to: number },
): Charge[] {
  const taken = prices.filter(
    (price) =>
      (currency === null || price.currency === currency) &&
      (billing_period === null || price.billing_period === billing_period),
  );
  return taken.flatMap((price) =>
    users.map(({ customer, customer_id }) => {
      const line_item = `${customer}/${price.id}`;
      return { line_item, line_item_id: line_item, subscription_id: '', customer_id, customer, price, ...range };
    }),
  );
}
