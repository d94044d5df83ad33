import type { Quantity } from '@shared/rules/quantity';
import type Database from 'better-sqlite3';
import { type BlockWriter, blockWriter } from '../store/block-writer';
import { type DayEvent, eachCustomer, eventNumbers } from './day-events';
import { getOrMake, meterDayKey } from './gathered-days';
import { type MeterUsageRule, metersByEventName, quantityBy } from './meter-rules';
import { rawUsage } from './raw-usage';
import type { UsageEnvironment } from './usage-environment';
import type { RollUp, UsageFact } from './usage-fact';

/** An event that may be the one a MAX or LATEST meter takes. */
interface PickedEvent {
  timestamp: number;
  event_id: string;
  quantity: Quantity;
}

interface MeterDay {
  meter: MeterUsageRule;
  day: number;
  /** Of its events in `numbers`. */
  places: number[];
}

/** A customer's day whose taken event is gone: how many events are left. */
interface Missing {
  event_count: number;
  gone: PickedEvent;
}

const nothing: ReadonlySet<string> = new Set();

interface StoredDay extends Quantity {
  event_count: number;
  timestamp: number;
  event_id: string;
}

/**
 * Keeps, by meter, day and customer, the event that a MAX meter (greatest quantity) or a LATEST meter (last by time)
 * takes. When that event leaves and none that comes beats it, the next one is looked for in the raw events of the day: of
 * LATEST backwards from where it was, of MAX until all of the customer have been met. Null when no meter picks.
 */
export function dayPicks(
  sqlite: Database.Database,
  environment: UsageEnvironment,
  meters: readonly MeterUsageRule[],
): RollUp | null {
  const byEventName = metersByEventName(meters.filter((meter) => meter.picks !== null));
  if (byEventName.size === 0) return null;
  const { calendar } = environment;
  const numbers = eventNumbers();
  /** By the event's place in `numbers`. */
  let event_ids: string[] = [];
  const days = new Map<number, MeterDay>();
  const find = sqlite.prepare<number[], StoredDay>(`
    select event_count, units, nanos, femtos, timestamp, event_id from usage_day_picks
    where meter = ? and day = ? and customer = ?
  `);
  const put = sqlite.prepare(`
    insert or replace into usage_day_picks (meter, day, customer, event_count, units, nanos, femtos, timestamp, event_id)
    values (?, ?, ?, ?, ?, ?, ?, ?, ?)
  `);
  const adders = { MAX: adderOf(sqlite, 'MAX'), LATEST: adderOf(sqlite, 'LATEST') };
  const drop = sqlite.prepare('delete from usage_day_picks where meter = ? and day = ? and customer = ?');

  function write(meter: MeterUsageRule, day: number, customer: number, event_count: number, best: PickedEvent | null) {
    if (event_count === 0 || best === null) {
      drop.run(meter.number, day, customer);
      return;
    }
    const { units, nanos, femtos } = best.quantity;
    put.run(meter.number, day, customer, event_count, units, nanos, femtos, best.timestamp, best.event_id);
  }

  /** Writes a day; answers the customers whose taken event has left with nothing to take its place. */
  function writeKnown({ meter, day, places }: MeterDay): Map<number, Missing> {
    const missing = new Map<number, Missing>();
    const adding = adders[meter.picks === 'MAX' ? 'MAX' : 'LATEST'];
    eachCustomer(numbers, places, ({ customer, sum: { event_count }, each }) => {
      const { came, gone } = comeAndGone(each());
      const best = bestOf(meter, came);
      if (best && gone.size === 0) {
        const { units, nanos, femtos } = best.quantity;
        const { timestamp, event_id } = best;
        adding.add([meter.number, day, customer, event_count, units, nanos, femtos, timestamp, event_id]);
        return;
      }
      const stored = find.get(meter.number, day, customer);
      const left = (stored?.event_count ?? 0) + event_count;
      const kept = stored ? pickedOf(stored) : null;
      // Whatever else there is, the one that was taken beat it.
      const isBest = best !== null && (kept === null || !beats(meter, kept, best));
      if (isBest || kept === null || left === 0) write(meter, day, customer, left, best);
      else if (gone.has(kept.event_id)) missing.set(customer, { event_count: left, gone: kept });
      else write(meter, day, customer, left, kept);
    });
    adding.flush();
    return missing;
  }

  const idOf = ({ place }: DayEvent) => event_ids[place] ?? '';

  /** Of one customer's events, in the order in which they came and left, those that stay, and stored ones that do not. */
  function comeAndGone(events: readonly DayEvent[]): { came: readonly DayEvent[]; gone: ReadonlySet<string> } {
    if (events.every(({ sign }) => sign > 0)) return { came: events, gone: nothing };
    const came = new Map<string, DayEvent>();
    const gone = new Set<string>();
    for (const event of events) {
      const event_id = idOf(event);
      if (event.sign > 0) came.set(event_id, event);
      else if (!came.delete(event_id)) gone.add(event_id);
    }
    return { came: [...came.values()], gone };
  }

  function bestOf(meter: MeterUsageRule, events: readonly DayEvent[]): PickedEvent | null {
    let best: PickedEvent | null = null;
    for (const event of events) {
      const picked: PickedEvent = { timestamp: event.timestamp, event_id: idOf(event), quantity: event.quantity };
      if (best === null || beats(meter, picked, best)) best = picked;
    }
    return best;
  }

  function findMissing(meter: MeterUsageRule, day: number, missing: ReadonlyMap<number, Missing>) {
    const lastFirst = meter.picks === 'LATEST';
    const start = calendar.dayStart(day);
    const last = Math.max(...[...missing.values()].map(({ gone }) => gone.timestamp));
    const end = lastFirst ? last + 1 : calendar.dayStart(day + 1);
    const open = new Map([...missing].map(([customer, { event_count }]) => [customer, event_count]));
    const found = new Map<number, PickedEvent>();
    const { environment_id, event_name } = meter;
    for (const event of rawUsage(sqlite, { environment_id, event_name, start, end, lastFirst })) {
      const { customer } = event;
      const unmet = open.get(customer);
      if (unmet === undefined) continue;
      const picked = pickedBy(meter, event);
      if (!picked) continue;
      const known = found.get(customer);
      if (!known || beats(meter, picked, known)) found.set(customer, picked);
      if (unmet === 1 || lastFirst) open.delete(customer);
      else open.set(customer, unmet - 1);
      if (open.size === 0) break;
    }
    for (const [customer, { event_count }] of missing) {
      write(meter, day, customer, event_count, found.get(customer) ?? null);
    }
  }

  return {
    count(event, sign) {
      for (const meter of byEventName.get(event.event_name) ?? []) {
        if (!meter.counts(event.ingested_at)) continue;
        const quantity = quantityBy(meter, event);
        if (!quantity) continue;
        const { customer, timestamp, event_id } = event;
        const day = calendar.dayOf(timestamp);
        const ofDay = getOrMake(days, meterDayKey(meter.number, day), () => ({
          meter,
          day,
          places: [],
        }));
        ofDay.places.push(numbers.add(customer, timestamp, quantity, sign));
        event_ids.push(event_id);
      }
    },
    write() {
      for (const ofMeter of days.values()) {
        const missing = writeKnown(ofMeter);
        if (missing.size > 0) findMissing(ofMeter.meter, ofMeter.day, missing);
      }
      days.clear();
      numbers.clear();
      event_ids = [];
    },
  };
}

