import type { Tx } from '../store/write';
import { loadGroup } from './group-row';

/**
 * Archives a group and takes every price out of it, terminated ones included, so that no price is left pointing at a
 * group that is gone (wire contract 2.5). Deleting an archived group again changes nothing.
 */
export async function deleteGroup(tx: Tx, id: string): Promise<{ ungrouped_prices: number }> {
  const group = await loadGroup(tx.db, tx.context.environment_id, id);
  const members = await tx.db
    .updateTable('prices')
    .set({ group_id: null, ...tx.touch() })
    .where('group_id', '=', id)
    .returning('id')
    .execute();
  const fields = { group_id: { from: id, to: null } };
  await tx.recordMany(
    'price',
    'update',
    members.map((member) => ({ id: member.id, fields })),
  );
  if (group.status !== 'archived') {
    await tx.db
      .updateTable('groups')
      .set({ status: 'archived', ...tx.touch() })
      .where('id', '=', id)
      .execute();
    await tx.record('group', id, 'archive', { status: { from: group.status, to: 'archived' } });
  }
  return { ungrouped_prices: members.length };
}
