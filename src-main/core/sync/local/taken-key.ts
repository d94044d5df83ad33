import { AppError } from '@shared/errors';
import { type Snapshot, type SyncedEntity, snapshotName } from '@shared/rules/sync/synced-fields';
import Database from 'better-sqlite3';

/** Writes a row; says so where another row has its lookup key, which only one of those in use can have. */
export async function withFreeKey<T>(entity: SyncedEntity, row: Snapshot, run: () => T | Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof Database.SqliteError) || error.code !== 'SQLITE_CONSTRAINT_UNIQUE') throw error;
    const lookup_key = String(row.lookup_key);
    throw new AppError(
      'already_exists',
      `Another ${entity} has the lookup key ${lookup_key} by now: “${snapshotName(entity, row)}” cannot have it.`,
      { field: 'lookup_key', details: { lookup_key } },
    );
  }
}
