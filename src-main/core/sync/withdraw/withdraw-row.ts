import { AppError, notFound } from '@shared/errors';
import { type SyncedEntity, snapshotName } from '@shared/rules/sync/synced-fields';
import { prepared } from '../../store/prepared';
import type { Tx } from '../../store/write';
import { readSnapshots } from '../snapshots/read-snapshots';
import { removeRow, requireUnsent } from './remove-row';
import { withdrawMeter } from './withdraw-meter';
import { withdrawPrice } from './withdraw-price';

/**
 * Takes back a row that was made here and that no server has heard of, as if it had never been: it leaves the store with
 * everything that followed from it, and a price goes on with the version before. Versions made after it go with it.
 * Refused while a server has the row or is being told of it, and while other rows refer to it. Answers the ids of the rows
 * that went.
 */
export async function withdrawRow(tx: Tx, entity: SyncedEntity, id: string): Promise<string[]> {
  const row = (await readSnapshots(tx.db, entity, [id])).get(id);
  if (!row) throw notFound('It is not there any more');
  const name = snapshotName(entity, row);
  requireUnsent(tx, entity, id, name);
  if (entity === 'price') return withdrawPrice(tx, id);
  const users = prepared(tx.sqlite, usersSql[entity]).pluck().get({ id }) as number;
  if (users > 0) {
    throw new AppError('invalid_operation', `Other rows refer to “${name}”: take them back or change them first.`, {
      field: 'id',
      details: { users },
    });
  }
  const meter_id = entity === 'feature' ? prepared(tx.sqlite, meterSql).pluck().get(id) : null;
  // The count of its members stays behind when the last one leaves.
  if (entity === 'group') prepared(tx.sqlite, 'delete from group_members where group_id = ?').run(id);
  await removeRow(tx, entity, id, name);
  if (typeof meter_id === 'string') await withdrawMeter(tx, meter_id);
  return [id];
}

const meterSql = 'select meter_id from features where id = ?';
const usersSql = {
  group: 'select count(*) from prices where group_id = @id',
  plan: `select (select count(*) from prices where entity_id = @id)
    + (select count(*) from subscriptions where plan_id = @id)`,
  // What it measures may be charged for.
  feature: `select count(*) from prices where meter_id = (select meter_id from features where id = @id)
    and not exists (select 1 from features other where other.meter_id = prices.meter_id and other.id <> @id)`,
} as const;
