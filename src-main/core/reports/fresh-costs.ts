import type { ChargedPrice } from '../analytics/charged-prices';
import { readSums } from '../analytics/stored-quantity';
import type { Store } from '../store/open';
import { prepared } from '../store/prepared';
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
  for (const [price, ofPrice] of Map.groupBy(places, (span) => span.price)) {
    const first_day = Math.min(...ofPrice.map((span) => span.first_day));
    const end_day = Math.max(...ofPrice.map((span) => span.end_day));
    const days = new Set(ofPrice.flatMap((span) => [span.first_day, span.end_day]));
    days.delete(end_day);
    const boundaries = [...days].sort((a, b) => a - b);
    const { total, windows } = costsOfPrice(store, place, { price, first_day, end_day }, boundaries);
    for (const span of ofPrice) {
      const isAll = span.first_day === first_day && span.end_day === end_day;
      costs[span.index] = isAll ? total : (windows[boundaries.indexOf(span.first_day)] ?? 0n);
    }
  }
  return costs;
}

interface CostsOfPrice {
  total: bigint;
  /** By boundary. */
  windows: bigint[];
}

/** The cost of a span of a price, and of every part of it from one of the ascending boundaries to the next. */
function costsOfPrice(store: Store, place: Place, span: SpanOfPrice, boundaries: readonly number[]): CostsOfPrice {
  const { whole, partial } = customersOf(store, place, span);
  const costs = costsOfWhole(store, span, boundaries, whole);
  if (partial.length === 0) return costs;
  const { calendar, environment_id } = place;
  const { price, first_day, end_day } = span;
  const { book, close } = openLedger(store, {
    environment_id,
    calendar,
    from: calendar.dayStart(first_day),
    to: calendar.dayStart(end_day),
    windows: boundaries.map(calendar.dayStart),
    wholeDays: true,
    prices: [price],
    unchargedMeters: [],
    customers: partial,
    perLineItem: false,
  });
  collectFromCustomerDays(book, [price.meter]);
  for (const { settlement } of close().charges) {
    costs.total += settlement.cost;
    for (const [window, { cost }] of settlement.windows) costs.windows[window] = (costs.windows[window] ?? 0n) + cost;
  }
  return costs;
}

const customersSql = 'select customer, start, end from charge_windows where price = ? and start < ? and end > ?';

/** Who is charged by a price within a span: by one line item for all of it, or for parts of it or more than once. */
function customersOf({ sqlite }: Store, { calendar }: Place, { price, first_day, end_day }: SpanOfPrice) {
  const from = calendar.dayStart(first_day);
  const to = calendar.dayStart(end_day);
  const rows = prepared(sqlite, customersSql).raw().all(price.number, to, from) as [number, number, number][];
  const whole = new Set<number>();
  const partial = new Set<number>();
  for (const [customer, start, end] of rows) {
    if (start > from || end < to || whole.has(customer)) partial.add(customer);
    else whole.add(customer);
  }
  for (const customer of partial) whole.delete(customer);
  return { whole, partial: [...partial] };
}

const daysSql = `
  select units, nanos, femtos, event_count, day, customer from usage_days where meter = ? and day >= ? and day < ?
  order by day`;

/** Prices the customers that one line item charges for the whole span: their days add up without a look at the clock. */
function costsOfWhole(
  { sqlite }: Store,
  { price, first_day, end_day }: SpanOfPrice,
  boundaries: readonly number[],
  customers: ReadonlySet<number>,
): CostsOfPrice {
  const { compiled, meter } = price;
  const costs: CostsOfPrice = { total: 0n, windows: boundaries.map(() => 0n) };
  const inAll = new Map<number, bigint>();
  const inWindow = new Map<number, bigint>();
  let window = 0;
  const endWindow = () => {
    let cost = 0n;
    for (const [customer, quantity] of inWindow) {
      cost += compiled.cost(quantity);
      inAll.set(customer, (inAll.get(customer) ?? 0n) + quantity);
    }
    costs.windows[window] = cost;
    inWindow.clear();
  };
  readSums(sqlite, daysSql, [meter.number, first_day, end_day], (quantity, [, , , , day = 0, customer = -1]) => {
    if (!customers.has(customer)) return;
    while (day >= (boundaries[window + 1] ?? Number.POSITIVE_INFINITY)) {
      endWindow();
      window += 1;
    }
    inWindow.set(customer, (inWindow.get(customer) ?? 0n) + quantity);
  });
  endWindow();
  for (const quantity of inAll.values()) costs.total += compiled.cost(quantity);
  return costs;
}
