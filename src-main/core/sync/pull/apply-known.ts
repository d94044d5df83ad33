import { differences } from '@shared/rules/sync/merge-row';
import { sameValue } from '@shared/rules/sync/same-value';
import { type Snapshot, snapshotName } from '@shared/rules/sync/synced-fields';
import { prepared } from '../../store/prepared';
import { closeConflict } from '../conflicts/close-conflict';
import { fieldIn } from '../conflicts/field-in';
import type { OpenConflict } from '../conflicts/open-conflicts';
import { extensionsOf } from '../connections/active-connection';
import type { SyncedRow } from '../remote/id-map';
import type { RemoteRow } from '../remote/remote-rows';
import { tableOf } from '../snapshots/read-snapshots';
import { commonBase } from './common-base';
import { isOver } from './find-own';
import { handDown, heirOf } from './hand-down';
import { keyHolder, waitForKey } from './key-holder';
import { mergeOpen, stillOpen } from './merge-open';
import { inRevivedGroup, isInRevivedGroup, outOfArchivedGroup, withOpenGroup } from './open-group';
import { type Applied, mineOf, type Page } from './page';
import { open, unsentSuccessor } from './price-versions';
import { saveLink } from './save-link';
import { writeFields } from './write-fields';

/** Brings a row that both sides know up to date with the server's: takes what only they changed, keeps what only we did. */
export async function applyKnown(page: Page, link: SyncedRow, row: RemoteRow, theirs: Snapshot): Promise<Applied> {
  const { entity, conflicts } = page;
  const { local_id: id } = link;
  const told = { remote_id: row.remote_id, local_id: id, name: snapshotName(entity, theirs) };
  const mine = await mineOf(page, id);
  if (!mine || isStale(link, row) || isFromBefore(page, link, theirs)) return { ...told, what: 'unchanged' };
  const opened = conflicts.get(id) ?? [];
  const operation = page.operations.find(({ local_id }) => local_id === id);
  if (opened.length === 0 && !operation && isAsBefore(link, row, theirs)) return { ...told, what: 'unchanged' };
  // Of one that went back all is asked about.
  if (link.base !== null && isInRevivedGroup(page, theirs)) {
    return { ...told, what: 'waits', reason: inRevivedGroup, missing: null };
  }
  const lifecycle = entity === 'price' ? 'end_date' : 'status';
  // What is over there does not come back: of that, whatever both had, only the rest is left to ask about.
  const isUnknown = link.base === null && isOver(page, theirs) && !isOver(page, mine);
  const kept = isUnknown ? { ...theirs, [lifecycle]: mine[lifecycle] } : link.base;
  const base = outOfArchivedGroup(page, commonBase(entity, kept, opened, operation, theirs), theirs);

  const endsThere = isOver(page, theirs) && !(base && isOver(page, base as Snapshot));
  const endsHere = isOver(page, mine) && !(base && isOver(page, base as Snapshot));
  const end = base?.end_date;
  // Of one that goes on there again, as on a server that was put back, our end is untold whatever both had.
  const isEndKnown = end !== undefined && end !== null && isOver(page, theirs);
  const isEndUntold = entity === 'price' && isOver(page, mine) && !isEndKnown;
  const successor = isEndUntold ? unsentSuccessor(page, id, mine.end_date) : undefined;
  const besides = (from: Snapshot, to: Snapshot) => {
    const { [lifecycle]: _end, ...fields } = differences(from, to);
    return Object.fromEntries(Object.entries(fields).map(([field, { to: value }]) => [field, value]));
  };

  // The conflicts of single fields give way to that of the whole row, and may be back after it, as far as a merge would tell.
  const common = commonBase(entity, kept, opened, undefined, theirs);
  const untold = stillOpen(opened, mine, theirs).map(({ kind, field }) => [kind, field] as const);
  if (endsThere && !endsHere && base) {
    const edited = besides(theirs, mergeOpen(entity, base, mine, theirs, opened).merged);
    const members = entity === 'group' ? pendingMembers(page, id) : 0;
    if (Object.keys(edited).length > 0 || members > 0) {
      saveLink(page, id, row, common);
      const isNew = open(page, {
        id,
        kind: 'gone_there',
        mine: members > 0 ? { ...edited, members } : edited,
        theirs: { [lifecycle]: theirs[lifecycle] },
        remote: row,
      });
      await closeOthers(page, id, opened, [['gone_there', ''], ...untold]);
      return isNew ? { ...told, what: 'conflict', detail: { kind: 'gone_there' } } : { ...told, what: 'unchanged' };
    }
  }
  if (endsHere && !endsThere && !successor && base) {
    const edited = besides(base, theirs);
    if (Object.keys(edited).length > 0) {
      saveLink(page, id, row, common);
      const kind = 'edited_there';
      const isNew = open(page, { id, kind, mine: { [lifecycle]: mine[lifecycle] }, theirs: edited, remote: row });
      await closeOthers(page, id, opened, [[kind, ''], ...untold]);
      return isNew ? { ...told, what: 'conflict', detail: { kind } } : { ...told, what: 'unchanged' };
    }
  }
  // Both took it out of use: what it was called last does not matter any more.
  const isOverForBoth = entity !== 'price' && endsThere && endsHere;
  const rivals = successor !== undefined && isOver(page, theirs) && !sameValue(theirs.end_date, mine.end_date);
  // Where ours ends there is decided together with the version that follows, also where nobody knows what both had.
  const taken: Snapshot = rivals ? { ...theirs, end_date: end ?? null } : theirs;
  const isEndCommon = end !== undefined && isOver(page, theirs);
  const before = successor !== undefined && !isEndCommon ? { ...base, end_date: taken.end_date } : base;
  const merge = isOverForBoth
    ? mergeOpen(entity, mine, mine, taken, [])
    : mergeOpen(entity, before, mine, taken, opened);
  const merged = withOpenGroup(page, merge.merged);

  const heir = successor !== undefined && base ? await heirOf(page, successor, base, taken) : null;
  const isKeyPassedOn = heir !== null && !isOver(page, theirs);
  const holder =
    keyHolder(page, id, mine, merged) ?? (isKeyPassedOn ? keyHolder(page, heir.id, heir.mine, heir.after) : undefined);
  if (holder !== undefined) return waitForKey(page, holder, row, theirs);
  if (heir) await handDown(page, heir);
  saveLink(page, id, row, taken);
  await writeFields(page, id, mine, merged, row.updated_at);
  writeMoment(page, id, row.updated_at);
  const wanted: [OpenConflict['kind'], string][] = [];
  let isNew = false;
  for (const conflict of merge.conflicts) {
    wanted.push(['field', conflict.field]);
    const known = opened.find(({ kind, field }) => kind === 'field' && field === conflict.field);
    // A key of metadata that both gave a value is not told from one that was not there before.
    const common = known ? known.base : conflict.base;
    if (open(page, { id, kind: 'field', ...conflict, base: common, remote: row })) isNew = true;
  }
  // What it became there is gone with it, or nothing stands against new terms any more.
  const isPast = row.is_gone || !isOver(page, theirs);
  const isAsked =
    rivals && (isPast || !(conflicts.get(successor) ?? []).some(({ kind }) => kind === 'versioned_there'));
  if (isAsked) {
    const version = await mineOf(page, successor);
    const there = { end_date: theirs.end_date };
    if (open(page, { id: successor, kind: 'gone_there', mine: version, theirs: there, remote: row })) isNew = true;
  }
  if (successor !== undefined && isPast) {
    const kinds = isOver(page, theirs) ? (['versioned_there'] as const) : (['versioned_there', 'gone_there'] as const);
    await closeOf(page, successor, kinds, isAsked ? { kind: 'gone_there', field: '' } : undefined);
  }
  await closeOthers(page, id, opened, wanted, (field) => sameValue(fieldIn(merged, field), fieldIn(theirs, field)));
  if (isNew) return { ...told, what: 'conflict', detail: { fields: merge.conflicts.map(({ field }) => field) } };
  if (sameValue(merged, mine)) return { ...told, what: 'unchanged' };
  const what = isOver(page, merged) && !isOver(page, mine) ? 'removed' : merge.kept.length > 0 ? 'merged' : 'received';
  const because = what === 'removed' && { because: row.is_gone ? 'gone' : 'over' };
  return { ...told, what, detail: { fields: Object.keys(differences(mine, merged)), ...because } };
}

