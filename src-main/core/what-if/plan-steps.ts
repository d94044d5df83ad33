import type { PlanChange } from '@shared/entities/customer-plan';
import { toInstant } from '@shared/instant';
import { isSame } from '../customer-plans/check-changes';
import { type StoredWorld, storedWorld } from '../customer-plans/plan-world';
import type { Store } from '../store/open';
import { prepared } from '../store/prepared';
import type { Terms } from './joining-terms';
import { spanOf, subscriptionsOf } from './live-subscriptions';
import { planMoves } from './plan-moves';
import type { RetimedSubscription } from './retimed-charges';
import type { Scenario } from './scenario';
import type { Running, Span } from './supposed-charge';

/** What a scenario's moves between plans do to subscriptions. Whoever moves to a plan is on it on all of these terms. */
export interface PlanSteps {
  /** Ids of the subscriptions that end before the range or get other dates. */
  changed: ReadonlySet<string>;
  /** Their subscriptions, by number of the line item. */
  subscriptionOf: ReadonlyMap<number, string>;
  /** Those of them that still run. */
  retimed: readonly RetimedSubscription[];
  /** Subscriptions that there would be. */
  begun: readonly Running[];
  /** Numbers of all whom this is about. */
  customers: ReadonlySet<number>;
}

const noSteps: PlanSteps = {
  changed: new Set(),
  subscriptionOf: new Map(),
  retimed: [],
  begun: [],
  customers: new Set(),
};

/** The steps by which making a scenario real from a moment on (epoch milliseconds) would move customers. */
export function planSteps(
  store: Store,
  environment_id: string,
  { scenario, at, termsOf }: { scenario: Scenario; at: number; termsOf(plan_id: string): readonly Terms[] },
): PlanSteps {
  if (!scenario.movesCustomers) return noSteps;
  const { sqlite } = store;
  const moment = toInstant(at);
  const world = storedWorld(sqlite, environment_id, moment);
  const moves = planMoves(sqlite, environment_id, world, scenario.changes, { at: moment, old_plans: 'end' });
  const spans = changedSpans(moves, world);
  const changed = subscriptionsOf(store, environment_id, [...spans.keys()]);
  const retimed = changed.flatMap(({ from, to, ...subscription }) => {
    const span = spans.get(subscription.id);
    return span?.is ? [{ ...subscription, ...span.is, was: span.was }] : [];
  });
  const begun = begunOf(store, environment_id, moves, termsOf);
  return {
    changed: new Set(spans.keys()),
    subscriptionOf: subscriptionsOfLineItems(store, [...spans.keys()]),
    retimed,
    begun,
    customers: new Set([...changed, ...begun].map(({ customer }) => customer)),
  };
}

interface ChangedSpan {
  was: Span;
  /** Null: it is as if it had never been. */
  is: Span | null;
}

function changedSpans(moves: readonly PlanChange[], world: StoredWorld): Map<string, ChangedSpan> {
  const spans = new Map<string, ChangedSpan>();
  for (const { external_customer_id, from, to } of moves) {
    if (from === null) continue;
    const stored = world.assignments(external_customer_id)?.find((one) => isSame(one, from));
    const changed = { was: spanOf(from), is: to && spanOf(to) };
    for (const id of stored?.subscription_ids ?? []) spans.set(id, changed);
  }
  return spans;
}

function begunOf(
  store: Store,
  environment_id: string,
  moves: readonly PlanChange[],
  termsOf: (plan_id: string) => readonly Terms[],
): Running[] {
  const joining = moves.flatMap(({ external_customer_id, from, to }) =>
    from === null && to ? [{ external_customer_id, to }] : [],
  );
  if (joining.length === 0) return [];
  const users = usersOf(store, environment_id);
  const terms = new Map([...new Set(joining.map(({ to }) => to.plan_id))].map((id) => [id, termsOf(id)]));
  return joining.flatMap(({ external_customer_id, to }) => {
    const user = users.get(external_customer_id);
    if (!user) return [];
    const { plan_id } = to;
    return (terms.get(plan_id) ?? []).map((term) => ({
      ...term,
      id: [user.customer, plan_id, to.start_date, term.currency, term.billing_period].join('/'),
      ...user,
      plan_id,
      ...spanOf(to),
    }));
  });
}

const usersSql = `
  select ec.external_id, ec.number as customer, coalesce(c.id, '') as customer_id
  from event_customers ec
  left join customers c on c.environment_id = ec.environment_id and c.external_id = ec.external_id
    and c.status = 'published'
  where ec.environment_id = ? and ec.is_awaited = 0`;

type User = Pick<Running, 'customer' | 'customer_id'>;

/** Everyone who ever sent an event, by external id. */
function usersOf({ sqlite }: Store, environment_id: string): Map<string, User> {
  const rows = prepared(sqlite, usersSql).all(environment_id) as (User & { external_id: string })[];
  return new Map(rows.map(({ external_id, ...user }) => [external_id, user]));
}

const lineItemsSql = `
  select number, subscription_id from line_items where subscription_id in (select value from json_each(?))`;

const subscriptionsOfLineItems = ({ sqlite }: Store, ids: readonly string[]): Map<number, string> =>
  new Map(prepared(sqlite, lineItemsSql).raw().all(JSON.stringify(ids)) as [number, string][]);
