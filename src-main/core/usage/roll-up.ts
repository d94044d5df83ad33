import type Database from 'better-sqlite3';
import { blockWriter } from '../store/block-writer';
import { prepared } from '../store/prepared';
import { chargeWindows } from './charge-windows';
import { byCustomer, eventNumbers } from './day-events';
import { dayPicks } from './day-picks';
import { dayUniques } from './day-uniques';
import { forgetFactDays } from './fact-days';
import { getOrMake } from './gathered-days';
import { type MeterUsageRule, metersByEventName, metersOf, quantityBy } from './meter-rules';
import { forgetDays } from './priced-spans';
import { addingUp } from './too-much-usage';
import type { UsageEnvironment } from './usage-environment';
import type { RollUp } from './usage-fact';
import { addSum, isNothing, noUsage, sumColumns, type UsageSum } from './usage-sum';

interface MeterDay {
  meter: MeterUsageRule;
  day: number;
  /** When the day starts and the next one does, in epoch milliseconds. */
  start: number;
  end: number;
  /** Of its events in `numbers`. */
  places: number[];
}

/** The roll-ups of an environment: for all its meters or for those given, with or without those by price. */
export function rollUp(
  sqlite: Database.Database,
  environment: UsageEnvironment,
  { meters, prices }: { meters: readonly MeterUsageRule[]; prices: boolean } = {
    meters: metersOf(sqlite, environment.id),
    prices: true,
  },
): RollUp {
  const { calendar } = environment;
  const byEventName = metersByEventName(meters.filter((meter) => meter.additive));
  const others = [dayPicks(sqlite, environment, meters), dayUniques(sqlite, environment, meters)].filter(
    (other) => other !== null,
  );
  const windowsOf = prices ? chargeWindows(sqlite) : null;
  const numbers = eventNumbers();
  const days = new Map<MeterUsageRule, Map<number, MeterDay>>();
  const lastDays = new Map<MeterUsageRule, MeterDay>();
  const priceDays = new Map<number, Map<number, UsageSum>>();
  let removes = false;

  function meterDay(meter: MeterUsageRule, day: number): MeterDay {
    const ofMeter = getOrMake(days, meter, () => new Map<number, MeterDay>());
    return getOrMake(ofMeter, day, () => ({
      meter,
      day,
      start: calendar.dayStart(day),
      end: calendar.dayStart(day + 1),
      places: [],
    }));
  }

  /** Events come in order of time mostly: the day is that of the meter's last event, nearly always. */
  function meterDayAt(meter: MeterUsageRule, timestamp: number): MeterDay {
    const last = lastDays.get(meter);
    if (last && timestamp >= last.start && timestamp < last.end) return last;
    const found = meterDay(meter, calendar.dayOf(timestamp));
    lastDays.set(meter, found);
    return found;
  }

  const priceDay = (price: number, day: number): UsageSum =>
    getOrMake(
      getOrMake(priceDays, price, () => new Map<number, UsageSum>()),
      day,
      noUsage,
    );

  function writeDays() {
    const writeDay = roll(sqlite, 'usage_days', ['meter', 'day', 'customer'], removes);
    const writeTotal = roll(sqlite, 'usage_day_totals', ['meter', 'day'], removes);
    const forgetCosts = forgetDays(sqlite);
    const forgetFacts = forgetFactDays(sqlite);
    for (const ofMeter of days.values()) {
      for (const { meter, day, start, end, places } of ofMeter.values()) {
        forgetCosts(meter.number, day);
        forgetFacts(meter.number, day);
        const total = noUsage();
        const windows = windowsOf?.(meter.number);
        for (const { customer, sum, addTo } of byCustomer(numbers, places)) {
          writeDay.add([meter.number, day, customer], sum);
          addSum(total, sum);
          const charging = windows?.(customer) ?? [];
          for (let at = 0; at < charging.length; at += 3) {
            const price = charging[at] ?? 0;
            const from = charging[at + 1] ?? 0;
            const to = charging[at + 2] ?? 0;
            if (from >= end || to <= start) continue;
            // A window that starts or ends within the day charges for some of its events only.
            if (from <= start && to >= end) addSum(priceDay(price, day), sum);
            else addTo(priceDay(price, day), from, to);
          }
        }
        writeTotal.add([meter.number, day], total);
      }
    }
    writeDay.flush();
    writeTotal.flush();
  }

  return {
    count(event, sign) {
      for (const other of others) other.count(event, sign);
      const { event_name, customer, timestamp, ingested_at } = event;
      const readers = byEventName.get(event_name);
      if (!readers) return;
      if (sign < 0) removes = true;
      for (const meter of readers) {
        if (!meter.counts(ingested_at)) continue;
        const quantity = quantityBy(meter, event);
        if (!quantity) continue;
        meterDayAt(meter, timestamp).places.push(numbers.add(customer, timestamp, quantity, sign));
      }
    },
    write() {
      writeDays();
      const writePriceDay = roll(sqlite, 'usage_price_days', ['price', 'day'], removes);
      for (const [price, ofPrice] of priceDays) {
        for (const [day, sum] of ofPrice) writePriceDay.add([price, day], sum);
      }
      writePriceDay.flush();
      for (const other of others) other.write();
      numbers.clear();
      days.clear();
      lastDays.clear();
      priceDays.clear();
      removes = false;
    },
  };
}

/** Adds sums to the rows of a roll-up table; a row without events left goes away. All is written after `flush`. */
export function roll(
  sqlite: Database.Database,
  table: 'usage_days' | 'usage_day_totals' | 'usage_price_days',
  key: readonly string[],
  removes: boolean,
): { add(keys: readonly number[], sum: UsageSum): void; flush(): void } {
  const parts = ['event_count', 'units', 'nanos', 'femtos'];
  const columns = [...key, ...parts];
  const rows = blockWriter(sqlite, {
    insert: `insert into ${table} (${columns.join(', ')})`,
    columns: columns.length,
    onConflict: `on conflict (${key.join(', ')}) do update set ${parts.map((part) => `${part} = ${part} + excluded.${part}`).join(', ')}`,
  });
  const drop = prepared(
    sqlite,
    `delete from ${table} where ${key.map((column) => `${column} = ?`).join(' and ')} and event_count = 0`,
  );
  const flush = () => addingUp(() => rows.flush());
  return {
    add(keys, sum) {
      if (isNothing(sum)) return;
      addingUp(() => rows.add(keys, sumColumns(sum)));
      if (!removes) return;
      flush();
      drop.run(...keys);
    },
    flush,
  };
}
