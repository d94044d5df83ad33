import type { WhatIfChange } from '@shared/entities/what-if';
import { invalid } from '@shared/errors';
import type { Calendar } from '@shared/rules/windows';
import { perSnapshot } from '../analytics/per-snapshot';
import { usageCatalog } from '../analytics/usage-catalog';
import { cancelCheck } from '../cancel';
import type { Call } from '../deps';
import { collect } from '../reports/collect';
import type { Question } from '../reports/ledger';
import { usageEnvironment } from '../usage/usage-environment';
import { addCosts, type Comparison, type Cost, costsOf, newComparison } from './comparison';
import { scenarioOf } from './scenario';
import { thenCharges } from './then-charges';

export interface WhatIfQuestion {
  start_time: string;
  end_time: string;
  changes: readonly WhatIfChange[];
  scope: 'changes' | 'everything' | 'whole_bills';
}

/** Sides of comparisons, the latest ones: what the next change of the same prices has in common with the last. */
const keptSides = perSnapshot(() => keep<readonly Cost[]>(12));
const keptComparisons = perSnapshot(() => keep<Comparison>(8));
/** A side with more costs than these is worked out again rather than kept. */
const mostKeptCosts = 50_000;

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
  // To the minute: which price is in force changes without a commit.
  const at = Math.max(to, Math.floor(call.deps.now() / 60_000) * 60_000);
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
  const side = (isPerCustomer: boolean, priced: Pick<Question, 'prices' | 'chargesOf'>) =>
    costsOf(collect(store, { ...question, ...priced, perLineItem: isPerCustomer }).charges, isPerCustomer);
  const keptSide = (name: 'now' | 'rest', isPerCustomer: boolean, prices: Question['prices']) =>
    sides(
      JSON.stringify([name, from, to, isPerCustomer, touched.map(({ number }) => number)]),
      () => side(isPerCustomer, { prices }),
      (costs) => costs.length <= mostKeptCosts,
    );

  const comparison = keptComparisons(store, environment_id)(JSON.stringify([from, to, at, scope, changes]), () => {
    const made = newComparison();
    addCosts(made, keptSide('now', true, touched), ['now']);
    const prices = [...scenario.prices.filter(scenario.touches), ...scenario.drafts];
    addCosts(made, side(true, { prices, chargesOf: thenCharges(scenario, { environment_id, at }) }), ['then']);
    if (scope === 'whole_bills') {
      const untouched = catalog.prices.filter((price) => !scenario.touches(price));
      addCosts(made, keptSide('rest', true, untouched), ['now', 'then']);
    } else if (scope === 'everything') {
      // All prices together, whatever is touched: changes of other prices find it again.
      const all = sides(
        JSON.stringify(['all', from, to]),
        () => side(false, { prices: catalog.prices }),
        (costs) => costs.length <= mostKeptCosts,
      );
      const untouched = all.filter(({ price }) => !scenario.touches(price));
      addCosts(made, untouched, ['now', 'then']);
    }
    return made;
  });
  return { comparison, calendar };
}

/** Keeps the latest few of what is made. */
function keep<T>(most: number) {
  const kept = new Map<string, T>();
  return (key: string, make: () => T, isWorthIt: (value: T) => boolean = () => true): T => {
    const known = kept.get(key);
    if (known !== undefined) return known;
    const made = make();
    if (isWorthIt(made)) {
      kept.set(key, made);
      const [oldest] = kept.keys();
      if (kept.size > most && oldest !== undefined) kept.delete(oldest);
    }
    return made;
  };
}
