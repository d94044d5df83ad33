import type { Group } from '@shared/entities/group';
import { notFound } from '@shared/errors';
import type { Kysely, Selectable } from 'kysely';
import { sqliteOf } from '../store/dialect';
import { findRow } from '../store/find-row';
import { keptRows } from '../store/kept-rows';
import { prepared } from '../store/prepared';
import { rowsById } from '../store/rows-by-id';
import type { GroupTable, Schema } from '../store/schema';

export type GroupRow = Selectable<GroupTable>;

/** A group as the wire shows it (wire contract 2.2). */
export const groupOf = (row: GroupRow, member_count: number, entity_ids: string[] | null = null): Group => ({
  id: row.id,
  name: row.name,
  lookup_key: row.lookup_key,
  entity_type: row.entity_type,
  entity_ids,
  status: row.status,
  metadata: null,
  created_at: row.created_at,
  updated_at: row.updated_at,
  member_count,
});

/** A group of this environment, archived or not; 404 when there is none. */
export async function loadGroup(db: Kysely<Schema>, environment_id: string, id: string): Promise<GroupRow> {
  const row = await findRow(db, 'groups', environment_id, id);
  if (!row) throw notFound('Group not found');
  return row;
}

const countsSql = 'select group_id, prices from group_members where group_id in (select value from json_each(?))';

/** Groups with how many prices point at each, terminated ones included. */
export async function withMemberCounts(db: Kysely<Schema>, rows: readonly GroupRow[]): Promise<Group[]> {
  return counted(db, rows);
}

function counted(db: Kysely<Schema>, rows: readonly GroupRow[]): Group[] {
  const ids = JSON.stringify(rows.map(({ id }) => id));
  const counts = prepared(sqliteOf(db), countsSql).all(ids) as { group_id: string; prices: number }[];
  const membersOf = new Map(counts.map(({ group_id, prices }) => [group_id, prices]));
  return rows.map((row) => groupOf(row, membersOf.get(row.id) ?? 0));
}

const groups = keptRows<GroupRow, Group>({
  entity: 'group',
  // A price that comes, goes or moves changes how many members its groups have.
  alsoWith: 'price',
  read: (db, ids) => rowsById(db, 'groups', ids).filter((row) => row.status === 'published'),
  make: counted,
});

/** The groups of these ids by id, published ones only: what is nested under prices. */
export const publishedGroups = groups.byId;
