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
  /** By meter and day, then by customer. */
  const days = new Map<number, Map<number, GatheredDay>>();
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
        const ofDay = getOrMake(days, meterDayKey(meter.number, day), () => new Map<number, GatheredDay>());
        const { values } = getOrMake(ofDay, customer, () => ({
          meter: meter.number,
          day,
          customer,
          values: new Map<string | null, number>(),
        }));
        const value = meter.uniqueOf(properties);
        values.set(value, (values.get(value) ?? 0) + sign);
      }
    },
    write() {
      for (const ofDay of days.values()) {
        // In the order of the table's key, so that the writes walk it.
        for (const { meter, day, customer, values } of [...ofDay.values()].sort((a, b) => a.customer - b.customer)) {
          for (const [unique, event_count] of values) {
            if (event_count === 0) continue;
            const [form, value] = storedUnique(unique);
            rows.add([meter, day, customer, form, value, event_count]);
            if (!removes) continue;
            rows.flush();
            drop.run(meter, day, customer, form, value);
          }
        }
      }
      rows.flush();
      days.clear();
      removes = false;
    },
  };
}
