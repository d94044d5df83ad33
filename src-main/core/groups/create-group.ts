import type { Group, GroupCreate } from '@shared/entities/group';
import { alreadyExists } from '@shared/errors';
import { searchText } from '../list/quick-search';
import { findByLookupKey } from '../store/find-row';
import { createdFields, type Tx } from '../store/write';
import { checkEntityType } from './entity-type';
import { groupOf } from './group-row';

/** Creates an empty group (wire contract 2.1). Its lookup key is unique among the published groups of the environment. */
export async function createGroup(tx: Tx, input: GroupCreate): Promise<Group> {
  checkEntityType(input.entity_type);
  await refuseTakenKey(tx, input.lookup_key);
  const { name, lookup_key, entity_type } = input;
  const row = await tx.db
    .insertInto('groups')
    .values({
      id: tx.newId('group'),
      name,
      lookup_key,
      entity_type,
      search_text: searchText(name, lookup_key),
      ...tx.base(),
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  await tx.record('group', row.id, 'create', createdFields({ name, lookup_key, entity_type }));
  return groupOf(row, 0, []);
}

async function refuseTakenKey(tx: Tx, lookup_key: string): Promise<void> {
  const other = await findByLookupKey(tx.db, 'groups', tx.context.environment_id, lookup_key);
  if (!other) return;
  throw alreadyExists(
    `The group “${other.name}” already has the lookup key ${lookup_key}. Choose another one.`,
    'lookup_key',
    { lookup_key, group_id: other.id, group_name: other.name },
  );
}
