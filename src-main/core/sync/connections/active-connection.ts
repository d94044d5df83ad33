import type { RemoteExtension } from '@shared/entities/sync';
import type Database from 'better-sqlite3';
import type { Selectable } from 'kysely';
import { prepared } from '../../store/prepared';
import type { ConnectionTable } from '../../store/sync-schema';

export type ConnectionRow = Selectable<ConnectionTable>;

/** The server that an environment is synced with; undefined while it is with none. */
export const activeConnection = (sqlite: Database.Database, environment_id: string): ConnectionRow | undefined =>
  prepared(sqlite, 'select * from connections where environment_id = ? and is_active = 1').get(environment_id) as
    | ConnectionRow
    | undefined;

/** A connection as it stands now, active or not: a run goes on with its own server, whatever the environment is with by then. */
export const connectionByNumber = (sqlite: Database.Database, number: number): ConnectionRow =>
  prepared(sqlite, 'select * from connections where number = ?').get(number) as ConnectionRow;

/** What the server of a connection can do beyond the public v1 API. */
export const extensionsOf = (connection: ConnectionRow): ReadonlySet<RemoteExtension> =>
  new Set(JSON.parse(connection.extensions) as RemoteExtension[]);
