import type { Calendar } from '@shared/rules/windows';
import type Database from 'better-sqlite3';
import { prepared } from '../store/prepared';
import { type ChargeWindow, windowsOfPrice } from './charge-windows';
import { type MeterUsageRule, meterRule } from './meter-rules';
import { forgetPrice, forgetWindows } from './priced-spans';
import { rawUsage } from './raw-usage';
import { roll } from './roll-up';
import { addingUp } from './too-much-usage';
import type { UsageEnvironment } from './usage-environment';
import { addQuantity, noUsage, type UsageSum } from './usage-sum';

/** Part of a day that a price charges for: [start, end) in epoch milliseconds. */
interface PartialDay {
  customer: number;
  start: number;
  end: number;
}

/**
 * Counts usage by price anew: whole days from the customers' days in one statement, days within which a window starts
 * or ends from the raw events of that day, which are read once however many windows begin there.
 */
export function rebuildPriceDays(
  sqlite: Database.Database,
  environment: UsageEnvironment,
  prices: readonly number[],
): void {
  for (const price of prices) {
    sqlite.prepare('delete from usage_price_days where price = ?').run(price);
    forgetPrice(sqlite, price);
    addPriceDays(sqlite, environment, windowsOfPrice(sqlite, price), 1);
  }
}

/** Adds the usage within these windows to their prices (sign 1) or takes it away from them (sign -1). */
export function addPriceDays(
  sqlite: Database.Database,
  environment: UsageEnvironment,
  windows: readonly ChargeWindow[],
  sign: 1 | -1,
): void {
  const { calendar } = environment;
  forgetWindows(sqlite, environment, windows);
  for (const [price, ofPrice] of Map.groupBy(windows, (window) => window.price)) {
    for (const [number, ofMeter] of Map.groupBy(ofPrice, ({ meter }) => meter)) {
      const id = sqlite.prepare('select id from meters where number = ?').pluck().get(number) as string;
      const meter = meterRule(sqlite, id);
      if (!meter.additive) continue;
      addWholeDays(sqlite, calendar, { price, meter, windows: ofMeter, sign });
      addPartialDays(sqlite, calendar, { price, meter, windows: ofMeter, sign });
    }
    if (sign < 0) dropEmptyDays(sqlite, price);
  }
}

/** What one price charges for of a meter's usage, to be added or taken away. */
interface PriceUsage {
  price: number;
  meter: MeterUsageRule;
  windows: readonly ChargeWindow[];
  sign: 1 | -1;
}

function dropEmptyDays(sqlite: Database.Database, price: number): void {
  sqlite.prepare('delete from usage_price_days where price = ? and event_count = 0').run(price);
}

/** Days that lie wholly within a window: from `first` up to, not including, `end`. */
function wholeDays(calendar: Calendar, window: ChargeWindow): { first: number; end: number } {
  const day = calendar.dayOf(window.start);
  return {
    first: calendar.dayStart(day) === window.start ? day : day + 1,
    end: calendar.dayOf(window.end),
  };
}

const chargedDaysSql = `
  create temp table if not exists charged_days (
    number integer primary key, customer integer not null, first integer not null, "end" integer not null,
    unique (customer, number))`;

/** A day of somebody that is looked up by its key takes about as long as so many rows that are walked. */
const lookUpsPerRow = 4;

/** How many used a meter on a day in the middle of some, taken for every one of them. */
const usersOfDaySql = `
  select count(*) from usage_days where meter = @meter and day = (
    select day from usage_day_totals where meter = @meter and day >= (@first + min(@end, (
      select max(day) + 1 from usage_day_totals where meter = @meter))) / 2 order by day limit 1)`;

/** Windows, then the meter's days, then one customer's day by its key: never the whole of usage_days. */
const lookedUpDays = `
  temp.charged_days w
  cross join usage_day_totals t on t.meter = @meter and t.day >= w.first and t.day < w."end"
  cross join usage_days u on u.meter = @meter and u.day = t.day and u.customer = w.customer`;

/** Everybody's usage on these days, then who is charged for it. */
const walkedDays = `
  usage_days u cross join temp.charged_days w on w.customer = u.customer and u.day >= w.first and u.day < w."end"
  where u.meter = @meter and u.day >= @first and u.day < @end`;

