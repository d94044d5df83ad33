import type { Store } from '../store/open';
import { prepared } from '../store/prepared';
import { factSample, mostBytes, mostLooked } from '../usage/fact-sample';

const mostNames = 400;
/** Events of a name are looked at in so many places of its time: what changes from month to month shows by that. */
const places = 4;

/** What usage of some event names may be told apart by, as a sample of their events shows it. */
export function likelyFacts({ sqlite }: Store, event_names: readonly number[]): string[] {
  const each = Math.ceil(mostLooked / Math.min(event_names.length, mostNames) / places);
  const sample = factSample();
  for (const event_name of event_names.slice(0, mostNames)) {
    for (const from of placesOf(sqlite, event_name)) {
      const rows = prepared(sqlite, sampleSql).raw().all(mostBytes, event_name, from, each) as [number, string][];
      for (const [source, properties] of rows) sample.see(source, properties);
    }
  }
  return sample.likely();
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
