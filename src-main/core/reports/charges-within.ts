import type { ChargedPrice } from '../analytics/charged-prices';
import { type Charge, chargesOf } from '../analytics/charges';
import type { Store } from '../store/open';
import type { Question } from './question';
import { reached, reachOf } from './read-range';

/** The line items that charge by some prices within a question's range, each for as much as is read of its meter. */
export function chargesWithin(store: Store, question: Question, prices: readonly ChargedPrice[]): Charge[] {
  const find = question.chargesOf ?? chargesOf;
  const [first = [], ...others] = [...Map.groupBy(prices, ({ meter }) => reachOf(question, meter))].map(
    ([reach, alike]) => find(store, alike, reached(question, reach), question.customers),
  );
  // Mostly all are read alike, and there may be a million line items.
  return others.length === 0 ? first : [first, ...others].flat();
}
