import type { UsageEvent } from '@shared/entities/event';
import { notFound } from '@shared/errors';
import { toInstant } from '@shared/instant';
import { readCanonicalJson } from '@shared/rules/canonical-json';
import type Database from 'better-sqlite3';
import { findPlace } from './find-place';

/** An event as it is stored, with its names. */
export interface EventRow {
  event_id: string;
  event_name: string;
  external_customer_id: string;
  /** The customer with this external id; null when there is none. */
  customer_id: string | null;
  timestamp: number;
  source: string;
  properties: string;
  /** Epoch milliseconds. */
  ingested_at: number;
  /** Number of the customer in the event table. */
  customer: number;
}

export const selectEvents = `
  select e.event_id, n.name as event_name, c.external_id as external_customer_id, k.id as customer_id, e.timestamp,
    s.name as source, e.properties, e.ingested_at, e.customer
  from events e
  join event_names n on n.number = e.event_name
  join event_customers c on c.number = e.customer
  join event_sources s on s.number = e.source
  left join customers k on k.environment_id = c.environment_id and k.external_id = c.external_id and k.status = 'published'
`;

export const toEvent = (row: EventRow, environment_id: string): UsageEvent => ({
  id: row.event_id,
  external_customer_id: row.external_customer_id,
  customer_id: row.customer_id ?? '',
  event_name: row.event_name,
  timestamp: toInstant(row.timestamp),
  properties: readCanonicalJson(row.properties) as Record<string, unknown>,
  source: row.source,
  environment_id,
});

/** One event by its id, as it is stored. Throws not_found. */
export function findEvent(sqlite: Database.Database, environment_id: string, id: string): EventRow {
  const place = findPlace(sqlite, environment_id, id);
  const row = sqlite
    .prepare(`${selectEvents} where e.event_name = ? and e.timestamp = ? and e.event_id = ?`)
    .get(place?.event_name, place?.timestamp, id) as EventRow | undefined;
  if (!row) throw notFound('Event not found');
  return row;
}
