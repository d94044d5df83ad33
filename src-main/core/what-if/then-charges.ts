import type { ChargedPrice } from '../analytics/charged-prices';
import { type Charge, chargesOf } from '../analytics/charges';
import type { Store } from '../store/open';
import { takes } from '../subscriptions/line-item';
import { liveSubscriptions } from './live-subscriptions';
import type { PlanSteps } from './plan-steps';
import { retimedCharges } from './retimed-charges';
import type { Scenario } from './scenario';
import { chargeOf, type Running } from './supposed-charge';

/** Every price that may charge under a scenario: what its plans offer, and what stored line items already have. */
export const thenPrices = (scenario: Scenario): ChargedPrice[] => [
  ...scenario.prices.filter(scenario.touches),
  ...scenario.drafts,
];

/** What plans offer at a moment. */
const offeredAt = ({ prices, drafts }: Scenario, at: number): ChargedPrice[] => [
  ...prices.filter(({ from, to }) => from <= at && at < to),
  ...drafts,
];

/**
 * The line items that would charge under a scenario, for the ledger in place of the stored ones: those that stay, those
 * of drafts, and those of customers who move, by the prices of their new plan. `at` decides which version of that plan's
 * price counts: the one in force then prices the whole range. For one reading of the store: whom it found first stays.
 */
export function thenCharges(
  scenario: Scenario,
  steps: PlanSteps,
  { environment_id, at }: { environment_id: string; at: number },
): typeof chargesOf {
  const offered = Map.groupBy(offeredAt(scenario, at), ({ plan_id }) => plan_id);
  const drafts = Map.groupBy(scenario.drafts, ({ plan_id }) => plan_id);
  // The ledger asks meter by meter.
  const live = once((store: Store) => liveSubscriptions(store, environment_id, [...drafts.keys()]));
  return (store, prices, range, customers = null) => {
    const wanted = new Set(prices.map((price) => price.number));
    const offersOf = once((plan_id: string) => (offered.get(plan_id) ?? []).filter(({ number }) => wanted.has(number)));
    const asked = customers && new Set(customers);
    const isAsked = ({ customer }: Running) => asked === null || asked.has(customer);
    const chargesOn = (running: Running, ofPlan: readonly ChargedPrice[]) =>
      ofPlan.flatMap((price) => (takes(running, price) ? (chargeOf(running, price, range) ?? []) : []));
    const draftsOf = once((plan_id: string) => (drafts.get(plan_id) ?? []).filter(({ number }) => wanted.has(number)));
    const drafted = live(store)
      .filter(isAsked)
      .flatMap((one) => chargesOn(one, draftsOf(one.plan_id)));
    const { staying, held } = heldApart([...chargesOf(store, prices, range, customers), ...drafted], steps);
    const retimed = steps.retimed
      .filter(isAsked)
      .flatMap((one) => retimedCharges(one, held.get(one.id) ?? [], offersOf(one.plan_id), range));
    const begun = steps.begun.filter(isAsked).flatMap((one) => chargesOn(one, offersOf(one.plan_id)));
    return [...staying, ...retimed, ...begun];
  };
}

/** The line items of subscriptions that get other dates or end, by subscription, apart from all others. */
function heldApart(
  charges: Charge[],
  { changed, subscriptionOf }: PlanSteps,
): { staying: Charge[]; held: Map<string, Charge[]> } {
  const held = new Map<string, Charge[]>();
  if (changed.size === 0) return { staying: charges, held };
  const staying: Charge[] = [];
  for (const charge of charges) {
    // Stored ones look up their subscription one by one, which is too slow for all of them.
    const { line_item } = charge;
    const id = typeof line_item === 'number' ? subscriptionOf.get(line_item) : charge.subscription_id;
    if (id === undefined || !changed.has(id)) staying.push(charge);
    else held.set(id, [...(held.get(id) ?? []), charge]);
  }
  return { staying, held };
}

/**
 * The only customers (numbers of the event table) for whom a scenario may cost something else than now; null when that
 * may be anyone.
 */
export function movedCustomers(scenario: Scenario, { customers }: PlanSteps): ReadonlySet<number> | null {
  return scenario.lens || scenario.drafts.length > 0 || scenario.isEdited ? null : customers;
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
