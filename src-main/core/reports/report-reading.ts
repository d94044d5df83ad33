import { factReader } from '../analytics/event-facts';
import type { RawEvent } from '../analytics/raw-events';
import type { Store } from '../store/open';
import { collect } from './collect';
import { collectParts } from './collect-parts';
import type { CollectedUncharged, Question } from './ledger';
import { isByPart, type PartCharge } from './report-dimension';

/** What a report is made of, whatever its entries are. */
export interface Reading {
  charges: PartCharge[];
  uncharged: (CollectedUncharged & { part?: string | null })[];
}

/** Reads what a report by `group_by` needs, by the cheapest route. */
export function readReport(store: Store, asked: Question, group_by: string): Reading {
  if (!isByPart(group_by)) {
    const byCustomer = group_by === 'customer';
    return collect(store, {
      ...asked,
      perLineItem: asked.perLineItem || byCustomer,
      unchargedPerCustomer: byCustomer,
    });
  }
  const partOf: (event: RawEvent) => string | null = factReader(store, group_by);
  const parts = collectParts(store, asked, group_by, partOf);
  return {
    charges: parts.flatMap(({ part, collected }) => collected.charges.map((charge) => ({ ...charge, part }))),
    uncharged: parts.flatMap(({ part, collected }) => collected.uncharged.map((one) => ({ ...one, part }))),
  };
}
