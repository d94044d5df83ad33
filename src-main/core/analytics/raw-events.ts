import type { Store } from '../store/open';
import { prepared } from '../store/prepared';

/** A stretch of one event name: its number, and [from, to) in epoch milliseconds. */
export type Segment = readonly [event_name: number, from: number, to: number];

/**
 * One stored event: event name number, epoch milliseconds, customer number, source number, properties (JSON text), and
 * when it came in (epoch milliseconds).
 */
export type RawEvent = readonly [
  event_name: number,
  at: number,
  customer: number,
  source: number,
  properties: string,
  ingested_at: number,
];

const sql = `
  select e.event_name, e.timestamp, e.customer, e.source, e.properties, e.ingested_at
  from json_each(?) s cross join events e
  where e.event_name = s.value ->> 0 and e.timestamp >= s.value ->> 1 and e.timestamp < s.value ->> 2`;

/**
 * Reads events in order of time within each segment, in one statement. Other statements of the connection must wait
 * until it is read to the end. With customers given, only theirs.
 */
export function rawEvents(
  { sqlite }: Store,
  segments: readonly Segment[],
  customers: readonly number[] | null,
): IterableIterator<RawEvent> {
  const filter = customers ? ' and e.customer in (select value from json_each(?))' : '';
  const parameters = [JSON.stringify(segments), ...(customers ? [JSON.stringify(customers)] : [])];
  return prepared(sqlite, sql + filter)
    .raw()
    .iterate(...parameters) as IterableIterator<RawEvent>;
}
