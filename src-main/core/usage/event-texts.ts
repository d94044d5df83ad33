import type Database from 'better-sqlite3';
import { prepared } from '../store/prepared';

/** A stretch of one event name: its number, and [from, to) in epoch milliseconds. */
export interface EventStretch {
  event_name: number;
  from: number;
  to: number;
  /** Only what came in before, in epoch milliseconds; null for all. */
  before: number | null;
  /** How many events there may be: at least as many as there are, unless they are to be counted. */
  atMost: number | null;
}

/** Texts of more events than this are put together step by step. */
const eventsPerText = 4000;

// No JSON text has a line feed in it.
const textSql = (head: string, before: string) => `
  select cast(group_concat(${head} || properties, char(10)) as blob) from events
  where event_name = ? and timestamp >= ? and timestamp < ?${before}`;
const cutSql = `
  select timestamp from events where event_name = ? and timestamp >= ? and timestamp < ?
  order by timestamp limit 1 offset ?`;

/** What stands before the properties of an event: the number of its customer, or that, a blank and that of its source. */
const heads = { customer: 'customer', 'customer and source': "customer || ' ' || source" } as const;

/**
 * Reads events as a line each, of numbers and their properties in canonical JSON: one answer for thousands of events, which
 * takes a fifth of the time that a row for each does. Other statements may run in between.
 */
export function* eventTexts(
  sqlite: Database.Database,
  { event_name, from, to, before, atMost }: EventStretch,
  head: keyof typeof heads,
): Generator<Buffer> {
  const read = prepared(sqlite, textSql(heads[head], before === null ? '' : ' and ingested_at < ?')).pluck();
  const cut = prepared(sqlite, cutSql).pluck();
  const isShort = atMost !== null && atMost <= eventsPerText;
  for (let start = from; start < to; ) {
    const found = isShort ? undefined : (cut.get(event_name, start, to, eventsPerText) as number | undefined);
    // More events of one moment than that are read together.
    const end = found === undefined ? to : Math.max(found, start + 1);
    const limits = before === null ? [event_name, start, end] : [event_name, start, end, before];
    const text = read.get(...limits) as Buffer | null;
    if (text) yield text;
    start = end;
  }
}
