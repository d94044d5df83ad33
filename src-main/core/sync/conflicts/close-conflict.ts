import type { ConflictKind } from '@shared/entities/sync';
import type { SyncedEntity } from '@shared/rules/sync/synced-fields';
import { prepared } from '../../store/prepared';
import type { Tx } from '../../store/write';
import type { ConnectionRow } from '../connections/active-connection';
import { deriveOutbox } from '../outbox/derive-outbox';

export interface ConflictsToClose {
  entity: SyncedEntity;
  id: string;
  /** All kinds when left out. */
  kinds?: readonly ConflictKind[];
  /** One field only; all of them when left out. */
  field?: string;
}

/**
 * Closes conflicts of a row that are no longer any; what it has to send goes on once none is left. Answers how many were
 * closed.
 */
export async function closeConflict(
  tx: Pick<Tx, 'db' | 'sqlite' | 'now'>,
  connection: ConnectionRow,
  { entity, id, kinds, field }: ConflictsToClose,
): Promise<number> {
  const { changes } = prepared(tx.sqlite, closeSql).run({
    connection: connection.number,
    entity,
    id,
    kinds: kinds ? JSON.stringify(kinds) : null,
    field: field ?? null,
  });
  if (changes > 0) {
    const { db, sqlite, now } = tx;
    await deriveOutbox({ db, sqlite, connection, now }, new Map([[entity, new Set([id])]]));
  }
  return changes;
}

const closeSql = `
  delete from conflicts where connection = @connection and entity = @entity and local_id = @id
    and (@kinds is null or kind in (select value from json_each(@kinds))) and (@field is null or field = @field)`;
