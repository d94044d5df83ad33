import { type Snapshot, snapshotName } from '@shared/rules/sync/synced-fields';
import { drawSequences } from '../../prices/price-sequence';
import { createdFields } from '../../store/write';
import type { RemoteRow } from '../remote/remote-rows';
import { tableOf } from '../snapshots/read-snapshots';
import { columnsOf } from '../snapshots/snapshot-columns';
import { insertRow } from '../snapshots/write-row';
import { adoptMeter, linkMeter } from './adopt-meter';
import { applyKnown } from './apply-known';
import { findTwin } from './find-own';
import { keyHolder, waitForKey } from './key-holder';
import { withOpenGroup } from './open-group';
import type { Applied, Page } from './page';
import { endPredecessor, inheritedDetails, open, openRivalry, predecessorOf, rivalOf } from './price-versions';
import { saveLink } from './save-link';
import { isLive } from './write-fields';

/** Takes a row over that is not linked yet: links it with the local row it is, or inserts it. */
export async function applyUnknown(page: Page, row: RemoteRow, theirs: Snapshot): Promise<Applied> {
  const { entity } = page;
  const told = { remote_id: row.remote_id, local_id: null, name: snapshotName(entity, theirs) };
  // Nothing refers to a group that is gone.
  if (entity === 'group' && theirs.status === 'archived') return { ...told, what: 'unchanged' };

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
  const id = insert(
    page,
    row,
    withOpenGroup(page, inherited ? { ...theirs, ...inherited.merged } : theirs),
    theirs,
    root,
  );
  if (entity === 'price') page.effects.newPrices.push({ id, from: before?.id ?? null });
  for (const conflict of inherited?.conflicts ?? []) open(page, { id, kind: 'field', ...conflict, remote: row });
  return { ...told, local_id: id, what: 'received' };
}

function insert(page: Page, row: RemoteRow, mine: Snapshot, theirs: Snapshot, root: string | null): string {
  const { tx, entity, holders, effects } = page;
  const id = tx.newId(entity);
  const created_at = row.created_at ?? tx.now;
  const own = {
    ...(entity === 'price' && { entity_type: 'PLAN', parent_price_id: root, sequence: nextOf(page) }),
    ...(entity === 'feature' && { meter_id: row.meter ? adoptMeter(page, row.meter, 'without feature') : null }),
  };
  const base = { ...tx.base(), created_at, updated_at: row.updated_at ?? created_at };
  insertRow(tx.sqlite, tableOf[entity], { id }, columnsOf(entity, mine), own, base);
  const inStep = mine === theirs;
  saveLink(page, id, row, theirs, { inStep });
  effects.changes.push({ entity, kind: 'create', id, fields: createdFields(mine), inStep });
  page.mine.set(id, mine);
  if (entity === 'price') page.references.price.set(row.remote_id, id);
  if (isLive(entity, mine) && mine.lookup_key !== '') holders.set(mine.lookup_key as string, id);
  return id;
}

/** Sequence numbers are drawn for all new prices of a page at once. */
function nextOf({ tx, sequences }: Page): number {
  if (sequences.length === 0) sequences.push(...drawSequences(tx, sequencesAtOnce));
  return sequences.shift() as number;
}

const sequencesAtOnce = 100;
