import type { EventIngest } from '@shared/entities/event';
import { limits } from '@shared/limits';
import type Database from 'better-sqlite3';
import { type EventRow, selectEvents, toEvent } from '../../events/read-event';
import { prepared } from '../../store/prepared';

/** A body stays far below what servers take. */
const mostBytes = 4 * 1024 * 1024;

/** The events of one push: recorded in [from, until), epoch milliseconds, behind a place in the order of the table. */
export interface PushWindow {
  environment: number;
  from: number;
  until: number;
}

/** Where a push has got to: the key of the last event that was sent. */
export interface PushPlace {
  event_name: number;
  timestamp: number;
  event_id: string;
}

export const environmentNumber = (sqlite: Database.Database, environment_id: string): number =>
  prepared(sqlite, 'select number from environments where id = ?').pluck().get(environment_id) as number;

const recorded = 'e.ingested_at >= @from and e.ingested_at < @until';
// Names under which nothing came in since are not looked through.
const named = `
  select number from event_names
  where environment_id = (select id from environments where number = @environment) and ingested_at >= @from`;

/** SQL: what is still to be sent, in turn: the rest of the name that was sent last, and all names behind it. */
const stretches = (after: PushPlace | null): string[] =>
  after === null
    ? [`e.event_name in (${named}) and ${recorded}`]
    : [
        `e.event_name = @event_name and (e.timestamp, e.event_id) > (@timestamp, @event_id) and ${recorded}`,
        `e.event_name in (${named} and number > @event_name) and ${recorded}`,
      ];

/** How many events of a window are still to be sent. */
export const countToPush = (sqlite: Database.Database, window: PushWindow, after: PushPlace | null): number =>
  stretches(after).reduce((count, where) => {
    const counted = prepared(sqlite, `select count(*) from events e where ${where}`).pluck();
    return count + (counted.get({ ...window, ...after }) as number);
  }, 0);

export interface EventChunk {
  events: EventIngest[];
  /** The place behind the chunk; null when nothing is left. */
  place: PushPlace | null;
}

/** The next events to send: as many as one request may bring. */
export function nextChunk(sqlite: Database.Database, window: PushWindow, after: PushPlace | null): EventChunk {
  const chunk: EventChunk = { events: [], place: null };
  let bytes = 0;
  for (const row of rowsToPush(sqlite, window, after)) {
    if (chunk.events.length === limits.events_per_bulk) break;
    bytes += row.properties.length + 400;
    if (chunk.events.length > 0 && bytes > mostBytes) break;
    const { id, event_name, external_customer_id, timestamp, source, properties } = toEvent(row, '');
    // The same id again and again: a server that has the event already changes nothing.
    chunk.events.push({ event_id: id, event_name, external_customer_id, timestamp, source, properties });
    chunk.place = { event_name: row.name_number, timestamp: row.timestamp, event_id: row.event_id };
  }
  return chunk;
}

function* rowsToPush(
  sqlite: Database.Database,
  window: PushWindow,
  after: PushPlace | null,
): Generator<EventRow & { name_number: number }> {
  for (const where of stretches(after)) {
    yield* prepared(
      sqlite,
      `${selectEvents.replace('select ', 'select e.event_name as name_number, ')} where ${where}
       order by e.event_name, e.timestamp, e.event_id limit ${limits.events_per_bulk}`,
    ).iterate({ ...window, ...after }) as IterableIterator<EventRow & { name_number: number }>;
  }
}