/** When a row was changed last is the server's to say, also where what it changed was known already. */
function writeMoment({ tx, entity }: Page, id: string, updated_at: string | null): void {
  if (updated_at === null) return;
  const sql = `update ${tableOf[entity]} set updated_at = ? where id = ? and updated_at <> ?`;
  prepared(tx.sqlite, sql).run(updated_at, id, updated_at);
}

/** A read that is older than what both sides had: of a copy of the server that lags, or on its way when we wrote. */
const isStale = (link: SyncedRow, row: RemoteRow): boolean =>
  link.remote_updated_at !== null && row.updated_at !== null && row.updated_at < link.remote_updated_at;

/**
 * Whether a row that is over there, as we know, goes on in a read: it is one of before. What the answer to ending a row
 * leaves out is when that was. Only servers that tell versions, and whose reads are not late, take such things back.
 */
const isFromBefore = (page: Page, { base, remote_updated_at }: SyncedRow, theirs: Snapshot): boolean =>
  base !== null &&
  remote_updated_at !== null &&
  isOver(page, base) &&
  !isOver(page, theirs) &&
  !extensionsOf(page.connection).has('conditional_update');

const isAsBefore = (link: SyncedRow, row: RemoteRow, theirs: Snapshot): boolean =>
  link.base !== null &&
  link.remote_updated_at === row.updated_at &&
  link.etag === row.etag &&
  sameValue(link.base, theirs);

