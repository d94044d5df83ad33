import type { Settled } from '../analytics/account';
import type { ChargedPrice } from '../analytics/charged-prices';
import { readSums } from '../analytics/stored-quantity';
import { pricedWithin, spanKey } from '../usage/priced-spans';
import { usedSpan } from '../usage/priced-wanted';
import { freshCosts, type SpanOfPrice } from './fresh-costs';
import type { Ledger } from './ledger';
import { dayFinder } from './report-days';
import type { OpenSettlement } from './settlements';

const byDaySql = `
  select units, nanos, femtos, event_count, price, day from usage_price_days
  where price in (select value from json_each(?)) and day >= ? and day < ? order by price, day`;

/** What is still to be told of a settlement: the cost of the whole, or of one window, is that of a span. */
interface Booked {
  span: SpanOfPrice;
  settled: Settled;
}

/**
 * Books prices whose cost is no sum of parts, for whole days and everybody: usage from usage by price and day, cost from
 * what is kept of it. What is not kept right now is priced afresh.
 */
export function collectPricedSpans(
  ledger: Ledger,
  prices: ReadonlyMap<number, ChargedPrice>,
  first: number,
  end: number,
  addCharged: (price: ChargedPrice, usage: bigint, event_count: number) => void,
): void {
  if (prices.size === 0) return;
  const { store } = ledger;
  const windowOfDay = dayFinder(ledger);
  const used = new Map<number, UsedDays>();
  const numbers = JSON.stringify([...prices.keys()]);
  readSums(store.sqlite, byDaySql, [numbers, first, end], (usage, [, , , event_count, price = -1, day = 0]) => {
    let ofPrice = used.get(price);
    if (!ofPrice) {
      ofPrice = {
        days: [],
        settlement: { usage: 0n, cost: 0n, event_count: 0, windows: new Map() },
        windows: new Map(),
      };
      used.set(price, ofPrice);
    }
    addDay(ofPrice, day, windowOfDay(day).window, usage, event_count);
  });

  const booked: Booked[] = [];
  for (const [number, { days, settlement, windows }] of used) {
    const price = prices.get(number);
    if (!price) continue;
    ledger.addSettled(price, settlement);
    addCharged(price, settlement.usage, settlement.event_count);
    const book = (settled: Settled, ofDays: readonly number[]) => {
      const span = usedSpan(ofDays);
      if (span) booked.push({ span: { price, ...span }, settled });
    };
    book(settlement, days);
    for (const [window, ofWindow] of windows) {
      const settled = settlement.windows.get(window);
      if (settled) book(settled, ofWindow);
    }
  }
  tellCosts(ledger, prices, booked, first, end);
}

/** What a price charges for: in total, by window, and on which days, ascending. */
interface UsedDays {
  days: number[];
  settlement: OpenSettlement;
  windows: Map<number, number[]>;
}

function addDay({ days, settlement, windows }: UsedDays, day: number, window: number, usage: bigint, count: number) {
  days.push(day);
  settlement.usage += usage;
  settlement.event_count += count;
  const settled = settlement.windows.get(window);
  if (settled) {
    settled.usage += usage;
    settled.event_count += count;
    windows.get(window)?.push(day);
  } else {
    settlement.windows.set(window, { usage, cost: 0n, event_count: count });
    windows.set(window, [day]);
  }
}

function tellCosts(
  { question, store }: Ledger,
  prices: ReadonlyMap<number, ChargedPrice>,
  booked: readonly Booked[],
  first: number,
  end: number,
) {
  const meters = [...new Set([...prices.values()].map(({ meter }) => meter.number))];
  const kept = pricedWithin(store.sqlite, meters, first, end);
  const missing: Booked[] = [];
  for (const entry of booked) {
    const { price, first_day, end_day } = entry.span;
    const cost = kept.get(price.number)?.get(spanKey(first_day, end_day));
    if (cost === undefined) missing.push(entry);
    else entry.settled.cost = cost;
  }
  if (missing.length === 0) return;
  const fresh = freshCosts(
    store,
    question,
    missing.map(({ span }) => span),
  );
  for (const [index, { settled }] of missing.entries()) settled.cost = fresh[index] ?? 0n;
}
