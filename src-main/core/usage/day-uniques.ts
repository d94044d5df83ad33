import type Database from 'better-sqlite3';
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

interface GatheredDay {
  meter: number;
  day: number;
  customer: number;
  /** Events by value. */
  values: Map<string | null, number>;
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
  const days = new Map<string, GatheredDay>();
  let removes = false;
  const add = sqlite.prepare(`
    insert into usage_day_uniques (meter, day, customer, form, value, event_count) values (?, ?, ?, ?, ?, ?)
    on conflict (meter, day, customer, form, value) do update set event_count = event_count + excluded.event_count
  `);
  const drop = sqlite.prepare(
    'delete from usage_day_uniques where meter = ? and day = ? and customer = ? and form = ? and value = ? and event_count = 0',
  );

  return {
    count({ event_name, customer, timestamp, properties, ingested_at }, sign) {
      for (const meter of byEventName.get(event_name) ?? []) {
        if (!meter.uniqueOf || !meter.counts(ingested_at) || !meter.quantityOf(properties)) continue;
        if (sign < 0) removes = true;
        const day = calendar.dayOf(timestamp);
        const key = `${meter.number}/${day}/${customer}`;
        let gathered = days.get(key);
        if (!gathered) {
          gathered = { meter: meter.number, day, customer, values: new Map() };
          days.set(key, gathered);
        }
        const value = meter.uniqueOf(properties);
        gathered.values.set(value, (gathered.values.get(value) ?? 0) + sign);
      }
    },
    write() {
      for (const { meter, day, customer, values } of days.values()) {
        for (const [unique, event_count] of values) {
          if (event_count === 0) continue;
          const [form, value] = storedUnique(unique);
          add.run(meter, day, customer, form, value, event_count);
          if (removes) drop.run(meter, day, customer, form, value);
        }
      }
      days.clear();
      removes = false;
    },
  };
}
