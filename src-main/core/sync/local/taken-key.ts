import { AppError, alreadyExists } from '@shared/errors';
import { type Snapshot, type SyncedEntity, snapshotName, syncedEntities } from '@shared/rules/sync/synced-fields';
import Database from 'better-sqlite3';
import { prepared } from '../../store/prepared';
import type { Tx } from '../../store/write';
import { tableOf } from '../snapshots/read-snapshots';

/** A row that has a lookup key here which another one needs; of rows in use only one can have it. */
export interface KeyHolder {
  entity: SyncedEntity;
  id: string;
  name: string;
  lookup_key: string;
}

/** Writes a row; says whose its lookup key is where another row has it. */
export async function withFreeKey<T>(
  tx: Tx,
  entity: SyncedEntity,
  row: Snapshot,
  run: () => T | Promise<T>,
): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof Database.SqliteError) || error.code !== 'SQLITE_CONSTRAINT_UNIQUE') throw error;
    const lookup_key = String(row.lookup_key);
    const id = prepared(tx.sqlite, holderSql(entity)).pluck().get(tx.context.environment_id, lookup_key);
    if (typeof id !== 'string') throw error;
    const { name } = readHolder(tx, entity, id);
    const message = `“${name}” has the lookup key ${lookup_key} by now: “${snapshotName(entity, row)}” cannot have it.`;
    throw alreadyExists(message, 'lookup_key', { lookup_key, [`${entity}_id`]: id });
  }
}

/** Who has the key because of which something was refused; undefined for any other error. */
export function holderOf(tx: Tx, error: unknown): KeyHolder | undefined {
  if (!(error instanceof AppError) || error.code !== 'already_exists') return undefined;
  const { details = {} } = error;
  const entity = syncedEntities.find((one) => typeof details[`${one}_id`] === 'string');
  return entity && readHolder(tx, entity, String(details[`${entity}_id`]));
}

const isLive = (entity: SyncedEntity) => (entity === 'price' ? 'end_date is null' : "status = 'published'");
/** The id of the row of an environment, among those in use, that has a lookup key. */
export const holderSql = (entity: SyncedEntity): string =>
  `select id from ${tableOf[entity]} where environment_id = ? and lookup_key = ? and ${isLive(entity)}`;

function readHolder({ sqlite }: Tx, entity: SyncedEntity, id: string): KeyHolder {
  const name = entity === 'price' ? 'display_name' : 'name';
  const sql = `select ${name} as name, lookup_key from ${tableOf[entity]} where id = ?`;
  const row = prepared(sqlite, sql).get(id) as { name: string; lookup_key: string };
  return { entity, id, lookup_key: row.lookup_key, name: row.name || row.lookup_key };
}
