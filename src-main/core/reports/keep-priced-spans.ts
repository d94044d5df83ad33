import type { ChargedPrice } from '../analytics/charged-prices';
import { usageCatalog } from '../analytics/usage-catalog';
import type { Store } from '../store/open';
import { prepared } from '../store/prepared';
import { keepPriced, type PricedByPrice, pricedWithin, spanKey } from '../usage/priced-spans';
import { type DaySpan, usedSpan, wantedRanges } from '../usage/priced-wanted';
import { usageEnvironment } from '../usage/usage-environment';
import { freshCosts } from './fresh-costs';
import { isPricedApart } from './priced-apart';

/** Spans of one price that are priced in one reading: days, and the span that holds them all. */
export interface SpansToKeep {
  price: ChargedPrice;
  spans: DaySpan[];
}

const usedSql = `
  select price, day from usage_price_days where price in (select value from json_each(?)) order by price, day`;

/** What of an environment is wanted ready and is not kept right now, the newest days first. */
export function spansToKeep(store: Store, environment_id: string): SpansToKeep[] {
  const { calendar } = usageEnvironment(store.sqlite, environment_id);
  const prices = usageCatalog(store, environment_id).prices.filter(isPricedApart);
  const numbers = JSON.stringify(prices.map(({ number }) => number));
  const rows = prepared(store.sqlite, usedSql).raw().all(numbers) as [price: number, day: number][];
  const used = new Map<number, number[]>();
  for (const [price, day] of rows) {
    const days = used.get(price);
    if (days) days.push(day);
    else used.set(price, [day]);
  }
  const meters = [...new Set(prices.map(({ meter }) => meter.number))];
  const kept = pricedWithin(store.sqlite, meters, Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
  return wantedRanges(calendar, new Set(rows.map(([, day]) => day))).flatMap((range) =>
    prices.flatMap((price) => {
      const days = (used.get(price.number) ?? []).filter((day) => day >= range.first_day && day < range.end_day);
      const spans = missingOf(price, days, kept);
      return spans.length > 0 ? [{ price, spans }] : [];
    }),
  );
}

/** The days that are not kept, and the span that holds them all: it tells what a longer one is made of. */
function missingOf({ number }: ChargedPrice, days: readonly number[], kept: PricedByPrice): DaySpan[] {
  const whole = usedSpan(days);
  if (!whole) return [];
  const isMissing = ({ first_day, end_day }: DaySpan) => kept.get(number)?.has(spanKey(first_day, end_day)) !== true;
  const single = days.map((day) => ({ first_day: day, end_day: day + 1 })).filter(isMissing);
  return days.length > 1 && isMissing(whole) ? [whole, ...single] : single;
}

/** Prices spans and keeps what they cost. Part of a transaction, so that it reads what it is kept beside. */
export function keepSpans(store: Store, environment_id: string, { price, spans }: SpansToKeep): void {
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
