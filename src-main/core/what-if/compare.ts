import type { WhatIfChange } from '@shared/entities/what-if';
import { invalid } from '@shared/errors';
import type { Calendar } from '@shared/rules/windows';
import { usageCatalog } from '../analytics/usage-catalog';
import type { Call } from '../deps';
import { collect } from '../reports/collect';
import type { Question } from '../reports/ledger';
import { usageEnvironment } from '../usage/usage-environment';
import { addCharges, type Comparison, newComparison } from './comparison';
import { scenarioOf } from './scenario';
import { thenCharges } from './then-charges';

export interface WhatIfQuestion {
  start_time: string;
  end_time: string;
  changes: readonly WhatIfChange[];
  whole_bills: boolean;
}

/**
 * Prices past usage twice with the engine of the reports: as it is charged now, and as the changes would have it. Only
 * what the changes touch is priced twice, and customer by customer. Nothing is written.
 */
export async function compareCharges(
  input: WhatIfQuestion,
  call: Call,
): Promise<{ comparison: Comparison; calendar: Calendar }> {
  const { store } = call.deps;
  const { environment_id } = call.context;
  const { calendar } = usageEnvironment(store.sqlite, environment_id);
  const from = Date.parse(input.start_time);
  const to = Date.parse(input.end_time);
  if (from >= to) throw invalid('The end must be after the start', 'end_time');
  const catalog = usageCatalog(store, environment_id);
  const scenario = await scenarioOf(catalog, input.changes, call);
  const question: Omit<Question, 'prices' | 'perLineItem'> = {
    environment_id,
    calendar,
    from,
    to,
    windows: [from],
    wholeDays: true,
    unchargedMeters: [],
    customers: null,
  };

  const comparison = newComparison();
  const touched = catalog.prices.filter(scenario.touches);
  const untouched = catalog.prices.filter((price) => !scenario.touches(price));
  const now = collect(store, { ...question, prices: touched, perLineItem: true });
  const then = collect(store, {
    ...question,
    prices: [...scenario.prices.filter(scenario.touches), ...scenario.drafts],
    perLineItem: true,
    chargesOf: thenCharges(scenario, { environment_id, at: Math.max(to, call.deps.now()) }),
  });
  const rest = collect(store, { ...question, prices: untouched, perLineItem: input.whole_bills });
  addCharges(comparison, now.charges, ['now']);
  addCharges(comparison, then.charges, ['then']);
  addCharges(comparison, rest.charges, ['now', 'then']);
  return { comparison, calendar };
}
