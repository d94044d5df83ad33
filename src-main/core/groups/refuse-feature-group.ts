import { invalid } from '@shared/errors';
import type { Tx } from '../store/write';
import { loadGroup } from './group-row';

/** Refuses a group for a feature: groups hold prices only (wire contract 2.6). Null and "" name none. */
export async function refuseFeatureGroup(tx: Tx, group_id: string | null | undefined): Promise<void> {
  if (!group_id) return;
  await loadGroup(tx.db, tx.context.environment_id, group_id);
  throw invalid('Group must be of type: feature', 'group_id');
}
