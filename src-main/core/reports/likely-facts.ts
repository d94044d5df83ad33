import type { Store } from '../store/open';
import { prepared } from '../store/prepared';

/** How many events are looked at: enough to know few values from many, in some hundredths of a second. */
const mostLooked = 8000;
const mostNames = 400;
/** Events of a name are looked at in so many places of its time: what changes from month to month shows by that. */
const places = 4;
const mostBytes = 8192;
/** More values than this among the events looked at, or a longer one, are nothing that usage is told apart by unasked. */
const mostValues = 200;
const longestValue = 100;
/** What is in fewer of the events, and what repeats more seldom, is not worth it either. */
const leastShare = 0.01;
const leastRepeated = 10;

/** What the contract lets reports be grouped by. */
const groupable = /^[A-Za-z0-9_.]+$/;

interface Seen {
  events: number;
  values: Set<string>;
}

/**
 * What usage of some event names may be told apart by, as a sample of their events shows it: `source` and properties with
 * few values, those that the most events have first. Ids, free texts and numbers that vary are none of them.
 */
export function likelyFacts({ sqlite }: Store, event_names: readonly number[]): string[] {
  const each = Math.ceil(mostLooked / Math.min(event_names.length, mostNames) / places);
  const sources = new Set<number>();
  const seen = new Map<string, Seen>();
  let looked = 0;
  for (const event_name of event_names.slice(0, mostNames)) {
    for (const from of placesOf(sqlite, event_name)) {
      const rows = prepared(sqlite, sampleSql).raw().all(mostBytes, event_name, from, each) as [number, string][];
      for (const [source, properties] of rows) {
        looked += 1;
        sources.add(source);
        see(seen, properties);
      }
    }
  }
  const properties = [...seen]
    .filter(([name, { events, values }]) => {
      const isRare = events < looked * leastShare;
      return !isRare && groupable.test(name) && values.size <= mostValues && values.size * leastRepeated <= events;
    })
    .sort(([, a], [, b]) => b.events - a.events || a.values.size - b.values.size)
    .map(([name]) => `properties.${name}`);
  return sources.size > 1 ? ['source', ...properties] : properties;
}

const spanSql = `
  select (select min(timestamp) from events where event_name = @name) as first,
    (select max(timestamp) from events where event_name = @name) as last`;
const sampleSql = `
  select source, iif(octet_length(properties) <= ?, properties, '{}') from events
  where event_name = ? and timestamp >= ? order by timestamp limit ?`;

function placesOf(sqlite: Store['sqlite'], name: number): number[] {
  const { first, last } = prepared(sqlite, spanSql).get({ name }) as { first: number | null; last: number | null };
  if (first === null || last === null) return [];
  return Array.from({ length: places }, (_, place) => Math.floor(first + ((last - first) * place) / places));
}

function see(seen: Map<string, Seen>, properties: string) {
  for (const [name, value] of Object.entries(JSON.parse(properties) as Record<string, unknown>)) {
    if (value === null) continue;
    let fact = seen.get(name);
    if (!fact) {
      fact = { events: 0, values: new Set() };
      seen.set(name, fact);
    }
    fact.events += 1;
    // One more than are wanted is enough to know.
    if (fact.values.size > mostValues) continue;
    const text = JSON.stringify(value);
    if (text.length <= longestValue) fact.values.add(text);
    else for (let more = 0; more <= mostValues; more += 1) fact.values.add(`${more}`);
  }
}
