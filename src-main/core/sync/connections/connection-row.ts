import type { Connection } from '@shared/entities/sync';
import { notFound } from '@shared/errors';
import type Database from 'better-sqlite3';
import { activeConnection, type ConnectionRow } from './active-connection';

/** A connection as it is shown. */
export const connectionOf = (row: ConnectionRow): Connection => ({
  id: row.id,
  environment_id: row.environment_id,
  base_url: row.base_url,
  remote: row.remote === null ? null : JSON.parse(row.remote),
  extensions: JSON.parse(row.extensions),
  send: row.send,
  marks_operations: row.marks_operations === 1,
  is_offline: row.is_offline === 1,
  created_at: row.created_at,
});

/** The connection of an environment; throws not_found when it is only here. */
export function requireConnection(sqlite: Database.Database, environment_id: string): ConnectionRow {
  const row = activeConnection(sqlite, environment_id);
  if (!row) throw notFound('This environment is not connected with a server');
  return row;
}
