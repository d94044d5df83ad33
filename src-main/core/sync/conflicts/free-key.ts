import { numberedKey } from '@shared/rules/lookup-key';
import type { SyncedEntity } from '@shared/rules/sync/synced-fields';
import type Database from 'better-sqlite3';
import { prepared } from '../../store/prepared';
import { holderSql } from '../local/taken-key';

/** The first variant of a key that no live row here has; the server is asked again when it is sent. */
export function freeKey(sqlite: Database.Database, environment_id: string, entity: SyncedEntity, key: string): string {
  for (let n = 2; ; n += 1) {
    const candidate = numberedKey(key, n);
    if (!prepared(sqlite, holderSql(entity)).get(environment_id, candidate)) return candidate;
  }
}
