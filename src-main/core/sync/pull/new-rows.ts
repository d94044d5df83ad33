import { type Snapshot, snapshotName } from '@shared/rules/sync/synced-fields';
import type { RemoteRow } from '../remote/remote-rows';
import { unlinkedLike } from './find-own';
import { localize } from './local-row';
import { newRows, noteNew } from './new-row';
import { isInRevivedGroup, withOpenGroup } from './open-group';
import type { Applied, Page } from './page';
import { isLive } from './write-fields';

/**
 * Inserts the rows that are new beyond doubt, many with one statement: a first pull has few others. That is those that
 * nothing here may be, stands in the way of or goes before. Answers what became of them, and which others are left.
 */
export function insertNewRows(page: Page, rows: readonly RemoteRow[]): { done: Applied[]; left: readonly RemoteRow[] } {
  const { tx, entity, links, effects, map } = page;
  const done: Applied[] = [];
  const left: RemoteRow[] = [];
  // A feature comes with a meter, which other features may share; what waits for an answer or a decision is looked at
  // one by one.
  if (entity === 'feature' || page.operations.length > 0 || page.conflicts.size > 0) {
    return { done, left: rows };
  }
  // Nothing of a row is kept longer than it takes to write it: there are very many.
  const written = newRows(page);
  const linked = map.inserts(entity);
  const recorded = tx.recordNew(entity);
  for (const row of rows) {
    const localized = links.has(row.remote_id) || row.parent_id !== null ? null : localize(page, row);
    if (localized === null || 'missing' in localized || !isNew(page, localized.theirs)) {
      left.push(row);
      continue;
    }
    const { theirs } = localized;
    const mine = withOpenGroup(page, theirs);
    const id = written.add(row, mine, null);
    const { remote_id, etag, updated_at: remote_updated_at } = row;
    const link = { local_id: id, remote_id, base: theirs, etag, remote_updated_at };
    const base = JSON.stringify(theirs);
    const isAsThere = mine === theirs;
    linked.add(link, base, isAsThere);
    links.set(remote_id, link);
    recorded.add(id, isAsThere ? null : JSON.stringify(mine));
    if (!isAsThere) effects.rebased.push({ entity, id });
    noteNew(page, id, row, mine, null);
    done.push({ remote_id, local_id: id, name: snapshotName(entity, theirs), what: 'received' });
  }
  written.flush();
  linked.flush();
  recorded.flush();
  return { done, left };
}

function isNew(page: Page, theirs: Snapshot): boolean {
  const { entity, holders, isFirst } = page;
  if (entity === 'group' && theirs.status === 'archived') return false;
  if (isInRevivedGroup(page, theirs)) return false;
  if (isLive(entity, theirs) && holders.has(theirs.lookup_key as string)) return false;
  return !isFirst || unlinkedLike(page, theirs).length === 0;
}
