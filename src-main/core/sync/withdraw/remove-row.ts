import { AppError } from '@shared/errors';
import type { SyncedEntity } from '@shared/rules/sync/synced-fields';
import { prepared } from '../../store/prepared';
import type { Tx } from '../../store/write';
import { tableOf } from '../snapshots/read-snapshots';

/** A row that a server has, or that is on its way to one, can only be archived. */
export function requireUnsent({ sqlite }: Tx, entity: SyncedEntity, id: string, name: string): void {
  if (prepared(sqlite, sentSql).get({ entity, id }) === undefined) return;
  throw new AppError('invalid_operation', `“${name}” has been sent already: it can only be archived or ended.`, {
    field: 'id',
  });
}

const sentSql = `
  select 1 from synced_rows where entity = @entity and local_id = @id
  union all select 1 from outbox where entity = @entity and local_id = @id and operation is not null`;

/** Removes a row with what syncing knows of it, and tells history. */
export async function removeRow(tx: Tx, entity: SyncedEntity, id: string, name: string): Promise<void> {
  for (const table of ['outbox', 'conflicts']) {
    prepared(tx.sqlite, `delete from ${table} where entity = ? and local_id = ?`).run(entity, id);
  }
  prepared(tx.sqlite, `delete from ${tableOf[entity]} where id = ?`).run(id);
  await tx.record(entity, id, 'archive', { name: { from: name, to: null } });
  tx.changed('sync');
}
