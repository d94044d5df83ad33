import type { EventIngest } from '@shared/entities/event';
import { limits } from '@shared/limits';
import type Database from 'better-sqlite3';
import { type EventRow, selectEvents, toEvent } from '../../events/read-event';
import { prepared } from '../../store/prepared';

/** A body stays far below what servers take. */
const mostBytes = 4 * 1024 * 1024;

/** The events of one push: recorded, or corrected, in [from, until), epoch milliseconds, behind a place in their order. */
export interface PushWindow {
  environment: number;
  from: number;
  until: number;
}

/** Where a push has got to: the key of the last event that was sent; corrected ones come after all others. */
export interface PushPlace {
  event_name: number;
  timestamp: number;
  event_id: string;
  is_corrected?: boolean;
}

export const environmentNumber = (sqlite: Database.Database, environment_id: string): number =>
  prepared(sqlite, 'select number from environments where id = ?').pluck().get(environment_id) as number;

const recorded = 'e.ingested_at >= @from and e.ingested_at < @until';
// Names under which nothing came in since are not looked through.
const named = `
  select number from event_names
  where environment_id = (select id from environments where number = @environment) and ingested_at >= @from`;
const corrected = `(e.event_name, e.timestamp, e.event_id) in (
  select event_name, timestamp, event_id from corrected_events where corrected_at >= @from and corrected_at < @until
) and e.environment = @environment and e.ingested_at < @from`;
const behind = '(e.event_name, e.timestamp, e.event_id) > (@event_name, @timestamp, @event_id)';

/** Events that are sent one after the other, and whether they were corrected only. */
interface PushStretch {
  where: string;
  is_corrected: boolean;
}

/** SQL: what is still to be sent, in turn: the rest of the name that was sent last, all names behind it, what was corrected. */
function stretches(after: PushPlace | null): PushStretch[] {
  const correctedOnes = (where: string) => ({ where, is_corrected: true });
  const recordedOnes = (where: string) => ({ where, is_corrected: false });
  if (after === null) return [recordedOnes(`e.event_name in (${named}) and ${recorded}`), correctedOnes(corrected)];
  if (after.is_corrected) return [correctedOnes(`${corrected} and ${behind}`)];
  return [
    recordedOnes(`e.event_name = @event_name and (e.timestamp, e.event_id) > (@timestamp, @event_id) and ${recorded}`),
    recordedOnes(`e.event_name in (${named} and number > @event_name) and ${recorded}`),
    correctedOnes(corrected),
  ];
}

const valuesOf = (window: PushWindow, after: PushPlace | null) => {
  const { event_name, timestamp, event_id } = after ?? {};
  return after === null ? window : { ...window, event_name, timestamp, event_id };
};

/** How many events of a window are still to be sent. */
export const countToPush = (sqlite: Database.Database, window: PushWindow, after: PushPlace | null): number =>
  stretches(after).reduce((count, { where }) => {
    const counted = prepared(sqlite, `select count(*) from events e where ${where}`).pluck();
    return count + (counted.get(valuesOf(window, after)) as number);
  }, 0);

export interface EventChunk {
  events: EventIngest[];
  /** The place behind the chunk; null when nothing is left. */
  place: PushPlace | null;
}

/** The next events to send: as many as one request may bring. */
export function nextChunk(
  sqlite: Database.Database,
  window: PushWindow,
  after: PushPlace | null,
  most: number = limits.events_per_bulk,
): EventChunk {
  const chunk: EventChunk = { events: [], place: null };
  let bytes = 0;
  for (const row of rowsToPush(sqlite, window, after)) {
    if (chunk.events.length === most) break;
    bytes += row.properties.length + 400;
    if (chunk.events.length > 0 && bytes > mostBytes) break;
    const { id, event_name, external_customer_id, timestamp, source, properties } = toEvent(row, '');
    // The same id again and again: a server that has the event already changes nothing.
    chunk.events.push({ event_id: id, event_name, external_customer_id, timestamp, source, properties });
    const { name_number, is_corrected } = row;
    chunk.place = { event_name: name_number, timestamp: row.timestamp, event_id: row.event_id, is_corrected };
  }
  return chunk;
}

type RowToPush = EventRow & { name_number: number };

function* rowsToPush(
  sqlite: Database.Database,
  window: PushWindow,
  after: PushPlace | null,
): Generator<RowToPush & { is_corrected: boolean }> {
  for (const { where, is_corrected } of stretches(after)) {
    const rows = prepared(
      sqlite,
      `${selectEvents.replace('select ', 'select e.event_name as name_number, ')} where ${where}
       order by e.event_name, e.timestamp, e.event_id limit ${limits.events_per_bulk}`,
    ).iterate(valuesOf(window, after)) as IterableIterator<RowToPush>;
    for (const row of rows) yield { ...row, is_corrected };
  }
}
