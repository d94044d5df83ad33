import { isAdditive } from '@shared/rules/event-quantity';
import type { Store } from '../store/open';
import { prepared } from '../store/prepared';
import { usageEnvironment } from '../usage/usage-environment';
import type { MeterFacts } from './charged-prices';
import type { Segment } from './raw-events';
import { usageMeters } from './usage-catalog';
import { type CustomerDaysTable, usedDaysSql } from './used-days-sql';

/** Every customer is looked up on every day: of more than these, reading the events finds out sooner. */
const fewCustomers = 10;

/** Whether these are so few that their days are looked up; null means everybody. */
export const areFew = (customers: readonly number[] | null): customers is readonly number[] =>
  customers !== null && customers.length <= fewCustomers;

/** Epoch milliseconds beyond which no calendar reaches, before the beginning of time as well. */
const endOfCalendars = 8_640_000_000_000_000;

interface Question {
  environment_id: string;
  segments: readonly Segment[];
  /** Numbers of the event table; null means everybody. */
  customers: readonly number[] | null;
  /** The meters that measure what is read; null when something else than meters does. */
  readers: readonly MeterFacts[] | null;
}

/**
 * Cuts stretches of events to the days on which these few customers have any that are measured, as the roll-ups know
 * them: events are kept by name and time, so that those of one customer lie among everybody's. Stretches of a name whose
 * days no roll-up knows, as of bucketed meters alone, stay whole.
 */
export function daysOfUse(
  store: Store,
  { environment_id, segments, customers, readers }: Question,
): readonly Segment[] {
  if (!areFew(customers)) return segments;
  const { calendar } = usageEnvironment(store.sqlite, environment_id);
  const witnesses = witnessesOf(store, environment_id, readers);
  return segments.flatMap(([event_name, from, to]): Segment[] => {
    const meters = witnesses(event_name);
    if (!meters || to <= from) return [[event_name, from, to]];
    const dayOf = (at: number) => (Math.abs(at) < endOfCalendars ? calendar.dayOf(at) : at);
    const range = { first: dayOf(from), last: dayOf(to - 1) };
    const days = new Set(meters.flatMap((meter) => usedDays(store, { meter, ...range, customers })));
    return stretches([...days].sort((a, b) => a - b)).map(
      ([first, end]): Segment => [
        event_name,
        Math.max(from, calendar.dayStart(first)),
        Math.min(to, calendar.dayStart(end)),
      ],
    );
  });
}

/** Days that follow each other, joined: [first, end). */
function stretches(days: readonly number[]): [first: number, end: number][] {
  const joined: [number, number][] = [];
  for (const day of days) {
    const open = joined.at(-1);
    if (open && open[1] === day) open[1] = day + 1;
    else joined.push([day, day + 1]);
  }
  return joined;
}

/** Where the days of a meter are kept by customer, every event it counts with them; null when they are not. */
function tableOf({ aggregation }: MeterFacts): CustomerDaysTable | null {
  if (aggregation.bucket_size !== null) return null;
  if (isAdditive(aggregation)) return 'usage_days';
  return aggregation.type === 'COUNT_UNIQUE' ? 'usage_day_uniques' : 'usage_day_picks';
}

/**
 * The meters whose days tell, by the number of an event name, where events to read are: those that read it, or one that
 * counts every event of the name. Null when there are none.
 */
function witnessesOf(store: Store, environment_id: string, readers: readonly MeterFacts[] | null) {
  const readersOf = readers && Map.groupBy(readers, (meter) => meter.event_number);
  return (event_name: number): readonly MeterFacts[] | null => {
    const reading = readersOf?.get(event_name);
    if (reading?.every((meter) => tableOf(meter) !== null)) return reading;
    const countsAll = (meter: MeterFacts) =>
      meter.event_number === event_name &&
      meter.filters.length === 0 &&
      meter.archived_at === null &&
      tableOf(meter) !== null;
    const one = [...usageMeters(store, environment_id).values()].find(countsAll);
    return one ? [one] : null;
  };
}

const daysSql = (table: CustomerDaysTable) => `${usedDaysSql(table)}
  select used.used_day from used cross join json_each(@customers) c
  where exists (select 1 from ${table} u where u.meter = @meter and u.day = used.used_day and u.customer = c.value)`;

/** Days of [first, last] with usage of any of the customers, looked up by key. */
function usedDays(
  { sqlite }: Store,
  { meter, first, last, customers }: { meter: MeterFacts; first: number; last: number; customers: readonly number[] },
): number[] {
  const table = tableOf(meter);
  if (!table) return [];
  return prepared(sqlite, daysSql(table))
    .pluck()
    .all({ meter: meter.number, first, last, customers: JSON.stringify(customers) }) as number[];
}
