import type { ChargedPrice, MeterFacts } from '../analytics/charged-prices';
import { exactRows, readSums } from '../analytics/stored-quantity';
import { prepared } from '../store/prepared';
import { readSegments } from './collect-events';
import { collectPricedSpans } from './collect-priced-spans';
import type { Ledger } from './ledger';
import { partsOfPrices } from './price-parts';
import { dayFinder } from './report-days';

const within = 'in (select value from json_each(?)) and day >= ? and day < ?';
const byDaySql = `select units, nanos, femtos, event_count, price, day from usage_price_days where price ${within}`;
const sums = 'sum(units), sum(nanos), sum(femtos), sum(event_count)';
const byPriceSql = `select ${sums}, price, min(day) from usage_price_days where price ${within} group by price`;
const eventsSql = `select coalesce(sum(event_count), 0) from usage_day_totals where meter ${within}`;
const byMeterSql = `select ${sums}, meter from usage_day_totals where meter ${within} group by meter`;

/**
 * Reads some meters from usage by price and day, where all customers are already together: linear prices are priced on
 * that, the others by what is kept of their costs, which takes a range of whole days. Days that the range covers in part
 * are read event by event.
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
  const [prices, apart] = pricesByNumber(question.prices.filter(({ meter }) => numbers.has(meter.number)));
  const days = dayFinder(ledger);
  const charged = new Map<number, { quantity: bigint; event_count: number }>();
  const addCharged = ({ meter }: ChargedPrice, quantity: bigint, event_count: number) => {
    const sum = charged.get(meter.number);
    if (!sum) charged.set(meter.number, { quantity, event_count });
    else {
      sum.quantity += quantity;
      sum.event_count += event_count;
    }
  };
  const windowCount = question.windows.length;
  const parameters = [JSON.stringify([...prices.keys()]), first, end];
  const rows = windowCount > 1 ? exactRows(store.sqlite, byDaySql, parameters) : null;
  const parts = rows && partsOfPrices(rows, prices, windowCount, (day) => days(day).window);
  if (parts) {
    for (const ofPrice of parts) {
      ledger.addParts(ofPrice);
      addCharged(ofPrice.price, ofPrice.usage, ofPrice.event_count);
    }
  } else {
    readSums(store.sqlite, windowCount <= 1 ? byPriceSql : byDaySql, parameters, (quantity, row) => {
      const price = prices.get(row[4] ?? -1);
      if (!price) return;
      ledger.accountOfPrice(price).addSum(days(row[5] ?? first).window, quantity, row[3]);
      addCharged(price, quantity, row[3]);
    });
  }
  collectPricedSpans(ledger, apart, first, end, addCharged);
  const wanted = question.unchargedMeters.filter((meter) => numbers.has(meter.number));
  if (wanted.length > 0) subtractCharged(ledger, wanted, first, end, charged);
}

/** Linear prices, and the others. */
const pricesByNumber = (prices: readonly ChargedPrice[]): [Map<number, ChargedPrice>, Map<number, ChargedPrice>] => {
  const byNumber = (linear: boolean) =>
    new Map(prices.filter(({ compiled }) => compiled.linear === linear).map((price) => [price.number, price]));
  return [byNumber(true), byNumber(false)];
};

/** No usage of these meters is charged twice (see metersChargedTwice), so that what is left over is uncharged. */
function subtractCharged(
  ledger: Ledger,
  meters: readonly MeterFacts[],
  first: number,
  end: number,
  charged: ReadonlyMap<number, { quantity: bigint; event_count: number }>,
) {
  const byNumber = new Map(meters.map((meter) => [meter.number, meter]));
  const numbers = JSON.stringify([...byNumber.keys()]);
  // Mostly everything is charged, which is found out at half the price.
  const events = prepared(ledger.store.sqlite, eventsSql).pluck().get(numbers, first, end) as number;
  if (events === sumOf(meters.map(({ number }) => charged.get(number)?.event_count ?? 0))) return;
  readSums(ledger.store.sqlite, byMeterSql, [numbers, first, end], (quantity, row) => {
    const meter = byNumber.get(row[4] ?? -1);
    if (!meter) return;
    const known = charged.get(meter.number);
    const event_count = row[3] - (known?.event_count ?? 0);
    if (event_count === 0) return;
    ledger.unchargedOf(meter, 0).addSum(0, quantity - (known?.quantity ?? 0n), event_count);
  });
}

const sumOf = (numbers: readonly number[]) => numbers.reduce((sum, number) => sum + number, 0);
