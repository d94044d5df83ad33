import { differences, type Merge } from '@shared/rules/sync/merge-row';
import { sameValue } from '@shared/rules/sync/same-value';
import type { Snapshot } from '@shared/rules/sync/synced-fields';
import { prepared } from '../../store/prepared';
import { closeConflict } from '../conflicts/close-conflict';
import { type ConflictToOpen, openConflict } from '../conflicts/open-conflict';
import { endedThereSql, isEmptySql } from '../outbox/price-chains';
import type { RemoteRow } from '../remote/remote-rows';
import { commonBase } from './common-base';
import { mergeOpen } from './merge-open';
import { mineOf, type Page } from './page';
import { writeFields } from './write-fields';

interface Version {
  id: string;
  start_date: string;
  end_date: string | null;
  is_linked: 0 | 1;
  is_empty: 0 | 1;
  /** When it ends as far as both sides know, of a linked one: new terms made here may have ended it here alone. */
  known_end: string | null;
}

/** The versions of a price, by the first one's id, in the order in which they run; without replaced ones nobody heard of. */
function versionsOf({ tx, connection }: Page, root: string): Version[] {
  const all = prepared(tx.sqlite, versionsSql).all({ root, connection: connection.number }) as Version[];
  return all.filter(({ is_empty, start_date }, at) => is_empty === 0 || all[at + 1]?.start_date !== start_date);
}

const versionsSql = `
  select id, start_date, end_date, exists (
    select 1 from synced_rows where connection = @connection and entity = 'price' and local_id = price.id) as is_linked,
    ${isEmptySql('connection = @connection')} as is_empty,
    (select iif(base is null, end_date, base ->> '$.end_date') from synced_rows
      where connection = @connection and entity = 'price' and local_id = price.id) as known_end
  from prices price where id = @root or parent_price_id = @root
  order by start_date, end_date is null, end_date, ${endedThereSql('connection = @connection')}, number`;

const rootSql = 'select coalesce(parent_price_id, id) from prices where id = ?';
const rootOf = ({ tx }: Page, id: string) => prepared(tx.sqlite, rootSql).pluck().get(id) as string;

/**
 * The version made here that takes over from a linked one and that the server has not heard of. One that took no time at all
 * may be between them: then it is that one which is followed.
 */
export function unsentSuccessor(page: Page, id: string, end_date: unknown): string | undefined {
  const versions = versionsOf(page, rootOf(page, id));
  const later = versions.slice(versions.findIndex((one) => one.id === id) + 1);
  const next = later.filter(({ start_date }) => start_date === end_date);
  if (next.some((one) => one.is_linked === 1 && one.end_date === end_date)) return undefined;
  return next.find(({ is_linked }) => is_linked === 0)?.id;
}

/**
 * The version made here, unsent, whose place a version of the server would take: both gave the price new terms. One that
 * had ended before ours began is history and takes nobody's place.
 */
export function rivalOf(page: Page, root: string, theirs: Snapshot): string | undefined {
  const versions = versionsOf(page, root);
  const last = versions.findLast(({ is_linked }) => is_linked === 1);
  if (!last) return undefined;
  const isHistory = theirs.end_date !== null && String(theirs.end_date) <= last.start_date;
  if (isHistory || String(theirs.start_date) < last.start_date) return undefined;
  return versions.find(({ is_linked, start_date }) => is_linked === 0 && start_date >= last.start_date)?.id;
}

/** Both sides gave a price new terms: ours stays on the screen, the newest of theirs is kept for the person to decide. */
export async function openRivalry(page: Page, mine_id: string, row: RemoteRow, theirs: Snapshot): Promise<boolean> {
  const known = page.conflicts.get(mine_id)?.find(({ kind }) => kind === 'versioned_there');
  if (known?.remote_start && known.remote_id !== row.remote_id && known.remote_start > String(theirs.start_date)) {
    return false;
  }
  const kind = 'versioned_there';
  const isNew = open(page, { id: mine_id, kind, mine: (await mineOf(page, mine_id)) ?? null, theirs, remote: row });
  const becomes = { kind, field: '' } as const;
  await closeConflict(page.tx, page.connection, { entity: 'price', id: mine_id, kinds: ['gone_there'], becomes });
  return isNew;
}

