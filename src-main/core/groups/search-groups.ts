import type { Group, GroupSearch } from '@shared/entities/group';
import type { ListOf } from '@shared/list';
import { type Kysely, type SqlBool, sql } from 'kysely';
import { commonFields, type DslFields } from '../list/dsl';
import { inList } from '../list/in-list';
import { quickSearch } from '../list/quick-search';
import { searchRows } from '../list/search-rows';
import type { Schema } from '../store/schema';
import { checkEntityType } from './entity-type';
import { withMemberCounts } from './group-row';

const dsl: DslFields = {
  entity: 'group',
  fields: { ...commonFields, name: 'text', entity_type: 'text', lookup_key: 'text' },
  // A group keeps none (wire contract 2.2).
  computed: { metadata: { kind: 'text', sql: sql`null` } },
};

/** Lists published groups (wire contract 2.4); archived ones never show, so that asking for them finds nothing. */
export async function searchGroups(
  db: Kysely<Schema>,
  environment_id: string,
  input: GroupSearch,
): Promise<ListOf<Group>> {
  if (input.entity_type !== '') checkEntityType(input.entity_type);
  const page = await searchRows(db, {
    table: 'groups',
    environment_id,
    defaultStatus: 'published',
    dsl,
    input: { ...input, status: 'published' },
    where: [
      (input.status ?? 'published') === 'published' ? null : sql<SqlBool>`false`,
      input.group_ids.length > 0 ? inList('id', input.group_ids) : null,
      input.lookup_key === '' ? null : sql<SqlBool>`lookup_key = ${input.lookup_key}`,
      input.name === '' ? null : sql<SqlBool>`instr(name, ${input.name}) > 0`,
      input.entity_type === '' ? null : sql<SqlBool>`entity_type = ${input.entity_type}`,
    ],
    search: await quickSearch(db, 'groups', environment_id, input.search),
  });
  return { ...page, items: await withMemberCounts(db, page.items) };
}
