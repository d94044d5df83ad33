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

const beyond = '(e.event_name, e.timestamp, e.event_id) > (@event_name, @timestamp, @event_id)';
const recorded = 'e.environment = @environment and e.ingested_at >= @from and e.ingested_at < @until';

/** How many events of a window are still to be sent. */
export const countToPush = (sqlite: Database.Database, window: PushWindow, after: PushPlace | null): number =>
  prepared(sqlite, `select count(*) from events e where ${recorded}${after ? ` and ${beyond}` : ''}`)
    .pluck()
    .get({ ...window, ...after }) as number;

export interface EventChunk {
  events: EventIngest[];
  /** The place behind the chunk; null when nothing is left. */
  place: PushPlace | null;
}

/** The next events to send: as many as one request may bring. */
export function nextChunk(sqlite: Database.Database, window: PushWindow, after: PushPlace | null): EventChunk {
  const rows = prepared(
    sqlite,
    `${selectEvents.replace('select ', 'select e.event_name as name_number, ')} where ${recorded}${after ? ` and ${beyond}` : ''}
     order by e.event_name, e.timestamp, e.event_id limit ${limits.events_per_bulk}`,
  ).iterate({ ...window, ...after }) as IterableIterator<EventRow & { name_number: number }>;
  const chunk: EventChunk = { events: [], place: null };
  let bytes = 0;
  for (const row of rows) {
    bytes += row.properties.length + 400;
    if (chunk.events.length > 0 && bytes > mostBytes) break;
    const { id, event_name, external_customer_id, timestamp, source, properties } = toEvent(row, '');
    // The same id again and again: a server that has the event already changes nothing.
    chunk.events.push({ event_id: id, event_name, external_customer_id, timestamp, source, properties });
    chunk.place = { event_name: row.name_number, timestamp: row.timestamp, event_id: row.event_id };
  }
  return chunk;
}
