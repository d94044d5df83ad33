import type { EventSummary } from '@shared/entities/event';
import { toInstant } from '@shared/instant';
import { numberText, topLevelTokens } from '@shared/rules/event-property';
import { parseQuantity } from '@shared/rules/quantity';
import type Database from 'better-sqlite3';

/** How many of the newest events of a name are looked at to tell which properties are numbers. */
const sampledEvents = 200;

interface NameRow {
  number: number;
  name: string;
  event_count: number;
  ingested_at: number;
  ingested_from: string;
}

/** What usage an environment has, most frequent event names first. Never scans the events: it serves at any size. */
export function eventSummary(sqlite: Database.Database, environment_id: string): EventSummary {
  const names = sqlite
    .prepare(
      `select number, name, event_count, ingested_at, ingested_from from event_names
       where environment_id = ? and event_count > 0 order by event_count desc, name`,
    )
    .all(environment_id) as NameRow[];
  const ends = sqlite.prepare<[number, number], { first: number; last: number }>(`
    select (select min(timestamp) from events where event_name = ?) as first,
      (select max(timestamp) from events where event_name = ?) as last
  `);
  const newest = sqlite
    .prepare('select properties from events where event_name = ? order by timestamp desc limit ?')
    .pluck();
  const spans = names.map(({ number }) => ends.get(number, number) ?? { first: 0, last: 0 });
  const meters = metersByEventName(sqlite, environment_id);
  const customers = sqlite
    .prepare('select count(*) from event_customers where environment_id = ? and is_awaited = 0')
    .pluck();
  const [newestName] = names.toSorted((a, b) => b.ingested_at - a.ingested_at);
  return {
    event_count: names.reduce((sum, { event_count }) => sum + event_count, 0),
    first_timestamp: names.length > 0 ? toInstant(Math.min(...spans.map(({ first }) => first))) : null,
    last_timestamp: names.length > 0 ? toInstant(Math.max(...spans.map(({ last }) => last))) : null,
    ingested_at: newestName ? toInstant(newestName.ingested_at) : null,
    ingested_from: newestName?.ingested_from ?? '',
    external_customer_ids_count: customers.get(environment_id) as number,
    event_names: names.map(({ number, name, event_count }) => ({
      event_name: name,
      event_count,
      numeric_properties: numericProperties(newest.all(number, sampledEvents) as string[]),
      meter_ids: meters.get(name) ?? [],
    })),
  };
}

/** Ids of published meters by the event name they measure. */
export function metersByEventName(sqlite: Database.Database, environment_id: string): Map<string, string[]> {
  const rows = sqlite
    .prepare("select id, event_name from meters where environment_id = ? and status = 'published' order by number")
    .all(environment_id) as { id: string; event_name: string }[];
  const byName = new Map<string, string[]>();
  for (const { id, event_name } of rows) byName.set(event_name, [...(byName.get(event_name) ?? []), id]);
  return byName;
}

/** Properties whose every value is a number, most frequent first, then by name. */
function numericProperties(samples: readonly string[]): string[] {
  const seen = new Map<string, { count: number; numeric: boolean }>();
  for (const properties of samples) {
    for (const [name, token] of topLevelTokens(properties)) {
      if (token === 'null') continue;
      const entry = seen.get(name) ?? { count: 0, numeric: true };
      const text = numberText(token);
      entry.count += 1;
      entry.numeric &&= text !== null && parseQuantity(text) !== null;
      seen.set(name, entry);
    }
  }
  return [...seen]
    .filter(([, { numeric }]) => numeric)
    .sort(([a, { count: x }], [b, { count: y }]) => y - x || (a < b ? -1 : 1))
    .map(([name]) => name);
}
