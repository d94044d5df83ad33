import { collect } from '../reports/collect';
import type { Question } from '../reports/question';
import type { Store } from '../store/open';

/** What one customer used of a meter without being charged. */
export interface UnchargedUsage {
  usage: bigint;
  event_count: number;
}

/** By number of the event table: who used the meter without being charged within the question's range, of its meters. */
export function unchargedByCustomer(store: Store, question: Question): Map<number, UnchargedUsage> {
  const { uncharged: found } = collect(store, {
    ...question,
    windows: [],
    wholeDays: true,
    perLineItem: true,
    unchargedPerCustomer: true,
  });
  const all = new Map<number, UnchargedUsage>();
  for (const [customer, { usage, event_count }] of found.flatMap(({ byCustomer }) => [...(byCustomer ?? [])])) {
    if (event_count > 0) all.set(customer, { usage, event_count });
  }
  return all;
}
