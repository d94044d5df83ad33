import type Database from 'better-sqlite3';
import { blockWriter } from '../store/block-writer';
import { prepared } from '../store/prepared';
import { chargeWindows, type FlatWindows } from './charge-windows';
import { type CustomerEvents, eachCustomer, eventNumbers } from './day-events';
import { dayPicks } from './day-picks';
import { dayUniques } from './day-uniques';
import { forgetFactDays } from './fact-days';
import { getOrMake } from './gathered-days';
import { type MeterUsageRule, metersOf, quantityBy } from './meter-rules';
import { forgetDays } from './priced-spans';
import { dayTeller } from './tell-days';
import type { Telling } from './telling';
import { addingUp } from './too-much-usage';
import type { UsageEnvironment } from './usage-environment';
import type { RollUp } from './usage-fact';
import { addSum, isNothing, noUsage, type UsageSum, unitsOf } from './usage-sum';

interface MeterDay {
  day: number;
  /** When the day starts and the next one does, in epoch milliseconds. */
  start: number;
  end: number;
  /** Of its events in `numbers`. */
  places: number[];
  /** Whether every one of them came in and says by which facts it can be told. */
  isTold: boolean;
}

/** A meter with those of its days on which something changes. */
interface GatheredMeter {
  meter: MeterUsageRule;
  days: Map<number, MeterDay>;
  /** The day of its last event: that of the next one too, nearly always. */
  last: MeterDay | null;
}

const nobody: readonly GatheredMeter[] = [];

interface RollUpOptions {
  meters: readonly MeterUsageRule[];
  prices: boolean;
  /** By what the events that enter are told apart; null when they are not. */
  telling?: Telling | null;
}

