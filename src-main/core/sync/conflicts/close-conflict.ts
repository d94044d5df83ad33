import type { ConflictKind } from '@shared/entities/sync';
import type { SyncedEntity } from '@shared/rules/sync/synced-fields';
import { prepared } from '../../store/prepared';
import type { Tx } from '../../store/write';
import type { ConnectionRow } from '../connections/active-connection';
import { deriveOutbox } from '../outbox/derive-outbox';
import type { KeptDecision } from './conflict-row';

export interface ConflictsToClose {
  entity: SyncedEntity;
  id: string;
  /** All kinds when left out. */
  kinds?: readonly ConflictKind[];
  /** One field only; all of them when left out. */
  field?: string;
  /** What is asked about the row instead: what was chosen until then is told there as dropped. */
  becomes?: { kind: ConflictKind; field: string };
}

/**
 * Closes conflicts of a row that are no longer any; what it has to send goes on once none is left. Answers how many were
 * closed.
 */
export async function closeConflict(
  tx: Pick<Tx, 'db' | 'sqlite' | 'now'>,
  connection: ConnectionRow,
  { entity, id, kinds, field, becomes }: ConflictsToClose,
): Promise<number> {
  const closing = {
    connection: connection.number,
    entity,
    id,
    kinds: kinds ? JSON.stringify(kinds) : null,
    field: field ?? null,
  };
  if (becomes) {
    const dropped = JSON.stringify(droppedDecision);
    prepared(tx.sqlite, dropSql).run({ ...closing, dropped, new_kind: becomes.kind, new_field: becomes.field });
  }
  const { changes } = prepared(tx.sqlite, closeSql).run(closing);
  if (changes > 0) {
    const { db, sqlite, now } = tx;
    await deriveOutbox({ db, sqlite, connection, now }, new Map([[entity, new Set([id])]]));
  }
  return changes;
}

/** No sides are those which it was made about. */
const droppedDecision: KeptDecision = { choice: 'theirs', value: '', sides: '' };

const closed = `connection = @connection and entity = @entity and local_id = @id
    and (@kinds is null or kind in (select value from json_each(@kinds))) and (@field is null or field = @field)`;
const closeSql = `delete from conflicts where ${closed}`;
const dropSql = `update conflicts set decision = @dropped
  where connection = @connection and entity = @entity and local_id = @id and kind = @new_kind and field = @new_field
    and decision is null and exists (select 1 from conflicts where ${closed} and decision is not null)`;
