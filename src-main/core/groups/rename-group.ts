import type { Group } from '@shared/entities/group';
import { invalid } from '@shared/errors';
import { searchText } from '../list/quick-search';
import { changedFields, type Tx } from '../store/write';
import { loadGroup, withMemberCounts } from './group-row';

/** Gives a group another name; its lookup key stays. Ours: the wire has no group update. */
export async function renameGroup(tx: Tx, { id, name }: { id: string; name: string }): Promise<Group> {
  let row = await loadGroup(tx.db, tx.context.environment_id, id);
  if (row.status !== 'published') throw invalid('An archived group cannot be renamed', 'id');
  const fields = changedFields(row, { name });
  if (Object.keys(fields).length > 0) {
    row = await tx.db
      .updateTable('groups')
      .set({ name, search_text: searchText(name, row.lookup_key), ...tx.touch() })
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirstOrThrow();
    await tx.record('group', id, 'update', fields);
  }
  const [group] = await withMemberCounts(tx.db, [row]);
  if (!group) throw new Error('a group that was just read is gone');
  return group;
}
