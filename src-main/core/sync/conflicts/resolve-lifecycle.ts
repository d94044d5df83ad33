import { differences } from '@shared/rules/sync/merge-row';
import { fieldRule, type Snapshot } from '@shared/rules/sync/synced-fields';
import { newPrice } from '../local/new-price';
import { requireSnapshot, setFields } from '../local/set-fields';
import { priceChains } from '../outbox/price-chains';
import { forgetThere } from '../remote/forget-there';
import { idMap, type SyncedRow } from '../remote/id-map';
import { localSnapshot } from '../remote/local-snapshot';
import type { RemoteRow } from '../remote/remote-rows';
import { withdrawRow } from '../withdraw/withdraw-row';
import { closeConflict } from './close-conflict';
import { recreateFeature } from './recreate-feature';
import { forgetOperation, type Resolving } from './resolving';
import { goOnAnew, versionsFrom } from './unsent-versions';

/** A row of the server with local ids; references that are not here stay as they are known. */
export function theirsOf({ tx, connection, conflict }: Resolving, row: RemoteRow, known: Snapshot): Snapshot {
  const map = idMap(tx.sqlite, connection.number);
  const { snapshot, unknown } = localSnapshot(map, conflict.entity, row);
  const kept = Object.fromEntries(unknown.map((field) => [field, known[field] ?? null]));
  return { ...snapshot, ...kept };
}

/** Keeps what the server has as what both sides have had. */
function rebase({ tx, connection, conflict }: Resolving, link: SyncedRow, base: Snapshot, row: RemoteRow | null): void {
  idMap(tx.sqlite, connection.number).put(conflict.entity, {
    ...link,
    base,
    ...(row && { etag: row.etag, remote_updated_at: row.updated_at }),
  });
}

const changeable = (resolving: Resolving, from: Snapshot, to: Snapshot) =>
  Object.fromEntries(
    Object.entries(differences(from, to))
      .filter(([field]) => fieldRule(resolving.conflict.entity, field)?.travels !== 'fixed')
      .map(([field, change]) => [field, change.to]),
  );

/** It is over there and was edited here: it is over here too, or is made anew there. */
export async function resolveGone(resolving: Resolving): Promise<void> {
  const { tx, connection, conflict, choice } = resolving;
  const { entity, id, remote } = conflict;
  const link = idMap(tx.sqlite, connection.number).byLocal(entity, id);
  if (!link?.base) {
    await resolveGoneVersion(resolving);
    return;
  }
  const mine = await requireSnapshot(tx, entity, id);
  forgetOperation(resolving);
  const isMadeOfOld = entity === 'price' || Boolean(mine.meter);
  if (choice === 'recreate' && !isMadeOfOld) {
    for (const price of forgetThere(tx, connection.number, conflict)) resolving.touched.add(price);
  } else {
    const over = entity === 'price' ? { end_date: goneAt(tx, mine.start_date) } : { status: 'archived' };
    // What both had of a field may not be known, of a row that nobody can ask for any more: it stays as it is.
    const known = { ...mine, ...link.base };
    const theirs = { ...known, ...(remote ? theirsOf(resolving, remote, known) : over) };
    rebase(resolving, link, theirs, remote);
    await setFields(tx, { connection, entity, id }, changeable(resolving, mine, theirs));
    // Not all of it may be possible here, such as the group it had, which is archived: that is not sent either.
    if (!isThere(remote)) rebase(resolving, link, await requireSnapshot(tx, entity, id), remote);
    if (choice === 'recreate' && entity === 'feature') await recreateFeature(resolving, mine);
    // What was used until then is charged already: the new one goes on from there.
    const isOverByThen = mine.end_date !== null && String(mine.end_date) <= String(theirs.end_date);
    if (choice === 'recreate' && entity === 'price' && !isOverByThen) {
      await newPrice(tx, { ...mine, start_date: theirs.end_date }, { continues: id });
    }
  }
  await closeConflict(tx, connection, { entity, id });
}

/** Whether the server has the row at all: otherwise nothing of it can be sent. */
const isThere = (remote: RemoteRow | null): boolean => remote !== null && !remote.is_gone;

/** Where a price ends that the server does not have at all: when it went is not known, and none ends before it begins. */
const goneAt = ({ now }: Resolving['tx'], start_date: unknown): string =>
  String(start_date) > now ? String(start_date) : now;

/** New terms made here for a price that ended there: they go, or become a price of their own from then on. */
async function resolveGoneVersion(resolving: Resolving): Promise<void> {
  const { tx, connection, conflict, choice } = resolving;
  const { id, remote } = conflict;
  const before = priceChains(tx.sqlite, connection.number, [id]).get(id)?.predecessor ?? null;
  const mine = await versionsFrom(tx, id);
  forgetOperation(resolving);
  await withdrawRow(tx, 'price', id);
  const link = before && idMap(tx.sqlite, connection.number).byLocal('price', before.id);
  let end = '';
  if (before && link?.base) {
    const over = { end_date: goneAt(tx, before.start_date) };
    const { end_date } = remote ? theirsOf(resolving, remote, link.base) : over;
    end = String(end_date ?? '');
    // Of one that the server does not have there is nothing left to send either, whatever was edited of it.
    const known = isThere(remote) ? link.base : await requireSnapshot(tx, 'price', before.id);
    rebase(resolving, link, { ...known, end_date }, null);
    await setFields(tx, { connection, entity: 'price', id: before.id }, { end_date });
  }
  if (choice === 'recreate') await goOnAnew(tx, mine, { end, continues: before?.id });
}

/** It was edited there and is over here: it is over there too, or goes on here as it is there. */
export async function resolveEdited(resolving: Resolving): Promise<void> {
  const { tx, connection, conflict, choice } = resolving;
  const { entity, id, remote } = conflict;
  const link = idMap(tx.sqlite, connection.number).byLocal(entity, id);
  const mine = await requireSnapshot(tx, entity, id);
  if (link?.base) {
    const theirs = remote ? theirsOf(resolving, remote, link.base) : { ...link.base, ...(conflict.theirs as Snapshot) };
    rebase(resolving, link, theirs, remote);
    const lifecycle = entity === 'price' ? 'end_date' : 'status';
    const wanted = choice === 'mine' ? { ...theirs, [lifecycle]: mine[lifecycle] } : theirs;
    await setFields(tx, { connection, entity, id }, changeable(resolving, mine, wanted));
  }
  await closeConflict(tx, connection, { entity, id, kinds: ['edited_there', 'field'] });
}
