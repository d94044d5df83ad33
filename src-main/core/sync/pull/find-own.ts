import { isOfKind } from '@shared/rules/sync/row-kind';
import { sameValue } from '@shared/rules/sync/same-value';
import type { Snapshot, SyncedEntity } from '@shared/rules/sync/synced-fields';
import { prepared } from '../../store/prepared';
import { isInPlace } from '../outbox/plan-steps';
import type { SyncedRow } from '../remote/id-map';
import type { RemoteRow } from '../remote/remote-rows';
import { isSameRow, isSameUnmarked } from '../remote/same-row';
import { linkMeter } from './adopt-meter';
import { mineOf, type Page, type UnsettledOperation } from './page';

/**
 * The local row that a row of the server was made from, when its answer never came: it carries the operation's mark, or
 * has none and is in every field what was sent, of a marked one but for the metadata that held the mark; adopting such a
 * one loses nothing. Of a price with the key that was sent those fields are enough that nobody edits in place: its details
 * may have been edited since, and once it was taken for somebody else's, a price that gets another key here would be made
 * a second time. The operation is over then, and the link starts from what was sent: what was edited here since is still
 * to be sent, what was edited there is theirs.
 */
export function settleOwn(page: Page, row: RemoteRow, theirs: Snapshot): SyncedRow | undefined {
  const own = page.operations.find((operation) => isMadeBy(page, operation, row, theirs));
  if (!own) return undefined;
  forgetOperation(page, own);
  const link = {
    local_id: own.local_id,
    remote_id: row.remote_id,
    base: own.intent,
    // Nothing of what the server shows is merged yet.
    etag: null,
    remote_updated_at: null,
  };
  page.map.put(page.entity, link);
  page.links.set(row.remote_id, link);
  linkMeter(page, own.local_id, row);
  return link;
}

function isMadeBy(
  { map, entity }: Page,
  { kind, op_id, is_marked, intent, local_id }: UnsettledOperation,
  row: RemoteRow,
  theirs: Snapshot,
): boolean {
  if ((kind !== 'create' && kind !== 'version') || map.byLocal(entity, local_id)) return false;
  if (row.mark !== null) return row.mark === op_id;
  if (is_marked) return isSameUnmarked(entity, intent, theirs);
  return isSameRow(intent, theirs) || (kind === 'create' && entity === 'price' && isSameCharge(intent, theirs));
}

/** Whether two prices have one lookup key and all the same but for details, which are edited in place. */
const isSameCharge = (a: Snapshot, b: Snapshot): boolean =>
  a.lookup_key !== '' &&
  sameValue(a.lookup_key, b.lookup_key) &&
  Object.keys(a).every((field) => field === 'end_date' || isInPlace(field) || sameValue(a[field], b[field]));

function forgetOperation(page: Page, { local_id, op_id }: UnsettledOperation): void {
  prepared(page.tx.sqlite, forgetSql).run(page.connection.number, page.entity, local_id);
  page.operations = page.operations.filter((one) => one.op_id !== op_id);
}

const forgetSql = `update outbox set operation = null, state = 'ready', problem = null, attempts = 0, not_before = null
  where connection = ? and entity = ? and local_id = ?`;

/**
 * The local row that a row of the server is, as far as keys tell, although the two were never linked: when everything is
 * exchanged for the first time, the one with its lookup key (of the same kind: of one plan, for a price) or one that is
 * equal in every field; later only the latter. So of prices that go on under one key the live versions are one; what ended
 * before stays as it was on either side.
 */
export async function findTwin(page: Page, theirs: Snapshot): Promise<{ local_id: string; isEqual: boolean } | null> {
  const { entity, isFirst, holders, map } = page;
  const holder = isOver(page, theirs) ? undefined : holders.get(theirs.lookup_key as string);
  if (holder !== undefined) {
    const mine = map.byLocal(entity, holder) ? undefined : await mineOf(page, holder);
    if (!mine) return null;
    const isEqual = isSameRow(mine, theirs) && sameValue(mine.end_date, theirs.end_date);
    const isSame = isFirst && isOfKind(entity, mine, theirs);
    return isEqual || isSame ? { local_id: holder, isEqual } : null;
  }
  if (!isFirst || (entity === 'plan' && theirs.lookup_key !== '')) return null;
  for (const id of unlinkedLike(page, theirs)) {
    const mine = map.byLocal(entity, id) ? undefined : await mineOf(page, id);
    if (mine && isSameRow(mine, theirs) && sameValue(mine.end_date, theirs.end_date))
      return { local_id: id, isEqual: true };
  }
  return null;
}

export const isOver = ({ entity }: Pick<Page, 'entity'>, snapshot: Snapshot): boolean =>
  entity === 'price' ? snapshot.end_date !== null : snapshot.status === 'archived';

/** Unlinked rows that may be equal: those that agree in what two rows seldom agree in by chance. */
export function unlinkedLike(page: Page, theirs: Snapshot): string[] {
  if (page.entity !== 'price' && page.entity !== 'plan') return [];
  page.unlinked ??= readUnlinked(page);
  return page.unlinked.get(likeness(page, theirs)) ?? [];
}

const likeness = ({ entity }: Page, row: Snapshot): string =>
  entity === 'price' ? `${row.entity_id} ${row.start_date}` : String(row.name);

function readUnlinked(page: Page): Map<string, string[]> {
  const { tx, connection, entity, references } = page;
  const scope = [tx.context.environment_id, connection.number];
  const rows = (
    entity === 'price'
      ? prepared(tx.sqlite, unlinkedPricesSql).all(...scope, JSON.stringify([...references.plan.values()]))
      : prepared(tx.sqlite, unlinkedPlansSql).all(...scope)
  ) as Snapshot[];
  const ids = new Map<string, string[]>();
  for (const row of rows) {
    const like = likeness(page, row);
    ids.set(like, [...(ids.get(like) ?? []), row.id as string]);
  }
  return ids;
}

const unlinked = (entity: SyncedEntity) => `environment_id = ? and not exists (
  select 1 from synced_rows where connection = ? and entity = '${entity}' and local_id = row.id)`;
const unlinkedPricesSql = `select id, entity_id, start_date from prices row
  where ${unlinked('price')} and entity_id in (select value from json_each(?)) order by number`;
const unlinkedPlansSql = `select id, name from plans row
  where ${unlinked('plan')} and status = 'published' and lookup_key = '' order by number`;
