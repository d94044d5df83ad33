import type { MeterFacts } from '../analytics/charged-prices';
import { lineItemWindowings } from '../analytics/line-item-windowing';
import type { RawEvent } from '../analytics/raw-events';
import type { Store } from '../store/open';
import { collectDays } from './collect-days';
import { collectFromEvents } from './collect-events';
import { factDays } from './fact-days';
import { type Collected, type CollectedCharge, isSum, type Ledger, openLedger } from './ledger';
import { lineItemsOf } from './line-item-columns';
import type { Question } from './question';
import { addSettlement } from './settlements';
import { usageTables } from './usage-table';

/** What the events with one source, or one value of a property, come to; null is the part of those without one. */
export interface CollectedPart {
  part: string | null;
  collected: Collected;
}

/**
 * Adds up what every price charges for in each part of the events, each from zero (wire contract 6.8): whole days of
 * meters whose days add up from what is kept of them, all else event by event. One event name after another, so that the
 * line items of its meters are all that is held. A part comes once for every event name that has it.
 */
export function collectParts(
  store: Store,
  question: Question,
  name: string,
  partOf: (event: RawEvent) => string | null,
): CollectedPart[] {
  const windowings = lineItemWindowings(store);
  const { book } = openLedger(store, question, windowings);
  const meters = new Set([...question.prices.map(({ meter }) => meter), ...question.unchargedMeters]);
  const days = factDays(book, name, partOf);
  const { codes } = days;
  const tables = usageTables();
  const lineItems = lineItemsOf(
    book,
    [...meters].filter((meter) => addsUp(question, meter)),
  );
  const byName = [...Map.groupBy(meters, ({ event_name }) => event_name).values()];
  days.expect(byName.flat().filter((meter) => addsUp(question, meter)));
  return byName.flatMap((ofName) => {
    const parts = new Map<number, ReturnType<typeof openLedger>>();
    function bookOf(code: number): Ledger {
      let opened = parts.get(code);
      if (!opened) {
        opened = openLedger(store, question, windowings);
        parts.set(code, opened);
      }
      return opened.book;
    }
    const sums = ofName.filter((meter) => addsUp(question, meter));
    const others = ofName.filter((meter) => !addsUp(question, meter));
    if (sums.length > 0) collectDays(book, sums, lineItems, { ...days, bookOf }, tables);
    collectFromEvents({ ...book, bookOf: (event) => bookOf(days.partOf(event)) }, others);
    return [...parts].map(([code, { close }]) => ({
      part: codes.partOf(code),
      collected: ofPrices(close(), question),
    }));
  });
}

/** Whether the days of a meter are kept by customer and part, and may be added up for the question. */
const addsUp = ({ filter, wholeDays }: Question, meter: MeterFacts): boolean => !filter && wholeDays && isSum(meter);

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
