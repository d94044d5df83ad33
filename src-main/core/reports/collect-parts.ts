import type { RawEvent } from '../analytics/raw-events';
import type { Store } from '../store/open';
import { collectFromEvents } from './collect-events';
import { type Collected, type CollectedCharge, type Ledger, openLedger, type Question } from './ledger';
import { addSettlement } from './line-item-sums';
import { refuseTooManyParts } from './report-question';

/** What the events with one source, or one value of a property, come to; null is the part of those without one. */
export interface CollectedPart {
  part: string | null;
  collected: Collected;
}

/**
 * Adds up what every price charges for in each part of the events, each from zero (wire contract 6.8). Reads every event
 * of the range, as no roll-up knows of sources and properties; one event name after another, so that the line items of
 * its meters are all that is held. A part comes once for every event name that has it.
 */
export function collectParts(
  store: Store,
  question: Question,
  name: string,
  partOf: (event: RawEvent) => string | null,
): CollectedPart[] {
  const { book } = openLedger(store, question);
  const meters = new Set([...question.prices.map(({ meter }) => meter), ...question.unchargedMeters]);
  const seen = new Set<string | null>();
  return [...Map.groupBy(meters, ({ event_name }) => event_name).values()].flatMap((ofName) => {
    const parts = new Map<string | null, ReturnType<typeof openLedger>>();
    function bookOf(event: RawEvent): Ledger {
      const part = partOf(event);
      let opened = parts.get(part);
      if (!opened) {
        refuseTooManyParts(seen.add(part).size, name);
        opened = openLedger(store, question);
        parts.set(part, opened);
      }
      return opened.book;
    }
    collectFromEvents({ ...book, bookOf }, ofName);
    return [...parts].map(([part, { close }]) => ({ part, collected: ofPrices(close(), question) }));
  });
}

/** The charges of each price together, unless line items are wanted. */
function ofPrices({ charges, uncharged }: Collected, { perLineItem }: Question): Collected {
  if (perLineItem) return { charges, uncharged };
  const together = [...Map.groupBy(charges, ({ price }) => price)].map(([price, ofPrice]): CollectedCharge => {
    const settlement = { usage: 0n, cost: 0n, event_count: 0, windows: new Map() };
    for (const one of ofPrice) addSettlement(settlement, one.settlement);
    return { price, charge: null, settlement, parts: null };
  });
  return { charges: together, uncharged };
}
