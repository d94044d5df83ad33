import type { Snapshot } from '@shared/rules/sync/synced-fields';
import { prepared } from '../../store/prepared';
import { rowsById } from '../../store/rows-by-id';
import type { Page } from './page';

/** Whether a group takes prices here: one that is archived takes none any more. */
export function isOpenGroup({ tx, openGroups, references }: Page, id: string): boolean {
  const known = openGroups.get(id);
  if (known !== undefined) return known;
  // The others are asked for next.
  for (const group of rowsById(tx.db, 'groups', [id, ...references.group.values()])) {
    openGroups.set(group.id, group.status === 'published');
  }
  const isOpen = openGroups.get(id) ?? false;
  openGroups.set(id, isOpen);
  return isOpen;
}

/**
 * Whether a price is in a group there which, as both sides knew, was archived: it is in use there again, as on a server that
 * a backup was put back on. That the group comes back is found by a full check, or asked about; until then nobody takes the
 * price out of it there.
 */
export function isInRevivedGroup(page: Page, { group_id }: Snapshot): boolean {
  if (page.entity !== 'price' || !group_id || isOpenGroup(page, String(group_id))) return false;
  const { tx, connection } = page;
  return prepared(tx.sqlite, revivedSql).get({ connection: connection.number, group_id }) !== undefined;
}

export const inRevivedGroup = 'Its group is archived here and in use on the server.';

const revivedSql = `
  select 1 from synced_rows where connection = @connection and entity = 'group' and local_id = @group_id
    and base ->> '$.status' = 'archived'
  union all
  select 1 from conflicts where connection = @connection and entity = 'group' and local_id = @group_id
    and kind = 'field' and field = 'status'`;

/** A row as it can be here: a price that is in a group there which is archived here is in none. */
export function withOpenGroup(page: Page, mine: Snapshot): Snapshot {
  if (page.entity !== 'price' || !mine.group_id) return mine;
  return isOpenGroup(page, String(mine.group_id)) ? mine : { ...mine, group_id: null };
}

/**
 * What both sides had of a price whose group was archived here and that is in no group there: the server took it out when
 * it heard of that. Nobody edited it there, so that where it was put here instead is no conflict.
 */
export function outOfArchivedGroup(page: Page, base: Snapshot | null, theirs: Snapshot): Snapshot | null {
  if (page.entity !== 'price' || !base?.group_id || theirs.group_id !== null) return base;
  return isOpenGroup(page, String(base.group_id)) ? base : { ...base, group_id: null };
}