const addDaysSql = (charged: string) => `
  insert into usage_price_days (price, day, event_count, units, nanos, femtos)
  select @price, u.day, @sign * sum(u.event_count), @sign * sum(u.units), @sign * sum(u.nanos), @sign * sum(u.femtos)
  from ${charged} ${charged === lookedUpDays ? 'where true' : ''} group by u.day
  on conflict (price, day) do update set event_count = event_count + excluded.event_count,
    units = units + excluded.units, nanos = nanos + excluded.nanos, femtos = femtos + excluded.femtos`;

function addWholeDays(
  sqlite: Database.Database,
  calendar: Calendar,
  { price, meter, windows, sign }: PriceUsage,
): void {
  const spans = windows.flatMap((window) => {
    const { first, end } = wholeDays(calendar, window);
    return first < end ? [{ customer: window.customer, first, end }] : [];
  });
  if (spans.length === 0) return;
  prepared(sqlite, chargedDaysSql).run();
  prepared(sqlite, 'delete from temp.charged_days').run();
  const add = prepared(sqlite, 'insert into temp.charged_days (customer, first, "end") values (?, ?, ?)');
  for (const { customer, first, end } of spans) add.run(customer, first, end);
  const first = spans.reduce((least, span) => Math.min(least, span.first), Number.POSITIVE_INFINITY);
  const end = spans.reduce((most, span) => Math.max(most, span.end), Number.NEGATIVE_INFINITY);
  const days = { meter: meter.number, first, end };
  const usersOfDay = prepared(sqlite, usersOfDaySql).pluck().get(days) as number;
  // Days on which nearly everybody is charged are walked once; of a few customers each day is looked up by its key.
  const isForMost = spans.length * lookUpsPerRow > usersOfDay;
  const addDays = prepared(sqlite, addDaysSql(isForMost ? walkedDays : lookedUpDays));
  addingUp(() => addDays.run({ price, sign, ...days }));
}

function addPartialDays(
  sqlite: Database.Database,
  calendar: Calendar,
  { price, meter, windows, sign }: PriceUsage,
): void {
  const write = roll(sqlite, 'usage_price_days', ['price', 'day'], false);
  const parts = Map.groupBy(
    windows.flatMap((window) => partialDays(calendar, window)),
    ({ day }) => day,
  );
  const { environment_id, event_name } = meter;
  for (const [day, ofDay] of parts) {
    const sum: UsageSum = noUsage();
    const byCustomer = Map.groupBy(ofDay, ({ customer }) => customer);
    const start = ofDay.reduce((least, part) => Math.min(least, part.start), Number.POSITIVE_INFINITY);
    const end = ofDay.reduce((most, part) => Math.max(most, part.end), Number.NEGATIVE_INFINITY);
    for (const event of rawUsage(sqlite, { environment_id, event_name, start, end })) {
      const { customer, timestamp, properties, ingested_at } = event;
      if (!meter.counts(ingested_at)) continue;
      for (const part of byCustomer.get(customer) ?? []) {
        if (timestamp < part.start || timestamp >= part.end) continue;
        const quantity = meter.quantityOf(properties);
        if (quantity) addQuantity(sum, quantity, sign);
      }
    }
    write.add([price, day], sum);
  }
  write.flush();
}

/** The days that a window covers only in part: at most its first and its last. */
function partialDays(calendar: Calendar, window: ChargeWindow): (PartialDay & { day: number })[] {
  const { customer, start, end } = window;
  const firstDay = calendar.dayOf(start);
  const lastDay = calendar.dayOf(end);
  const startsWithin = calendar.dayStart(firstDay) < start;
  const endsWithin = calendar.dayStart(lastDay) < end;
  if (firstDay === lastDay) return [{ day: firstDay, customer, start, end }];
  return [
    ...(startsWithin ? [{ day: firstDay, customer, start, end: calendar.dayStart(firstDay + 1) }] : []),
    ...(endsWithin ? [{ day: lastDay, customer, start: calendar.dayStart(lastDay), end }] : []),
  ];
}
