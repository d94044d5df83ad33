import type { ChargedPrice } from '../analytics/charged-prices';
import { usageCatalog } from '../analytics/usage-catalog';
import type { Store } from '../store/open';
import { prepared } from '../store/prepared';
import { forgetSpan, keepPriced, pricedWithin, spanKey } from '../usage/priced-spans';
import { type DaySpan, usedSpan, wantedRanges } from '../usage/priced-wanted';
import { usageEnvironment } from '../usage/usage-environment';
import { freshCosts } from './fresh-costs';
import { isPricedApart } from './priced-apart';

/** Spans of one price that are priced in one reading: days, and the span that holds them all; or those nobody asks for any more. */
export interface SpansToKeep {
  price: ChargedPrice;
  spans: DaySpan[];
  useless: DaySpan[];
}

const usedSql = 'select day from usage_price_days where price = ? order by day';

/**
 * What of an environment is wanted ready and is not kept right now, the newest days first, and what is kept and wanted no
 * more: the last 30 days are others every day. Pauses after every price.
 */
export function* spansToKeep(store: Store, environment_id: string): Generator<void, SpansToKeep[]> {
  const { calendar } = usageEnvironment(store.sqlite, environment_id);
  const prices = usageCatalog(store, environment_id).prices.filter(isPricedApart);
  const used = new Map<number, number[]>();
  const all = new Set<number>();
  for (const { number } of prices) {
    const days = prepared(store.sqlite, usedSql).pluck().all(number) as number[];
    used.set(number, days);
    for (const day of days) all.add(day);
    yield;
  }
  const ranges = wantedRanges(calendar, all);
  const toKeep = ranges.map((): SpansToKeep[] => []);
  const toForget: SpansToKeep[] = [];
  for (const [meter, ofMeter] of Map.groupBy(prices, (price) => price.meter.number)) {
    const kept = pricedWithin(store.sqlite, [meter], Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
    for (const price of ofMeter) {
      const left = new Set(kept.get(price.number)?.keys());
      const isKept = new Set(left);
      for (const [place, range] of ranges.entries()) {
        const spans = spansIn(used.get(price.number) ?? [], range);
        for (const span of spans) left.delete(keyOf(span));
        const missing = spans.filter((span) => !isKept.has(keyOf(span)));
        if (missing.length > 0) toKeep[place]?.push({ price, spans: missing, useless: [] });
      }
      const useless = [...left].map(spanOf).filter(({ first_day, end_day }) => end_day - first_day > 1);
      if (useless.length > 0) toForget.push({ price, spans: [], useless });
      yield;
    }
  }
  return [...toKeep.flat(), ...toForget];
}

const keyOf = ({ first_day, end_day }: DaySpan) => spanKey(first_day, end_day);

function spanOf(key: string): DaySpan {
  const [first_day = 0, end_day = 0] = key.split('/').map(Number);
  return { first_day, end_day };
}

/** The span that holds all of a price's days in a range, which tells what a longer one is made of, and each of them. */
function spansIn(used: readonly number[], { first_day, end_day }: DaySpan): DaySpan[] {
  const days = used.filter((day) => day >= first_day && day < end_day);
  const single = days.map((day) => ({ first_day: day, end_day: day + 1 }));
  const whole = usedSpan(days);
  return whole && days.length > 1 ? [whole, ...single] : single;
}

/** Prices spans and keeps what they cost, or forgets them. Part of a transaction, so that it reads what it is kept beside. */
export function keepSpans(store: Store, environment_id: string, { price, spans, useless }: SpansToKeep): void {
  for (const span of useless) forgetSpan(store.sqlite, { meter: price.meter.number, price: price.number, ...span });
  if (spans.length === 0) return;
  const { calendar } = usageEnvironment(store.sqlite, environment_id);
  const costs = freshCosts(
    store,
    { calendar, environment_id },
    spans.map((span) => ({ price, ...span })),
  );
  for (const [index, span] of spans.entries()) {
    keepPriced(store.sqlite, { meter: price.meter.number, price: price.number, ...span, cost: costs[index] ?? 0n });
  }
}
