import { AppError } from '@shared/errors';
import { sameValue } from '@shared/rules/sync/same-value';
import { type SyncedEntity, snapshotName } from '@shared/rules/sync/synced-fields';
import Database from 'better-sqlite3';
import { prepared } from '../../store/prepared';
import type { Tx } from '../../store/write';
import { closeConflict } from '../conflicts/close-conflict';
import type { RemoteRow } from '../remote/remote-rows';
import { applyKnown } from './apply-known';
import { applyUnknown } from './apply-unknown';
import { settleOwn } from './find-own';
import { followPage } from './follow-page';
import { openRing } from './key-ring';
import { localize } from './local-row';
import { insertNewRows } from './new-rows';
import { type Applied, type Effects, mineOf, type Page, type PullContext, readPage } from './page';
import { endPredecessor, predecessorOf } from './price-versions';
import { isLive } from './write-fields';

/**
 * Takes rows of a server over into the local ones, all in the transaction of the context: inserts what is new, merges what
 * both know field by field, and opens a conflict where both changed the same. Applying a row again changes nothing, and
 * the order in which rows come does not matter in the end.
 */
export type ApplyRows = (context: PullContext, entity: SyncedEntity, rows: readonly RemoteRow[]) => Promise<Applied[]>;

/** A row broke a rule here, and nothing tells which: the transaction is to be undone. */
class RowRefused extends Error {}

/**
 * Runs a transaction that takes rows over. Should one of them break a rule, it is run again, with every row taken such that
 * it can be undone without the others: that one is left as it is then, with its reason.
 */
export async function takingRows<T>(transact: (apply: ApplyRows) => Promise<T>): Promise<T> {
  try {
    return await transact(applyAtOnce);
  } catch (error) {
    if (!(error instanceof RowRefused)) throw error;
  }
  return transact(applyOneByOne);
}

const applyAtOnce: ApplyRows = async (context, entity, rows) => {
  try {
    return await applyAll(context, entity, rows, { apply: applyOnly, inBlocks: true });
  } catch (error) {
    throw reasonOf(error) === null ? error : new RowRefused('a row was refused', { cause: error });
  }
};

const applyOneByOne: ApplyRows = (context, entity, rows) =>
  applyAll(context, entity, rows, { apply: inSavepoint, inBlocks: false });

interface Way {
  /** Null when a rule refused the row; nothing of it is left then. */
  apply(page: Page, row: RemoteRow): Promise<Applied | null>;
  inBlocks: boolean;
}

async function applyAll(
  context: PullContext,
  entity: SyncedEntity,
  rows: readonly RemoteRow[],
  { apply, inBlocks }: Way,
): Promise<Applied[]> {
  const ordered = inOrder(rows);
  let page = await readPage(context, entity, ordered);
  const { done, left } = inBlocks ? insertNewRows(page, ordered) : { done: [] as Applied[], left: ordered };
  let waiting = left;
  for (;;) {
    const again: { row: RemoteRow; applied: Applied }[] = [];
    for (const row of waiting) {
      const applied = await apply(page, row);
      if (applied === null) {
        // What was looked up may name what was undone with the row.
        const { effects } = page;
        page = { ...(await readPage(context, entity, waiting)), effects };
      }
      const result = applied ?? refused(entity, row);
      if (result.what === 'waits') again.push({ row, applied: result });
      else done.push(result);
    }
    // A row may have waited for one that came after it.
    const isStuck = again.length === waiting.length;
    if (again.length === 0 || (isStuck && !(await openRing(page, waiting)))) {
      done.push(...again.map(({ applied }) => applied));
      break;
    }
    waiting = again.map(({ row }) => row);
  }
  for (let row = page.effects.again.shift(); row; row = page.effects.again.shift()) {
    // It may belong to what no other row of the page does.
    page = { ...(await readPage(context, entity, [row])), effects: page.effects };
    const result = (await apply(page, row)) ?? refused(entity, row);
    const at = done.findIndex(({ remote_id }) => remote_id === result.remote_id);
    done.splice(at === -1 ? done.length : at, 1, result);
  }
  await followPage(page);
  return done;
}

/** Takes one row of a server over; one that breaks a rule here waits. */
export async function applyRemoteRow(
  tx: Tx,
  { entity, row, ...context }: Omit<PullContext, 'tx'> & { entity: SyncedEntity; row: RemoteRow },
): Promise<Applied> {
  const [applied] = await applyOneByOne({ ...context, tx }, entity, [row]);
  if (!applied) throw new Error('a row was applied and nothing became of it');
  return applied;
}

