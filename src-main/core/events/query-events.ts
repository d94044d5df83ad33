import type { eventPage, eventQuery } from '@shared/entities/event';
import { invalid } from '@shared/errors';
import { meterFilterTest } from '@shared/rules/meter-filter';
import type Database from 'better-sqlite3';
import type { z } from 'zod';
import { nextOffset } from '../list/search-rows';
import { type EventRow, selectEvents, toEvent } from './read-event';

type EventQuery = z.output<typeof eventQuery>;
type EventPage = z.output<typeof eventPage>;

const weekMs = 7 * 24 * 3600 * 1000;
const cursorForm = /^(\d{1,19})::(.+)$/s;

/** Where the previous page ended: an event's time in epoch milliseconds and its id. */
interface Cursor {
  timestamp: number;
  event_id: string;
}

/**
 * Raw events, newest first, equal times by id descending (wire contract 6.2). Both ends of the time range are
 * inclusive; without one it is the last seven days, or all time when an event id is asked for. Pages by the cursor
 * `<unix-nano>::<event id>`, which stays right while events keep coming in.
 */
export function queryEvents(
  sqlite: Database.Database,
  environment_id: string,
  query: EventQuery,
  now: number,
): EventPage {
  const rows = matchingRows(sqlite, environment_id, query, now);
  const events: EventRow[] = [];
  let skip = query.offset;
  let has_more = false;
  for (const row of rows) {
    if (skip > 0) skip -= 1;
    else if (events.length < query.page_size) events.push(row);
    else {
      has_more = true;
      break;
    }
  }
  return {
    events: events.map((row) => toEvent(row, environment_id)),
    has_more,
    iter_first_key: cursorOf(events[0]),
    iter_last_key: cursorOf(events.at(-1)),
    offset: nextOffset(query.offset, query.page_size),
  };
}

const cursorOf = (row: EventRow | undefined) => (row ? `${BigInt(row.timestamp) * 1_000_000n}::${row.event_id}` : null);

function parseCursor(text: string): Cursor {
  const match = cursorForm.exec(text);
  if (!match) throw invalid('Please check the request payload', 'iter_last_key');
  return { timestamp: Number(BigInt(match[1] ?? '0') / 1_000_000n), event_id: match[2] ?? '' };
}

/** Every matching event in page order, read only as far as the caller asks. */
function* matchingRows(
  sqlite: Database.Database,
  environment_id: string,
  query: EventQuery,
  now: number,
): Generator<EventRow> {
  const end = query.end_time ? Date.parse(query.end_time) : query.event_id ? Number.MAX_SAFE_INTEGER : now;
  const start = query.start_time
    ? Date.parse(query.start_time)
    : query.event_id
      ? Number.MIN_SAFE_INTEGER
      : end - weekMs;
  const after = query.iter_last_key ? parseCursor(query.iter_last_key) : { timestamp: end + 1, event_id: '' };
  const passes = meterFilterTest(Object.entries(query.property_filters).map(([key, values]) => ({ key, values })));
  const where = ['e.timestamp >= @start', 'e.timestamp <= @end', 'e.timestamp <= @after_timestamp'];
  where.push('(e.timestamp < @after_timestamp or e.event_id < @after_event_id)');
  if (query.external_customer_id) where.push('e.customer = @customer');
  if (query.source) where.push('e.source = @source');
  const values = {
    start,
    end,
    after_timestamp: after.timestamp,
    after_event_id: after.event_id,
    environment_id,
    ...(query.external_customer_id && {
      customer: numberOf(sqlite, 'event_customers', 'external_id', environment_id, query.external_customer_id),
    }),
    ...(query.source && { source: numberOf(sqlite, 'event_sources', 'name', environment_id, query.source) }),
  };

  if (query.event_id) {
    const byId = `e.environment = (select number from environments where id = @environment_id) and e.event_id = @event_id`;
    const named = query.event_name ? 'and n.name = @event_name' : '';
    const row = sqlite.prepare(`${selectEvents} where ${byId} ${named} and ${where.join(' and ')}`).get({
      ...values,
      event_id: query.event_id,
      ...(query.event_name && { event_name: query.event_name }),
    }) as EventRow | undefined;
    if (row && passes(row.properties)) yield row;
    return;
  }

  const names = sqlite
    .prepare(`select number from event_names where environment_id = ? ${query.event_name ? 'and name = ?' : ''}`)
    .pluck()
    .all(...[environment_id, query.event_name].filter(Boolean)) as number[];
  const { environment_id: _, ...bound } = values;
  // One statement per name: each walks its own stretch of the table backwards, and the streams are merged.
  const streams = names.map((name) =>
    sqlite
      .prepare(
        `${selectEvents} where e.event_name = @name and ${where.join(' and ')} order by e.timestamp desc, e.event_id desc`,
      )
      .iterate({ ...bound, name }),
  ) as IterableIterator<EventRow>[];
  try {
    for (const row of merged(streams)) if (passes(row.properties)) yield row;
  } finally {
    for (const stream of streams) stream.return?.();
  }
}

function* merged(streams: readonly Iterator<EventRow>[]): Generator<EventRow> {
  const heads = streams.flatMap((stream) => nextOf(stream));
  while (heads.length > 0) {
    const newest = heads.reduce((best, head) => (isNewer(head.row, best.row) ? head : best));
    yield newest.row;
    const [following] = nextOf(newest.stream);
    if (following) newest.row = following.row;
    else heads.splice(heads.indexOf(newest), 1);
  }
}

function nextOf(stream: Iterator<EventRow>): { row: EventRow; stream: Iterator<EventRow> }[] {
  const next = stream.next();
  return next.done ? [] : [{ row: next.value, stream }];
}

/** SQLite orders text by its UTF-8 bytes. */
const isNewer = (a: EventRow, b: EventRow) =>
  a.timestamp === b.timestamp
    ? Buffer.compare(Buffer.from(a.event_id), Buffer.from(b.event_id)) > 0
    : a.timestamp > b.timestamp;

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