export function open(page: Page, conflict: Omit<ConflictToOpen, 'entity'>): boolean {
  const { tx, connection, entity, conflicts } = page;
  const { id, kind, field = '', base, remote = null } = conflict;
  const isNew = openConflict(tx, connection.number, { entity, ...conflict });
  const kept = (conflicts.get(id) ?? []).filter((one) => one.kind !== kind || one.field !== field);
  const remote_start = (remote?.snapshot.start_date as string | undefined) ?? null;
  conflicts.set(id, [...kept, { local_id: id, kind, field, base, remote_id: remote?.remote_id ?? null, remote_start }]);
  return isNew;
}

/** The linked version that one of the server takes over from; a version cannot be without the one before having ended. */
export function predecessorOf(page: Page, root: string, theirs: Snapshot, id = ''): Version | undefined {
  return versionsOf(page, root).findLast((one) => one.is_linked === 1 && one.id !== id && isBefore(one, theirs));
}

/** Of versions that start in the same moment those come first that took no time at all. */
function isBefore({ start_date, known_end }: Version, theirs: Snapshot): boolean {
  const start = String(theirs.start_date);
  if (start_date !== start) return start_date < start;
  return (known_end ?? '~') <= String(theirs.end_date ?? '~');
}

const inPlace = ['display_name', 'lookup_key', 'description', 'metadata', 'group_id'] as const;
/** What of a price is edited in place, as far as the row has it. */
export const detailsOf = (row: Snapshot): Snapshot =>
  Object.fromEntries(inPlace.filter((field) => Object.hasOwn(row, field)).map((field) => [field, row[field]]));

/** Ends the version that one of the server takes over from, here and in what both sides have, where it is not ended yet. */
export async function endPredecessor(page: Page, { id }: Version, at: string): Promise<void> {
  const { map } = page;
  const link = map.byLocal('price', id);
  const mine = await mineOf(page, id);
  if (!link?.base || !mine) return;
  // Where it was ended here and not told yet, both ends are for the person to decide on, by the row itself.
  const isEndedHere = mine.end_date !== at && !sameValue(mine.end_date, link.base.end_date) && mine.end_date !== null;
  const ends = (row: Snapshot) => row.end_date !== null && String(row.end_date) <= at;
  if (!isEndedHere && !ends(link.base)) {
    const base = { ...link.base, end_date: at };
    map.put('price', { ...link, base });
    page.links.set(link.remote_id, { ...link, base });
    page.effects.rebased.push({ entity: 'price', id });
  }
  if (!isEndedHere && !ends(mine)) await writeFields(page, id, mine, { ...mine, end_date: at }, link.remote_updated_at);
  // It is not gone, it goes on as another version.
  const asked = prepared(page.tx.sqlite, goneSql).pluck().get(page.connection.number, id) as string | null | undefined;
  const closed = await closeConflict(page.tx, page.connection, { entity: 'price', id, kinds: ['gone_there'] });
  if (closed === 0) return;
  page.conflicts.set(
    id,
    (page.conflicts.get(id) ?? []).filter(({ kind }) => kind !== 'gone_there'),
  );
  const known = map.byLocal('price', id);
  if (!asked || !known) return;
  // What both edited on it besides is told by the merge.
  page.links.set(known.remote_id, known);
  page.effects.again.push(JSON.parse(asked) as RemoteRow);
}

const goneSql = `select remote from conflicts
  where connection = ? and entity = 'price' and local_id = ? and kind = 'gone_there'`;

/**
 * Details that were edited here on the version before are meant for the price as it goes on: a version of the server takes
 * them over where it has not changed them itself.
 */
export async function inheritedDetails(page: Page, before: Version, theirs: Snapshot): Promise<Merge | null> {
  const link = page.map.byLocal('price', before.id);
  const mine = await mineOf(page, before.id);
  if (!link?.base || !mine) return null;
  const opened = page.conflicts.get(before.id) ?? [];
  // What the two do not agree on for the version before, they do not for the one that goes on.
  const base = detailsOf(commonBase('price', link.base, opened, undefined, theirs) ?? link.base);
  if (opened.length === 0 && Object.keys(differences(base, detailsOf(mine))).length === 0) return null;
  return mergeOpen('price', base, detailsOf(mine), detailsOf(theirs), opened);
}
