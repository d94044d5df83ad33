import type Database from 'better-sqlite3';
import { prepared } from '../store/prepared';
import type { ChargeWindow } from './charge-windows';
import type { UsageEnvironment } from './usage-environment';

/** What a price charges (10^-30) for the usage of the days [first_day, end_day). */
export interface PricedSpan {
  meter: number;
  price: number;
  first_day: number;
  end_day: number;
  cost: bigint;
}

/** How a span is looked up among those of its price. */
export const spanKey = (first_day: number, end_day: number): string => `${first_day}/${end_day}`;

/** The costs of one price that are kept, by `spanKey`. */
export type PricedByPrice = ReadonlyMap<number, ReadonlyMap<string, bigint>>;

const withinSql = `
  select price, first_day, end_day, cost from priced_spans
  where meter in (select value from json_each(?)) and first_day >= ? and first_day < ? and end_day <= ?`;

type WithinRow = readonly [price: number, first_day: number, end_day: number, cost: string];

/** What is kept of some meters' prices for spans that lie within [first_day, end_day). All of it is right. */
export function pricedWithin(
  sqlite: Database.Database,
  meters: readonly number[],
  first_day: number,
  end_day: number,
): PricedByPrice {
  const rows = prepared(sqlite, withinSql)
    .raw()
    .all(JSON.stringify(meters), first_day, end_day, end_day) as WithinRow[];
  const byPrice = new Map<number, Map<string, bigint>>();
  for (const [price, first, end, cost] of rows) {
    let spans = byPrice.get(price);
    if (!spans) {
      spans = new Map();
      byPrice.set(price, spans);
    }
    spans.set(spanKey(first, end), BigInt(cost));
  }
  return byPrice;
}

const keepSql = 'insert or replace into priced_spans (meter, first_day, end_day, price, cost) values (?, ?, ?, ?, ?)';

/** Keeps a cost. Part of the transaction that read the usage it was worked out from. */
export function keepPriced(sqlite: Database.Database, { meter, first_day, end_day, price, cost }: PricedSpan): void {
  prepared(sqlite, keepSql).run(meter, first_day, end_day, price, String(cost));
}

const forgetSql = 'delete from priced_spans where meter = ? and first_day = ? and end_day = ? and price = ?';

/** Forgets one cost. */
export function forgetSpan(
  sqlite: Database.Database,
  { meter, first_day, end_day, price }: Omit<PricedSpan, 'cost'>,
): void {
  prepared(sqlite, forgetSql).run(meter, first_day, end_day, price);
}

/** Forgets every cost of a price. */
export function forgetPrice(sqlite: Database.Database, price: number): void {
  prepared(
    sqlite,
    `delete from priced_spans where price = @price and meter = (
       select m.number from prices p join meters m on m.id = p.meter_id where p.number = @price)`,
  ).run({ price });
}

/** Forgets, in the transaction that changes the usage of a meter on a day, what was kept of any span with that day. */
export function forgetDays(sqlite: Database.Database): (meter: number, day: number) => void {
  const forget = prepared(sqlite, 'delete from priced_spans where meter = ? and first_day <= ? and end_day > ?');
  return (meter, day) => forget.run(meter, day, day);
}

/** Forgets what was kept of spans that these windows reach into: they charge for more or for less from now on. */
export function forgetWindows(
  sqlite: Database.Database,
  { calendar }: UsageEnvironment,
  windows: readonly ChargeWindow[],
): void {
  const forget = prepared(
    sqlite,
    'delete from priced_spans where meter = ? and price = ? and first_day <= ? and end_day > ?',
  );
  for (const ofPrice of Map.groupBy(windows, ({ price }) => price).values()) {
    const [first] = ofPrice;
    if (!first) continue;
    const start = ofPrice.reduce((least, window) => Math.min(least, window.start), first.start);
    const end = ofPrice.reduce((most, window) => Math.max(most, window.end), first.end);
    forget.run(first.meter, first.price, calendar.dayOf(end - 1), calendar.dayOf(start));
  }
}
