import { factReader } from '../analytics/event-facts';
import type { RawEvent } from '../analytics/raw-events';
import type { Store } from '../store/open';
import { collect } from './collect';
import { collectParts } from './collect-parts';
import type { Question } from './question';
import { hasManyCustomers, readCustomers } from './read-customers';
import type { Reading } from './reading';
import { dimensionOf, isByPart } from './report-dimension';
import { type Entry, entriesOf, foldEntries } from './report-groups';

/** Reads what a report by `group_by` needs, by the cheapest route. `most` is how many entries it will tell apart. */
export function readReport(store: Store, asked: Question, group_by: string, most = Number.POSITIVE_INFINITY): Reading {
  const { environment_id } = asked;
  if (group_by === 'customer' && !asked.perLineItem && !asked.filter && !asked.customers) {
    if (hasManyCustomers(store, environment_id, most)) return readCustomers(store, asked);
  }
  const collected = isByPart(group_by) ? readParts(store, asked, group_by) : readWhole(store, asked, group_by);
  let entries: Entry[] | null = null;
  return {
    ...collected,
    tell(mostTold, { isKept }) {
      const { charges } = collected;
      entries ??= entriesOf(charges, dimensionOf(store, environment_id, group_by, charges));
      return foldEntries(entries, mostTold, isKept);
    },
  };
}

type Collected = Pick<Reading, 'charges' | 'uncharged'>;

function readWhole(store: Store, asked: Question, group_by: string): Collected {
  const byCustomer = group_by === 'customer';
  return collect(store, { ...asked, perLineItem: asked.perLineItem || byCustomer, unchargedPerCustomer: byCustomer });
}

function readParts(store: Store, asked: Question, group_by: string): Collected {
  const partOf: (event: RawEvent) => string | null = factReader(store, group_by);
  const parts = collectParts(store, asked, group_by, partOf);
  return {
    charges: parts.flatMap(({ part, collected }) => collected.charges.map((charge) => ({ ...charge, part }))),
    uncharged: parts.flatMap(({ part, collected }) => collected.uncharged.map((one) => ({ ...one, part }))),
  };
}
