import type { ChargedPrice } from '../analytics/charged-prices';
import type { Store } from '../store/open';
import { collectSums } from './collect-sums';
import { openLedger } from './ledger';
import type { Question } from './question';

/** Whole days of a price: [first_day, end_day). */
export interface SpanOfPrice {
  price: ChargedPrice;
  first_day: number;
  end_day: number;
}

type Place = Pick<Question, 'calendar' | 'environment_id' | 'checkpoint'>;

/** Days of which a price is to be priced in all, and from each of the ascending boundaries to the next. */
interface CutDays {
  first_day: number;
  end_day: number;
  boundaries: readonly number[];
}

/**
 * What some spans cost (10^-30), in their order, every line item priced on its own from zero as of now. The spans of one
 * price are apart from each other, but for one that may hold all others.
 */
export function freshCosts(store: Store, place: Place, spans: readonly SpanOfPrice[]): bigint[] {
  const costs = new Array<bigint>(spans.length).fill(0n);
  const places = spans.map((span, index) => ({ ...span, index }));
  const cut = [...Map.groupBy(places, ({ price }) => price)].map(([price, ofPrice]) => ({
    price,
    spans: ofPrice,
    days: cutDays(ofPrice),
  }));
  // Prices of one meter that are cut alike are priced in one reading.
  const alike = Map.groupBy(cut, ({ price, days }) => `${price.meter.number}/${days.end_day}/${days.boundaries}`);
  for (const together of alike.values()) {
    const [one] = together;
    if (!one) continue;
    const { first_day, end_day, boundaries } = one.days;
    const prices = together.map(({ price }) => price);
    const settled = settlements(store, place, prices, one.days);
    for (const { price, spans: ofPrice } of together) {
      const settlement = settled.get(price.number);
      for (const span of ofPrice) {
        const isAll = span.first_day === first_day && span.end_day === end_day;
        const part = isAll ? settlement : settlement?.windows.get(boundaries.indexOf(span.first_day));
        costs[span.index] = part?.cost ?? 0n;
      }
    }
  }
  return costs;
}

function cutDays(spans: readonly SpanOfPrice[]): CutDays {
  const first_day = Math.min(...spans.map((span) => span.first_day));
  const end_day = Math.max(...spans.map((span) => span.end_day));
  const days = new Set(spans.flatMap((span) => [span.first_day, span.end_day]));
  days.delete(end_day);
  return { first_day, end_day, boundaries: [...days].sort((a, b) => a - b) };
}

/** What prices of one meter come to, by number of the price. */
function settlements(store: Store, place: Place, prices: readonly ChargedPrice[], days: CutDays) {
  const { calendar, environment_id, checkpoint } = place;
  const { book, close } = openLedger(store, {
    environment_id,
    calendar,
    checkpoint,
    from: calendar.dayStart(days.first_day),
    to: calendar.dayStart(days.end_day),
    windows: days.boundaries.map(calendar.dayStart),
    wholeDays: true,
    prices,
    unchargedMeters: [],
    customers: null,
    perLineItem: false,
  });
  collectSums(
    book,
    prices.slice(0, 1).map(({ meter }) => meter),
  );
  return new Map(close().charges.map(({ price, settlement }) => [price.number, settlement]));
}
