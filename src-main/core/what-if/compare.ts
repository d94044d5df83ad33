import type { WhatIfChange } from '@shared/entities/what-if';
import { invalid } from '@shared/errors';
import { toInstant } from '@shared/instant';
import type { Calendar } from '@shared/rules/windows';
import { perSnapshot } from '../analytics/per-snapshot';
import { usageCatalog } from '../analytics/usage-catalog';
import { cancelCheck } from '../cancel';
import type { Call } from '../deps';
import { chargedCustomers } from '../reports/charged-customers';
import { collect } from '../reports/collect';
import type { Question } from '../reports/question';
import { tellProgress } from '../tell-progress';
import { usageEnvironment } from '../usage/usage-environment';
import { addCosts, type Comparison, type Cost, costsOf, newComparison } from './comparison';
import { joiningTerms } from './joining-terms';
import { planSteps } from './plan-steps';
import { scenarioOf } from './scenario';
import { movedCustomers, thenCharges, thenPrices } from './then-charges';

export interface WhatIfQuestion {
  start_time: string;
  end_time: string;
  changes: readonly WhatIfChange[];
  scope: 'changes' | 'everything' | 'whole_bills';
}

/** Sides that other comparisons have too: what the touched prices cost now, the other prices by customer, and all of them. */
type KeptSide = 'now' | 'rest' | 'all';

/** So many costs of sides are kept in all, some hundred bytes each: one side of 10,000 customers with 20 prices each. */
const mostKeptCosts = 200_000;
/** Sides of comparisons, the latest ones: what the next change of the same prices has in common with the last. */
const keptSides = perSnapshot(() => keep<readonly Cost[]>(12, { weigh: (costs) => costs.length, most: mostKeptCosts }));
const keptComparisons = perSnapshot(() => keep<Comparison>(8));

/**
 * Prices past usage twice with the engine of the reports: as it is charged now, and as the changes would have it. Only
 * what the changes touch is priced twice, and customer by customer. Nothing is written.
 */
export async function compareCharges(
  { start_time, end_time, changes, scope }: WhatIfQuestion,
  call: Call,
): Promise<{ comparison: Comparison; calendar: Calendar }> {
  const { store } = call.deps;
  const { environment_id } = call.context;
  const { calendar } = usageEnvironment(store.sqlite, environment_id);
  const from = Date.parse(start_time);
  const to = Date.parse(end_time);
  if (from >= to) throw invalid('The end must be after the start', 'end_time');
  const catalog = usageCatalog(store, environment_id);
  const scenario = await scenarioOf(catalog, changes, call);
  // What another plan offers is what is in force today, whichever range is priced by it.
  const at = call.deps.now();
  const question: Omit<Question, 'prices' | 'perLineItem'> = {
    environment_id,
    calendar,
    from,
    to,
    windows: [from],
    wholeDays: true,
    unchargedMeters: [],
    customers: null,
    checkpoint: cancelCheck(call.context),
  };
  const touched = catalog.prices.filter(scenario.touches);
  const sides = keptSides(store, environment_id);
  const keyOf = (name: KeptSide) =>
    JSON.stringify(name === 'all' ? [name, from, to] : [name, from, to, touched.map(({ number }) => number)]);
  const others = scope === 'whole_bills' ? 'rest' : scope === 'everything' ? 'all' : null;
  // How much is to be priced: what would be, and what is not kept of what is.
  const toPrice = 1 + (['now', others] as const).filter((name) => name !== null && !sides.has(keyOf(name))).length;
  const tell = tellProgress(call);
  const customers = chargedCustomers(store, { isEverybody: false });
  let done = 0;
  const side = (isPerCustomer: boolean, priced: Pick<Question, 'prices' | 'chargesOf'> & Partial<Question>) => {
    const tellRead = (share: number) => tell((done + share) / toPrice);
    const { charges } = collect(store, { ...question, ...priced, perLineItem: isPerCustomer, tellRead });
    done += 1;
    return costsOf(charges, isPerCustomer ? customers : null);
  };
  const keptSide = (name: KeptSide, of: Question['prices']) =>
    sides.get(keyOf(name), () => side(name !== 'all', { prices: of }));

  const prices = thenPrices(scenario);
  const termsOf = (plan_id: string) =>
    joiningTerms(store.sqlite, plan_id, {
      now: toInstant(at),
      drafts: scenario.drafts.filter((draft) => draft.plan_id === plan_id),
      lens: scenario.lens,
    });
  // Not the moment but what is in force then: time alone makes no other comparison.
  const offers = prices.flatMap((price) => (price.from <= at && at < price.to ? price.number : []));
  const terms = joinedPlans(changes).map(termsOf);
  const key = JSON.stringify([from, to, offers, terms, scope, changes]);
  const comparison = keptComparisons(store, environment_id).get(key, () => {
    const made = newComparison();
    const now = keptSide('now', touched);
    addCosts(made, now, ['now']);
    const steps = planSteps(store, environment_id, { scenario, at: from, termsOf });
    const charged = { prices, chargesOf: thenCharges(scenario, steps, { environment_id, at }) };
    const moved = movedCustomers(scenario, steps);
    if (moved) {
      // Whoever is not moved costs then what they cost now.
      addCosts(
        made,
        now.filter(({ payer }) => payer === null || !moved.has(payer.customer)),
        ['then'],
      );
      if (moved.size > 0) addCosts(made, side(true, { ...charged, customers: [...moved] }), ['then']);
    } else addCosts(made, side(true, charged), ['then']);
    if (others !== null) {
      const isUntouched = ({ price }: Pick<Cost, 'price'>) => !scenario.touches(price);
      // All prices together, whatever is touched: changes of other prices find it again.
      const untouched =
        others === 'all'
          ? keptSide('all', catalog.prices).filter(isUntouched)
          : keptSide(
              'rest',
              catalog.prices.filter((price) => isUntouched({ price })),
            );
      addCosts(made, untouched, ['now', 'then']);
    }
    return made;
  });
  return { comparison, calendar };
}

/** The plans that customers may be put on. */
const joinedPlans = (changes: readonly WhatIfChange[]) =>
  changes.flatMap((change) =>
    change.kind === 'swap_plan' ? change.to_plan_id : change.kind === 'everyone_on_plan' ? change.plan_id : [],
  );

/** Keeps the latest few of what is made, together no heavier than told; the newest is kept unless it is too heavy alone. */
function keep<T>(most: number, limit: { weigh(value: T): number; most: number } | null = null) {
  const kept = new Map<string, T>();
  const weight = () => [...kept.values()].reduce((sum, one) => sum + (limit?.weigh(one) ?? 0), 0);
  const isOver = () => kept.size > most || (limit !== null && weight() > limit.most);
  return {
    has: (key: string) => kept.has(key),
    get(key: string, make: () => T): T {
      const known = kept.get(key);
      if (known !== undefined) return known;
      const made = make();
      kept.set(key, made);
      while (isOver()) kept.delete(kept.keys().next().value ?? key);
      return made;
    },
  };
}
