import type Database from 'better-sqlite3';
import { keyOfEventId } from '../store/event-id-key';
import { prepared } from '../store/prepared';

/** Where an event stands: its event name, by number, and its time in epoch milliseconds. */
export interface EventPlace {
  event_name: number;
  timestamp: number;
}

/** SQL: the places of all events whose ids have the key @key, in any environment. */
export const placesSql = `(
  select event_name, timestamp from event_places_new where key = @key
  union all select event_name, timestamp from event_places where key = @key
)`;

const findSql = `
  select p.event_name, p.timestamp from ${placesSql} p
  cross join events e on e.event_name = p.event_name and e.timestamp = p.timestamp and e.event_id = @event_id
  where e.environment = @environment`;
const numberSql = 'select number from environments where id = ?';

/** Where the event of an id stands; null when there is none. */
export function findPlace(sqlite: Database.Database, environment_id: string, event_id: string): EventPlace | null {
  const environment = prepared(sqlite, numberSql).pluck().get(environment_id) as number | undefined;
  if (environment === undefined) return null;
  const key = keyOfEventId(environment, event_id);
  return (prepared(sqlite, findSql).get({ key, environment, event_id }) as EventPlace | undefined) ?? null;
}