/** Adds events to days, of which the stored event goes on to be taken unless the added one beats it; see `beats`. */
function adderOf(sqlite: Database.Database, picks: 'MAX' | 'LATEST'): BlockWriter {
  const compared = [...(picks === 'MAX' ? ['units', 'nanos', 'femtos'] : []), 'timestamp', 'event_id'];
  const added = compared.map((column) => `excluded.${column}`);
  const wins = `(${added.join(', ')}) > (${compared.join(', ')})`;
  const taken = ['units', 'nanos', 'femtos', 'timestamp', 'event_id'];
  return blockWriter(sqlite, {
    insert:
      'insert into usage_day_picks (meter, day, customer, event_count, units, nanos, femtos, timestamp, event_id)',
    columns: 9,
    onConflict: `on conflict (meter, day, customer) do update set event_count = event_count + excluded.event_count,
      ${taken.map((column) => `${column} = iif(${wins}, excluded.${column}, ${column})`).join(', ')}`,
  });
}

const pickedOf = ({ units, nanos, femtos, timestamp, event_id }: StoredDay): PickedEvent => ({
  timestamp,
  event_id,
  quantity: { units, nanos, femtos },
});

/** The event as a meter would take it; null when the meter does not count it. */
function pickedBy(meter: MeterUsageRule, event: Omit<UsageFact, 'event_name'>): PickedEvent | null {
  if (!meter.counts(event.ingested_at)) return null;
  const quantity = meter.quantityOf(event.properties);
  return quantity && { timestamp: event.timestamp, event_id: event.event_id, quantity };
}

/** Whether a meter would rather take `a` than `b`: the greater for MAX, the later otherwise, and of equals the later. */
function beats(meter: MeterUsageRule, a: PickedEvent, b: PickedEvent): boolean {
  const difference = meter.picks === 'MAX' ? compareQuantities(a.quantity, b.quantity) : 0;
  return (difference || a.timestamp - b.timestamp || compareIds(a.event_id, b.event_id)) > 0;
}

const compareQuantities = (a: Quantity, b: Quantity): number =>
  a.units - b.units || a.nanos - b.nanos || a.femtos - b.femtos;

/** SQLite, and with it every read of raw events, orders text by its UTF-8 bytes. */
const compareIds = (a: string, b: string): number => (a === b ? 0 : Buffer.compare(Buffer.from(a), Buffer.from(b)));
