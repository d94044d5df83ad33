import type Database from 'better-sqlite3';
import { keyOfEventId } from '../store/event-id-key';
import { prepared } from '../store/prepared';
import { type EventPlace, packedPlaces } from './place-packs';

const placesSql = `
  select event_name, timestamp from event_places_new where key = @key
  union all select event_name, timestamp from event_places where key = @key`;

/** Where the events of all ids with a key stand, in any environment. */
export const placesOf = (sqlite: Database.Database, key: number): EventPlace[] => [
  ...packedPlaces(sqlite, key),
  ...(prepared(sqlite, placesSql).all({ key }) as EventPlace[]),
];

const isSql = 'select 1 from events where event_name = ? and timestamp = ? and event_id = ? and environment = ?';
const numberSql = 'select number from environments where id = ?';

/** Where the event of an id stands; null when there is none. */
export function findPlace(sqlite: Database.Database, environment_id: string, event_id: string): EventPlace | null {
  const environment = prepared(sqlite, numberSql).pluck().get(environment_id) as number | undefined;
  if (environment === undefined) return null;
  const isIts = ({ event_name, timestamp }: EventPlace) =>
    prepared(sqlite, isSql).get(event_name, timestamp, event_id, environment) !== undefined;
  return placesOf(sqlite, keyOfEventId(environment, event_id)).find(isIts) ?? null;
}
