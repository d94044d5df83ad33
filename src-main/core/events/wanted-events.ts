import type { EventQuery } from '@shared/entities/event';
import { invalid } from '@shared/errors';
import { meterFilterTest } from '@shared/rules/meter-filter';
import type Database from 'better-sqlite3';
import { findPlace } from './find-place';

/** Which events a query asks for, as conditions on the event table. */
export interface WantedEvents {
  /** SQL over `events e`, its parameters named as in `values`. */
  where: string;
  values: Record<string, number | string>;
  /** Event names that may match, in order of their text, with their numbers. */
  names: { number: number; name: string }[];
  /** Whether an event's properties pass; null when any do. */
  passes: ((properties: string) => boolean) | null;
}

const weekMs = 7 * 24 * 3600 * 1000;

/**
 * The conditions of a raw events query (wire contract 6.2). Both ends of the time range are inclusive; without one it
 * is the last seven days, or all time when an event id is asked for. `now` in epoch milliseconds.
 */
export function wantedEvents(
  sqlite: Database.Database,
  environment_id: string,
  query: EventQuery,
  now: number,
): WantedEvents {
  const end = query.end_time ? Date.parse(query.end_time) : query.event_id ? Number.MAX_SAFE_INTEGER : now;
  const start = query.start_time
    ? Date.parse(query.start_time)
    : query.event_id
      ? Number.MIN_SAFE_INTEGER
      : end - weekMs;
  if (query.start_time && query.end_time && end < start) throw invalid('Please check the request payload', 'end_time');
  const where = ['e.timestamp >= @start', 'e.timestamp <= @end'];
  const values: WantedEvents['values'] = { start, end };
  if (query.external_customer_id) {
    where.push('e.customer = @customer');
    values.customer = numberOf(sqlite, 'event_customers', 'external_id', environment_id, query.external_customer_id);
  }
  if (query.source) {
    where.push('e.source = @source');
    values.source = numberOf(sqlite, 'event_sources', 'name', environment_id, query.source);
  }
  const place = query.event_id ? findPlace(sqlite, environment_id, query.event_id) : null;
  if (query.event_id) {
    where.push('e.timestamp = @timestamp', 'e.event_id = @event_id');
    values.timestamp = place?.timestamp ?? 0;
    values.event_id = query.event_id;
  }
  const named = query.event_name ? 'and name = ?' : '';
  const allNames = sqlite
    .prepare(`select number, name from event_names where environment_id = ? ${named} order by name`)
    .all(...[environment_id, query.event_name].filter(Boolean)) as WantedEvents['names'];
  const names = query.event_id ? allNames.filter(({ number }) => number === place?.event_name) : allNames;
  const filters = Object.entries(query.property_filters)
    .filter(([, allowed]) => allowed.length > 0)
    .map(([key, allowed]) => ({ key, values: allowed }));
  return {
    where: where.join(' and '),
    values,
    names,
    passes: filters.length > 0 ? meterFilterTest(filters) : null,
  };
}

/** The number of a name in events; -1, which no event has, when it never occurred. */
const numberOf = (
  sqlite: Database.Database,
  table: 'event_customers' | 'event_sources',
  column: string,
  environment_id: string,
  name: string,
): number =>
  (sqlite
    .prepare(`select number from ${table} where environment_id = ? and ${column} = ?`)
    .pluck()
    .get(environment_id, name) as number | undefined) ?? -1;

/** How many events a query matches in all. */
export function countWanted(sqlite: Database.Database, { where, values, names, passes }: WantedEvents): number {
  const from = `from events e where e.event_name = @name and ${where}`;
  let total = 0;
  if (!passes) {
    const count = sqlite.prepare(`select count(*) ${from}`).pluck();
    for (const { number } of names) total += count.get({ ...values, name: number }) as number;
    return total;
  }
  const properties = sqlite.prepare(`select e.properties ${from}`).pluck();
  for (const { number } of names) {
    for (const text of properties.iterate({ ...values, name: number }) as IterableIterator<string>) {
      if (passes(text)) total += 1;
    }
  }
  return total;
}