/** The roll-ups of an environment: for all its meters or for those given, with or without those by price. */
export function rollUp(
  sqlite: Database.Database,
  environment: UsageEnvironment,
  { meters, prices, telling = null }: RollUpOptions = { meters: metersOf(sqlite, environment.id), prices: true },
): RollUp {
  const { calendar } = environment;
  const gathered = meters
    .filter((meter) => meter.additive)
    .map((meter): GatheredMeter => ({ meter, days: new Map(), last: null }));
  const byEventName = Map.groupBy(gathered, ({ meter }) => meter.event_name);
  /** Who reads the name of the last event: that of the next one too, nearly always. */
  let lastName: string | null = null;
  let lastReaders = nobody;
  const others = [dayPicks(sqlite, environment, meters), dayUniques(sqlite, environment, meters)].filter(
    (other) => other !== null,
  );
  const windowsOf = prices ? chargeWindows(sqlite) : null;
  const numbers = eventNumbers();
  const teller = telling && dayTeller(sqlite, telling);
  const priceDays = new Map<number, Map<number, UsageSum>>();
  let removes = false;

  function meterDayAt(of: GatheredMeter, timestamp: number): MeterDay {
    const { last } = of;
    if (last && timestamp >= last.start && timestamp < last.end) return last;
    const day = calendar.dayOf(timestamp);
    of.last = getOrMake(of.days, day, () => ({
      day,
      start: calendar.dayStart(day),
      end: calendar.dayStart(day + 1),
      places: [],
      isTold: true,
    }));
    return of.last;
  }

  const priceDay = (price: number, day: number): UsageSum =>
    getOrMake(
      getOrMake(priceDays, price, () => new Map<number, UsageSum>()),
      day,
      noUsage,
    );

  /** The sums of what charges for a day from its start to its end; null when a window starts or ends within it. */
  function wholeDaySums(windows: FlatWindows, { day, start, end }: MeterDay): UsageSum[] | null {
    const sums: UsageSum[] = [];
    for (let at = 0; at < windows.length; at += 3) {
      const [price, from, to] = windowAt(windows, at);
      if (from >= end || to <= start) continue;
      if (from > start || to < end) return null;
      sums.push(priceDay(price, day));
    }
    return sums;
  }

  function addWithin(windows: FlatWindows, { day, start, end }: MeterDay, events: CustomerEvents) {
    for (let at = 0; at < windows.length; at += 3) {
      const [price, from, to] = windowAt(windows, at);
      if (from < end && to > start) events.addTo(priceDay(price, day), from, to);
    }
  }

  /** Tells a meter's days by facts, or forgets what is kept of them. */
  function tellDays(meter: number, days: ReadonlyMap<number, MeterDay>, forget: (meter: number, day: number) => void) {
    const ascending = [...days.values()].sort((a, b) => a.day - b.day);
    const wanted = ascending.filter(({ isTold }) => isTold);
    const told = new Set(teller ? teller.tell(meter, wanted, numbers) : []);
    for (const meterDay of ascending) if (!told.has(meterDay)) forget(meter, meterDay.day);
  }

  function writeDays() {
    const writeDay = roll(sqlite, 'usage_days', ['meter', 'day', 'customer'], removes);
    const writeTotal = roll(sqlite, 'usage_day_totals', ['meter', 'day'], removes);
    const forgetCosts = forgetDays(sqlite);
    const forgetFacts = forgetFactDays(sqlite);
    for (const { meter, days } of gathered) {
      const windows = windowsOf?.(meter.number);
      tellDays(meter.number, days, forgetFacts);
      for (const meterDay of days.values()) {
        const { day, places } = meterDay;
        forgetCosts(meter.number, day);
        const total = noUsage();
        const key = [meter.number, day, 0];
        let known: FlatWindows | null = null;
        let sums: UsageSum[] | null = null;
        eachCustomer(numbers, places, (events) => {
          const { customer, sum } = events;
          key[2] = customer;
          writeDay.add(key, sum);
          addSum(total, sum);
          if (!windows) return;
          const charging = windows(customer);
          // Customers who are charged alike have one list: what that comes to is known from the one before.
          if (charging !== known) {
            known = charging;
            sums = wholeDaySums(charging, meterDay);
          }
          if (sums) for (const ofPrice of sums) addSum(ofPrice, sum);
          else addWithin(charging, meterDay, events);
        });
        writeTotal.add([meter.number, day], total);
      }
    }
    writeDay.flush();
    writeTotal.flush();
    teller?.flush();
  }

  return {
    count(event, sign) {
      for (const other of others) other.count(event, sign);
      const { event_name, customer, timestamp, ingested_at, told = null } = event;
      if (event_name !== lastName) {
        lastName = event_name;
        lastReaders = byEventName.get(event_name) ?? nobody;
      }
      if (sign < 0) removes = true;
      for (const reader of lastReaders) {
        const { meter } = reader;
        if (!meter.counts(ingested_at)) continue;
        const quantity = quantityBy(meter, event);
        if (!quantity) continue;
        const meterDay = meterDayAt(reader, timestamp);
        const place = numbers.add(customer, timestamp, quantity, sign);
        meterDay.places.push(place);
        if (!teller || told === null || !meter.isSum) meterDay.isTold = false;
        else teller.note(place, told);
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
      for (const ofMeter of gathered) {
        ofMeter.days.clear();
        ofMeter.last = null;
      }
      priceDays.clear();
      removes = false;
    },
  };
}

/** Price, start and end of one of several windows. */
const windowAt = (windows: FlatWindows, at: number): [price: number, start: number, end: number] => [
  windows[at] ?? 0,
  windows[at + 1] ?? 0,
  windows[at + 2] ?? 0,
];

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
    // Rows come meter by meter, and most quantities have few decimals.
    oftenAlike: true,
    onConflict: `on conflict (${key.join(', ')}) do update set ${parts.map((part) => `${part} = ${part} + excluded.${part}`).join(', ')}`,
  });
  const drop = prepared(
    sqlite,
    `delete from ${table} where ${key.map((column) => `${column} = ?`).join(' and ')} and event_count = 0`,
  );
  const flush = () => addingUp(rows.flush);
  // Of the row at hand: every row of an import comes through here, and would make a list of its own.
  const values: (number | bigint)[] = [];
  const addRow = () => rows.add(values);
  return {
    add(keys, sum) {
      if (isNothing(sum)) return;
      let place = 0;
      for (; place < keys.length; place += 1) values[place] = keys[place] ?? 0;
      values[place] = sum.event_count;
      values[place + 1] = unitsOf(sum);
      values[place + 2] = sum.nanos;
      values[place + 3] = sum.femtos;
      addingUp(addRow);
      if (!removes) return;
      flush();
      drop.run(...keys);
    },
    flush,
  };
}
