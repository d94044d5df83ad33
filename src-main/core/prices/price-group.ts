import { invalid } from '@shared/errors';
import { findRow } from '../store/find-row';
import type { Tx } from '../store/write';

/**
 * The id of a group that may take a price: it exists, is published and holds prices (wire contract 2.6). Refuses any
 * other, and never says whether an archived group ever existed.
 */
export async function requireGroup(tx: Tx, group_id: string): Promise<string> {
  const group = await findRow(tx.db, 'groups', tx.context.environment_id, group_id);
  if (group?.status !== 'published') throw invalid('Some groups not found', 'group_id', { group_id });
  if (group.entity_type !== 'price') throw invalid('Group must be of type: price', 'group_id', { group_id });
  return group_id;
}
