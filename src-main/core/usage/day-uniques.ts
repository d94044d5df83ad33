import type Database from 'better-sqlite3';
import { blockWriter } from '../store/block-writer';
import { getOrMake, meterDayKey } from './gathered-days';
import { type MeterUsageRule, metersByEventName } from './meter-rules';
import type { UsageEnvironment } from './usage-environment';
import type { RollUp } from './usage-fact';

/** How a value is stored: there is none, as its text, or as JSON because its text is no well-formed Unicode. */
type Form = 0 | 1 | 2;

/** A value that COUNT_UNIQUE counts, as the columns `form` and `value`; null when an event lacks the property. */
export function storedUnique(value: string | null): readonly [form: Form, value: string] {
  if (value === null) return [0, ''];
  return value.isWellFormed() ? [1, value] : [2, JSON.stringify(value)];
}

/** The value behind the columns `form` and `value`. */
export const uniqueOf = (form: number, value: string): string | null =>
  form === 0 ? null : form === 1 ? value : (JSON.parse(value) as string);

interface MeterDay {
  meter: number;
  day: number;
  /** Every value by its index. */
  values: Map<string | null, number>;
  /** Of each event in turn its customer, the index of its value and its sign. */
  events: number[];
}

/**
 * Keeps, by meter, day and customer, every distinct value of a COUNT_UNIQUE meter with its number of events, so that a
 * value goes only when its last event does. Null when no meter counts distinct values.
 */
export function dayUniques(
  sqlite: Database.Database,
  { calendar }: UsageEnvironment,
  meters: readonly MeterUsageRule[],
): RollUp | null {
  const byEventName = metersByEventName(meters.filter((meter) => meter.uniqueOf !== null));
  if (byEventName.size === 0) return null;
  const days = new Map<number, MeterDay>();
  let removes = false;
  const rows = blockWriter(sqlite, {
    insert: 'insert into usage_day_uniques (meter, day, customer, form, value, event_count)',
    columns: 6,
    onConflict:
      'on conflict (meter, day, customer, form, value) do update set event_count = event_count + excluded.event_count',
  });
  const drop = sqlite.prepare(
    'delete from usage_day_uniques where meter = ? and day = ? and customer = ? and form = ? and value = ? and event_count = 0',
  );

  return {
    count({ event_name, customer, timestamp, properties, ingested_at }, sign) {
      for (const meter of byEventName.get(event_name) ?? []) {
        if (!meter.uniqueOf || !meter.counts(ingested_at) || !meter.quantityOf(properties)) continue;
        if (sign < 0) removes = true;
        const day = calendar.dayOf(timestamp);
        const { values, events } = getOrMake(days, meterDayKey(meter.number, day), () => ({
          meter: meter.number,
          day,
          values: new Map<string | null, number>(),
          events: [],
        }));
        const value = meter.uniqueOf(properties);
        events.push(
          customer,
          getOrMake(values, value, () => values.size),
          sign,
        );
      }
    },
    write() {
      for (const { meter, day, values, events } of days.values()) {
        const texts = [...values.keys()];
        for (const [customer, index, event_count] of sumsInOrder(events, texts.length)) {
          if (event_count === 0) continue;
          const [form, value] = storedUnique(texts[index] ?? null);
          rows.add([meter, day, customer, form, value, event_count]);
          if (!removes) continue;
          rows.flush();
          drop.run(meter, day, customer, form, value);
        }
      }
      rows.flush();
      days.clear();
      removes = false;
    },
  };
}

/** Sums of signs by customer and value, in the order of the customers' numbers, so that the writes walk the table. */
function* sumsInOrder(
  events: readonly number[],
  values: number,
): Generator<[customer: number, value: number, sum: number]> {
  // All of an event in one number: sorting plain numbers is several times as fast as asking a function.
  const order = new Float64Array(events.length / 3);
  for (let event = 0; event < order.length; event += 1) {
    const value = (events[3 * event] ?? 0) * values + (events[3 * event + 1] ?? 0);
    order[event] = value * 2 + ((events[3 * event + 2] ?? 0) < 0 ? 1 : 0);
  }
  order.sort();
  const keyAt = (index: number) => Math.floor((order[index] ?? 0) / 2);
  for (let first = 0; first < order.length; ) {
    const key = keyAt(first);
    let sum = 0;
    for (; first < order.length && keyAt(first) === key; first += 1) sum += order[first] === 2 * key ? 1 : -1;
    const customer = Math.floor(key / values);
    yield [customer, key - customer * values, sum];
  }
}
