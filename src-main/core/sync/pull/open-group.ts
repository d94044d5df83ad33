import type { Snapshot } from '@shared/rules/sync/synced-fields';
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
