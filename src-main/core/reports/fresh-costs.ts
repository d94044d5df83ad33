import type { ChargedPrice } from '../analytics/charged-prices';
import type { Store } from '../store/open';
import { collectFromCustomerDays } from './collect-customer-days';
import { openLedger, type Question } from './ledger';

/** Whole days of a price: [first_day, end_day). */
export interface SpanOfPrice {
  price: ChargedPrice;
  first_day: number;
  end_day: number;
}

type Place = Pick<Question, 'calendar' | 'environment_id'>;

/**
 * What some spans cost (10^-30), in their order, every line item priced on its own from zero as of now. The spans of one
 * price are apart from each other, but for one that may hold all others.
 */
export function freshCosts(store: Store, place: Place, spans: readonly SpanOfPrice[]): bigint[] {
  const costs = new Array<bigint>(spans.length).fill(0n);
  const places = spans.map((span, index) => ({ ...span, index }));
  for (const ofPrice of Map.groupBy(places, ({ price }) => price).values()) {
    const first_day = Math.min(...ofPrice.map((span) => span.first_day));
    const end_day = Math.max(...ofPrice.map((span) => span.end_day));
    const days = new Set(ofPrice.flatMap((span) => [span.first_day, span.end_day]));
    days.delete(end_day);
    const boundaries = [...days].sort((a, b) => a - b);
    const { total, windows } = costsOfPrice(store, place, { price: ofPrice[0]?.price, first_day, end_day }, boundaries);
    for (const span of ofPrice) {
      const isAll = span.first_day === first_day && span.end_day === end_day;
      costs[span.index] = isAll ? total : (windows[boundaries.indexOf(span.first_day)] ?? 0n);
    }
  }
  return costs;
}

/** The cost of a span of a price, and of every part of it from one of the ascending boundaries to the next. */
function costsOfPrice(
  store: Store,
  { calendar, environment_id }: Place,
  { price, first_day, end_day }: Omit<SpanOfPrice, 'price'> & { price: ChargedPrice | undefined },
  boundaries: readonly number[],
): { total: bigint; windows: bigint[] } {
  const windows = boundaries.map(() => 0n);
  if (!price) return { total: 0n, windows };
  const { book, close } = openLedger(store, {
    environment_id,
    calendar,
    from: calendar.dayStart(first_day),
    to: calendar.dayStart(end_day),
    windows: boundaries.map(calendar.dayStart),
    wholeDays: true,
    prices: [price],
    unchargedMeters: [],
    customers: null,
    perLineItem: false,
  });
  collectFromCustomerDays(book, [price.meter]);
  let total = 0n;
  for (const { settlement } of close().charges) {
    total += settlement.cost;
    for (const [window, { cost }] of settlement.windows) windows[window] = (windows[window] ?? 0n) + cost;
  }
  return { total, windows };
}