/** Prices that were put into a group here and of which the server knows nothing: archiving the group would undo it. */
const pendingMembers = ({ tx, connection }: Page, group_id: string): number =>
  prepared(tx.sqlite, membersSql).pluck().get({ group_id, connection: connection.number }) as number;
const membersSql = `
  select count(*) from prices p left join synced_rows s
    on s.connection = @connection and s.entity = 'price' and s.local_id = p.id
  where p.group_id = @group_id and (s.base is null or s.base ->> '$.group_id' is not @group_id)`;

/** Closes conflicts of these kinds of another row. */
async function closeOf(
  page: Page,
  id: string,
  kinds: readonly OpenConflict['kind'][],
  becomes?: { kind: OpenConflict['kind']; field: string },
): Promise<void> {
  const opened = page.conflicts.get(id);
  if (!opened?.some(({ kind }) => kinds.includes(kind))) return;
  await closeConflict(page.tx, page.connection, { entity: page.entity, id, kinds, ...(becomes && { becomes }) });
  page.conflicts.set(
    id,
    opened.filter(({ kind }) => !kinds.includes(kind)),
  );
}

/** Closes what this row shows to be no conflict any more. */
async function closeOthers(
  page: Page,
  id: string,
  opened: readonly OpenConflict[],
  wanted: readonly (readonly [OpenConflict['kind'], string])[],
  isAgreed: (field: string) => boolean = () => false,
): Promise<void> {
  for (const { kind, field } of opened) {
    if (wanted.some(([wantedKind, wantedField]) => wantedKind === kind && wantedField === field)) continue;
    if (kind === 'key_taken' || (kind === 'server_ignored' && !isAgreed(field))) continue;
    // One about the whole row became what is asked of it now, be that about fields, and the other way round.
    const instead = wanted.find(
      ([wantedKind, of]) => wantedKind !== kind && (field === '' || of === '' || of === field),
    );
    const becomes = instead && { kind: instead[0], field: instead[1] };
    await closeConflict(page.tx, page.connection, {
      ...{ entity: page.entity, id, kinds: [kind], field },
      ...(becomes && { becomes }),
    });
    const left = (page.conflicts.get(id) ?? []).filter((one) => one.kind !== kind || one.field !== field);
    page.conflicts.set(id, left);
  }
}
