import { joinQuantity } from '@shared/rules/scaled-decimal';
import type { MeterFacts } from '../analytics/charged-prices';
import { readSegments } from './collect-events';
import type { Ledger } from './ledger';
import { dayFinder } from './report-days';

type PriceRow = readonly [price: bigint, day: bigint, count: bigint, units: bigint, nanos: bigint, femtos: bigint];
type TotalRow = readonly [meter: bigint, count: bigint, units: bigint, nanos: bigint, femtos: bigint];

const priceDaysSql = `
  select price, day, event_count, units, nanos, femtos
  from usage_price_days where price in (select value from json_each(?)) and day >= ? and day < ?`;

const meterTotalsSql = `
  select meter, sum(event_count), sum(units), sum(nanos), sum(femtos)
  from usage_day_totals where meter in (select value from json_each(?)) and day >= ? and day < ? group by meter`;

/**
 * Reads some meters from usage by price and day: all customers are already together there, so that only linear prices
 * may come this way. Days that the range covers in part are read event by event.
 */
export function collectFromPriceDays(ledger: Ledger, meters: readonly MeterFacts[]): void {
  if (meters.length === 0) return;
  const { calendar, from, to } = ledger.question;
  const first = calendar.dayStart(calendar.dayOf(from)) === from ? calendar.dayOf(from) : calendar.dayOf(from) + 1;
  const end = calendar.dayOf(to);
  if (first < end) readWholeDays(ledger, meters, first, end);
  const wholeFrom = Math.min(calendar.dayStart(first), to);
  const wholeTo = Math.max(calendar.dayStart(end), wholeFrom);
  const edges = [
    { from, to: wholeFrom },
    { from: wholeTo, to },
  ].filter((edge) => edge.from < edge.to);
  readSegments(
    ledger,
    edges.flatMap((edge) => meters.map((meter) => ({ meter, ...edge, charges: null }))),
  );
}

function readWholeDays(ledger: Ledger, meters: readonly MeterFacts[], first: number, end: number) {
  const { question, store } = ledger;
  const numbers = new Set(meters.map((meter) => meter.number));
  const prices = new Map(
    question.prices.filter(({ meter }) => numbers.has(meter.number)).map((price) => [price.number, price]),
  );
  const days = dayFinder(ledger);
  const charged = new Map<number, { quantity: bigint; event_count: number }>();
  const rows = store.sqlite
    .prepare(priceDaysSql)
    .raw()
    .safeIntegers()
    .all(JSON.stringify([...prices.keys()]), first, end) as PriceRow[];
  for (const [number, day, count, units, nanos, femtos] of rows) {
    const price = prices.get(Number(number));
    if (!price) continue;
    const quantity = joinQuantity(units, nanos, femtos);
    const event_count = Number(count);
    ledger.accountOfPrice(price).addSum(days(Number(day)).window, quantity, event_count);
    const sum = charged.get(price.meter.number);
    if (!sum) charged.set(price.meter.number, { quantity, event_count });
    else {
      sum.quantity += quantity;
      sum.event_count += event_count;
    }
  }
  const wanted = question.unchargedMeters.filter((meter) => numbers.has(meter.number));
  if (wanted.length > 0) subtractCharged(ledger, wanted, first, end, charged);
}

/** No usage of these meters is charged twice (see metersChargedTwice), so that what is left over is uncharged. */
function subtractCharged(
  ledger: Ledger,
  meters: readonly MeterFacts[],
  first: number,
  end: number,
  charged: ReadonlyMap<number, { quantity: bigint; event_count: number }>,
) {
  const byNumber = new Map(meters.map((meter) => [meter.number, meter]));
  const totals = ledger.store.sqlite
    .prepare(meterTotalsSql)
    .raw()
    .safeIntegers()
    .all(JSON.stringify([...byNumber.keys()]), first, end) as TotalRow[];
  for (const [number, count, units, nanos, femtos] of totals) {
    const meter = byNumber.get(Number(number));
    const known = charged.get(Number(number));
    const event_count = Number(count) - (known?.event_count ?? 0);
    if (!meter || event_count === 0) continue;
    ledger.unchargedOf(meter, 0).addSum(0, joinQuantity(units, nanos, femtos) - (known?.quantity ?? 0n), event_count);
  }
}