async function applyOne(page: Page, row: RemoteRow): Promise<Applied> {
  const { entity } = page;
  const localized = localize(page, row);
  if ('missing' in localized) {
    const { missing } = localized;
    const reason = `The server’s ${missing.entity} that it belongs to is not here.`;
    return { ...nameOf(entity, row), what: 'waits', reason, missing };
  }
  const { theirs } = localized;
  const link = page.links.get(row.remote_id);
  if (link) return applyKnown(page, link, row, theirs);
  const own = settleOwn(page, row, theirs);
  if (!own) return applyUnknown(page, row, theirs);
  const root = row.parent_id === null ? undefined : page.references.price.get(row.parent_id);
  const before = root === undefined ? undefined : predecessorOf(page, root, theirs, own.local_id);
  if (before) await endPredecessor(page, before, theirs.start_date as string);
  const applied = await applyKnown(page, own, row, theirs);
  return applied.what === 'conflict' || applied.what === 'waits' ? applied : { ...applied, what: 'sent' };
}

const refusals = new WeakMap<RemoteRow, string>();

async function applyOnly(page: Page, row: RemoteRow): Promise<Applied> {
  const applied = await applyOne(page, row);
  if (applied.what !== 'waits') await closeKeyTaken(page, row);
  return applied;
}

async function inSavepoint(page: Page, row: RemoteRow): Promise<Applied | null> {
  const { sqlite } = page.tx;
  const marks = lengthsOf(page.effects);
  prepared(sqlite, 'savepoint pulled_row').run();
  try {
    const applied = await applyOnly(page, row);
    prepared(sqlite, 'release pulled_row').run();
    return applied;
  } catch (error) {
    const reason = reasonOf(error);
    if (reason === null) throw error;
    prepared(sqlite, 'rollback to pulled_row').run();
    prepared(sqlite, 'release pulled_row').run();
    for (const [name, length] of marks) page.effects[name].length = length;
    refusals.set(row, reason);
    return null;
  }
}

const lengthsOf = (effects: Effects) =>
  Object.entries(effects).map(([name, list]) => [name as keyof Effects, list.length as number] as const);

/** Why a row cannot be kept here; null for what is no rule but a failure of the store. */
function reasonOf(error: unknown): string | null {
  if (error instanceof AppError) return error.message;
  if (!(error instanceof Database.SqliteError) || !error.code.startsWith('SQLITE_CONSTRAINT')) return null;
  return error.code === 'SQLITE_CONSTRAINT_UNIQUE'
    ? 'Another row has its lookup key here.'
    : 'It has values that Pricebook does not keep.';
}

const nameOf = (entity: SyncedEntity, { remote_id, snapshot }: RemoteRow) => ({
  remote_id,
  local_id: null,
  name: snapshotName(entity, snapshot),
});

const refused = (entity: SyncedEntity, row: RemoteRow): Applied => ({
  ...nameOf(entity, row),
  what: 'waits',
  reason: refusals.get(row) ?? '',
  missing: null,
});

/** The row that had a key of ours is here now: the key was freed, on one side or the other. */
async function closeKeyTaken(page: Page, row: RemoteRow): Promise<void> {
  const { tx, connection, conflicts, entity } = page;
  for (const [id, opened] of conflicts) {
    if (!opened.some((one) => one.kind === 'key_taken' && one.remote_id === row.remote_id)) continue;
    if (await isStillTaken(page, id, row)) continue;
    await closeConflict(tx, connection, { entity, id, kinds: ['key_taken'] });
    conflicts.set(
      id,
      opened.filter(({ kind }) => kind !== 'key_taken'),
    );
  }
}

/** Whether a row of ours would still take its key from this one there, as when two rows exchange their keys. */
async function isStillTaken(page: Page, id: string, { snapshot }: RemoteRow): Promise<boolean> {
  const { entity } = page;
  const mine = await mineOf(page, id);
  if (!mine || !isLive(entity, mine)) return false;
  return isLive(entity, snapshot) && sameValue(mine.lookup_key, snapshot.lookup_key);
}

function newestOf(rows: readonly RemoteRow[]): RemoteRow[] {
  const newest = new Map<string, RemoteRow>();
  for (const row of rows) {
    const known = newest.get(row.remote_id);
    if (!known || (known.updated_at ?? '') <= (row.updated_at ?? '')) newest.set(row.remote_id, row);
  }
  return [...newest.values()];
}

/** First versions before those that follow them, each before its successor; a row that comes twice only as it was last. */
export function inOrder(rows: readonly RemoteRow[]): RemoteRow[] {
  const startOf = ({ snapshot, parent_id }: RemoteRow) => (parent_id === null ? '' : String(snapshot.start_date));
  // Versions that took no time at all come before the one that goes on from the same moment.
  const endOf = ({ snapshot }: RemoteRow) => String(snapshot.end_date ?? '~');
  return newestOf(rows).sort((a, b) => compare(startOf(a), startOf(b)) || compare(endOf(a), endOf(b)));
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
