import type { HandlersOf } from '../handler';
import { write } from '../store/write';
import { createGroup } from './create-group';
import { deleteGroup } from './delete-group';
import { groupOf, loadGroup } from './group-row';
import { renameGroup } from './rename-group';
import { searchGroups } from './search-groups';
import { suggestGroupKey } from './suggest-group-key';

export const groupHandlers: HandlersOf<'group'> = {
  'group.create': (input, { deps, context }) => write(deps, context, (tx) => createGroup(tx, input)),
  'group.get': async ({ id }, { deps, context }) => {
    const { db } = deps.store;
    const row = await loadGroup(db, context.environment_id, id);
    const members = await db.selectFrom('prices').select('id').where('group_id', '=', id).orderBy('number').execute();
    return groupOf(
      row,
      members.length,
      members.map((member) => member.id),
    );
  },
  'group.search': (input, { deps, context }) => searchGroups(deps.store.db, context.environment_id, input),
  'group.update': (input, { deps, context }) => write(deps, context, (tx) => renameGroup(tx, input)),
  'group.delete': ({ id }, { deps, context }) => write(deps, context, (tx) => deleteGroup(tx, id)),
  'group.suggestKey': ({ name }, { deps, context }) => suggestGroupKey(deps.store.db, context.environment_id, name),
};
