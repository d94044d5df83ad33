import type Database from 'better-sqlite3';
import { prepared } from '../store/prepared';

/** A stretch of one event name: its number, and [from, to) in epoch milliseconds. */
export interface EventStretch {
  event_name: number;
  from: number;
  to: number;
  /** Only what came in before, in epoch milliseconds; null for all. */
  before: number | null;
}

/** So many events are put together as one text at most: more of them would be no faster. */
const mostPerText = 4000;
/** About as many bytes of properties as a text may have. */
const bytesPerText = 4_000_000;

/** What stands before the properties of an event: the number of its customer, or that, a blank and that of its source. */
const heads = { customer: 'customer', 'customer and source': "customer || ' ' || source" } as const;
export type EventHead = keyof typeof heads;

const within = (before: number | null) =>
  `event_name = ? and timestamp >= ? and timestamp < ?${before === null ? '' : ' and ingested_at < ?'}`;
// Each is separated from the one before by its own head: to put both together first would take a third longer. Events are
// read in the order of their key, which is that of time.
const textSql = (head: EventHead, where: string) =>
  `select cast(group_concat(properties, ${heads[head]}) as blob) from events where ${where}`;
const firstSql = (head: EventHead, where: string) =>
  `select ${heads[head]} from events where ${where} order by timestamp, event_id limit 1`;
const sizeSql = `
  select max(octet_length(properties)) from (select properties from events where ${within(null)} limit 16)`;
const cutSql = `select timestamp from events where ${within(null)} order by timestamp limit 1 offset ?`;

/** Events of one stretch as one text: what the first one begins with, and all else. */
export interface EventText {
  /** The head of the first event. */
  first: string;
  /** Properties in canonical JSON, each but the first behind the head of its event. */
  bytes: Buffer<ArrayBuffer>;
}

/**
 * Reads events in the order of time as one text, which takes a fifth of the time that a row for each does. Null when there
 * are none.
 */
export function eventText(
  sqlite: Database.Database,
  { event_name, from, to, before }: EventStretch,
  head: EventHead,
): EventText | null {
  const where = within(before);
  const limits = before === null ? [event_name, from, to] : [event_name, from, to, before];
  const bytes = prepared(sqlite, textSql(head, where))
    .pluck()
    .get(...limits) as Buffer<ArrayBuffer> | null;
  if (bytes === null) return null;
  const first = prepared(sqlite, firstSql(head, where))
    .pluck()
    .get(...limits) as string | number;
  return { first: `${first}`, bytes };
}

/** How many events of a stretch go into one text, going by the size of its first ones. */
export function eventsPerText(
  sqlite: Database.Database,
  { event_name, from, to }: Omit<EventStretch, 'before'>,
): number {
  const size = prepared(sqlite, sizeSql).pluck().get(event_name, from, to) as number | null;
  return Math.max(1, Math.min(mostPerText, Math.floor(bytesPerText / (size ?? 1))));
}

/** Cuts a stretch where it has more events than that. Those of one moment stay together. */
export function* cutStretch(sqlite: Database.Database, stretch: EventStretch, most: number): Generator<EventStretch> {
  const { event_name, to } = stretch;
  const cut = prepared(sqlite, cutSql).pluck();
  for (let { from } = stretch; from < to; ) {
    const found = cut.get(event_name, from, to, most) as number | undefined;
    const end = found === undefined ? to : Math.max(found, from + 1);
    yield { ...stretch, from, to: end };
    from = end;
  }
}
