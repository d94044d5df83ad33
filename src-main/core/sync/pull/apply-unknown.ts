import { type Snapshot, snapshotName } from '@shared/rules/sync/synced-fields';
import { createdFields } from '../../store/write';
import type { RemoteRow } from '../remote/remote-rows';
import { linkMeter } from './adopt-meter';
import { applyKnown } from './apply-known';
import { findTwin } from './find-own';
import { keyHolder, waitForKey } from './key-holder';
import { newRows, noteNew } from './new-row';
import { inRevivedGroup, isInRevivedGroup, withOpenGroup } from './open-group';
import type { Applied, Page } from './page';
import { endPredecessor, inheritedDetails, open, openRivalry, predecessorOf, rivalOf } from './price-versions';
import { saveLink } from './save-link';

/** Takes a row over that is not linked yet: links it with the local row it is, or inserts it. */
export async function applyUnknown(page: Page, row: RemoteRow, theirs: Snapshot): Promise<Applied> {
  const { entity } = page;
  const told = { remote_id: row.remote_id, local_id: null, name: snapshotName(entity, theirs) };
  // Nothing refers to a group that is gone.
  if (entity === 'group' && theirs.status === 'archived') return { ...told, what: 'unchanged' };

  if (isInRevivedGroup(page, theirs)) return { ...told, what: 'waits', reason: inRevivedGroup, missing: null };

  const root = row.parent_id === null ? null : (page.references.price.get(row.parent_id) ?? null);
  const rival = root === null ? undefined : rivalOf(page, root, theirs);
  if (rival !== undefined) {
    await openRivalry(page, rival, row, theirs);
    return { ...told, what: 'waits', reason: 'The price was given new terms here too.', missing: null };
  }
  const before = root === null ? undefined : predecessorOf(page, root, theirs);
  const start = theirs.start_date as string;
  const twin = await findTwin(page, theirs);
  if (twin) {
    if (before) await endPredecessor(page, before, start);
    const link = saveLink(page, twin.local_id, row, twin.isEqual ? theirs : null);
    linkMeter(page, twin.local_id, row);
    // Its timestamp is the link's own by now: the merge is told from before.
    return applyKnown(page, { ...link, remote_updated_at: null }, row, theirs);
  }
  const holder = keyHolder(page, '', null, theirs);
  // The key of a version that goes on passes to the next.
  if (holder !== undefined && holder !== before?.id) return waitForKey(page, holder, row, theirs);
  if (before) await endPredecessor(page, before, start);
  const inherited = before ? await inheritedDetails(page, before, theirs) : null;
  const id = insert(page, row, withOpenGroup(page, inherited ? { ...theirs, ...inherited.merged } : theirs), theirs, {
    root,
    from: before?.id ?? null,
  });
  for (const conflict of inherited?.conflicts ?? []) open(page, { id, kind: 'field', ...conflict, remote: row });
  return { ...told, local_id: id, what: 'received' };
}

function insert(
  page: Page,
  row: RemoteRow,
  mine: Snapshot,
  theirs: Snapshot,
  { root, from }: { root: string | null; from: string | null },
): string {
  const { entity, effects } = page;
  const written = newRows(page);
  const id = written.add(row, mine, root);
  written.flush();
  const inStep = mine === theirs;
  saveLink(page, id, row, theirs, { inStep });
  effects.changes.push({ entity, kind: 'create', id, fields: createdFields(mine), inStep });
  page.mine.set(id, mine);
  noteNew(page, id, row, mine, from);
  return id;
}
