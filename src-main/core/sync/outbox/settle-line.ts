import { toInstant } from '@shared/instant';
import { hasGrownFilters } from '@shared/rules/sync/grown-filters';
import { sameValue } from '@shared/rules/sync/same-value';
import { type Snapshot, snapshotName } from '@shared/rules/sync/synced-fields';
import { prepared } from '../../store/prepared';
import type { Tx } from '../../store/write';
import { openConflict } from '../conflicts/open-conflict';
import { type ConnectionRow, extensionsOf } from '../connections/active-connection';
import { canTakeOver, takeOver } from '../push/take-over';
import { type IdMap, idMap } from '../remote/id-map';
import { localSnapshot } from '../remote/local-snapshot';
import type { RemoteRow } from '../remote/remote-rows';
import { noteEntry } from '../runs/note-entry';
import { readSnapshots } from '../snapshots/read-snapshots';
import { deriveOutbox } from './derive-outbox';
import { noteWritten } from './last-written';
import type { Operation } from './operation';
import { type LineKey, readLine } from './outbox-line';
import { meterIdOf } from './plan-requests';

export interface Settling {
  connection: ConnectionRow;
  key: LineKey;
  operation: Operation;
  /** The row as the server has it now; null when the answer shows none. */
  row: RemoteRow | null;
  /** The run whose history notes it; null when nothing was sent for it. */
  run: number | null;
}

/**
 * A request was done: both sides now have what it brought. Links the row, brings the base up to what the server answered,
 * and leaves in the outbox what the row here has beyond that. What the server did not take is a conflict; what others
 * changed there meanwhile is left for the pull to merge. Answers how many conflicts were opened, and whether anything is
 * left to be sent.
 */
export async function settleLine(tx: Tx, settling: Settling): Promise<{ conflicts: number; is_left: boolean }> {
  const { connection, key, operation, row, run } = settling;
  const map = idMap(tx.sqlite, connection.number);
  const mine = (await readSnapshots(tx.db, key.entity, [key.id])).get(key.id) ?? operation.intent;
  const { ignored, theirs } =
    row && (operation.kind === 'create' || operation.kind === 'version')
      ? await settleNew(tx, settling, row, map, mine)
      : settleKnown(settling, map, mine);
  if (row) noteWritten(tx.sqlite, connection.number, row);
  clearOperation(tx, settling);
  await deriveOutbox({ ...tx, connection }, new Map([[key.entity, new Set([key.id])]]));
  const is_left = keepRelease(tx, settling);
  for (const field of ignored) {
    openConflict(tx, connection.number, {
      ...key,
      kind: 'server_ignored',
      field,
      base: operation.intent[field],
      mine: mine[field],
      theirs: theirs[field],
      remote: row,
    });
  }
  const name = snapshotName(key.entity, mine);
  const entry = { entity: key.entity, row_id: key.id, name };
  if (run !== null) {
    noteEntry(tx.sqlite, run, { ...entry, what: 'sent', detail: { kind: operation.kind, fields: operation.sent } });
    if (ignored.length > 0) noteEntry(tx.sqlite, run, { ...entry, what: 'conflict', detail: { fields: ignored } });
  }
  tx.changed('sync');
  return { conflicts: ignored.length, is_left };
}

interface Settled {
  /** Fields that were sent and that the server has otherwise. */
  ignored: string[];
  theirs: Snapshot;
}

/** A row that the server did not have before. */
async function settleNew(tx: Tx, settling: Settling, row: RemoteRow, map: IdMap, mine: Snapshot): Promise<Settled> {
  const { key, operation } = settling;
  const { entity, id } = key;
  const { kind, intent, sent } = operation;
  const { snapshot: theirs, unknown } = localSnapshot(map, entity, row);
  const base: Record<string, unknown> = { ...theirs };
  const taken: Record<string, unknown> = {};
  const ignored: string[] = [];
  let isMerged = true;
  for (const field of Object.keys(theirs)) {
    if (sameValue(theirs[field], intent[field])) continue;
    // A version has what the one before it had there: others may have changed that meanwhile.
    const isTheirs = unknown.includes(field) || (kind === 'version' && !sent.includes(field));
    if (isTheirs) {
      base[field] = intent[field];
      isMerged = false;
    } else if (sameValue(mine[field], intent[field])) {
      if (kind === 'create' && canTakeOver(entity, field)) taken[field] = theirs[field];
      else ignored.push(field);
    }
  }
  map.put(entity, {
    local_id: id,
    remote_id: row.remote_id,
    base,
    etag: isMerged ? row.etag : null,
    remote_updated_at: isMerged ? row.updated_at : null,
  });
  linkMeter(tx, key, row, map);
  if (kind === 'version') endPredecessor(operation, theirs, map);
  if (Object.keys(taken).length > 0 && !(await takeOver(tx, entity, id, taken))) ignored.push(...Object.keys(taken));
  return { ignored, theirs };
}

function linkMeter(tx: Tx, key: LineKey, { meter }: RemoteRow, map: IdMap): void {
  const local_id = meterIdOf(tx.sqlite, key);
  if (!meter || !local_id || map.byLocal('meter', local_id) || map.byRemote('meter', meter.remote_id)) return;
  map.put('meter', { local_id, remote_id: meter.remote_id, base: null, etag: null, remote_updated_at: null });
}

/** The version before ended with it, and was moved to the group that came along. */
function endPredecessor({ about, sent, intent }: Operation, theirs: Snapshot, map: IdMap): void {
  const before = map.byLocal('price', about);
  if (!before?.base) return;
  const group = sent.includes('group_id') ? { group_id: intent.group_id } : {};
  map.put('price', { ...before, base: { ...before.base, end_date: theirs.start_date, ...group }, etag: null });
}

/** A row that the server had before: only what was sent is known to be there. */
function settleKnown({ connection, key, operation, row }: Settling, map: IdMap, mine: Snapshot): Settled {
  const { intent, sent } = operation;
  const known = map.byLocal(key.entity, key.id);
  if (!known) return { ignored: [], theirs: intent };
  const theirs = row ? localSnapshot(map, key.entity, row).snapshot : { ...known.base, ...pick(intent, sent) };
  // What others added to the filters of a meter is theirs, for the pull to take.
  const isGrown = (field: string) => field === 'meter' && hasGrownFilters(intent[field], theirs[field]);
  const base = { ...known.base, ...pick(theirs, sent), ...pick(intent, sent.filter(isGrown)) };
  const isMerged = row !== null && Object.keys(theirs).every((field) => sameValue(theirs[field], base[field]));
  map.put(key.entity, {
    ...known,
    base,
    etag: isMerged ? row.etag : null,
    remote_updated_at: row
      ? changedAt(connection, known.remote_updated_at, isMerged ? row.updated_at : null)
      : known.remote_updated_at,
  });
  const ignored = sent.filter(
    (field) => !sameValue(theirs[field], intent[field]) && !isGrown(field) && sameValue(mine[field], intent[field]),
  );
  return { ignored, theirs };
}

/**
 * Since when a row that was written is as it is there, as far as is known: after the last change before. Some answers tell
 * the time of that one (wire contract 3.8), and so do reads of copies that are behind, which tell what was before the write.
 */
function changedAt(connection: ConnectionRow, before: string | null, answered: string | null): string | null {
  const isLate = before !== null && (answered === null || answered <= before);
  if (!isLate) return answered;
  // Reads of a server that tells versions are not behind.
  return extensionsOf(connection).has('conditional_update') ? (answered ?? before) : toInstant(Date.parse(before) + 1);
}

const pick = (from: Snapshot, fields: readonly string[]): Snapshot =>
  Object.fromEntries(fields.map((field) => [field, from[field]]));

/** A meter that was made or found for a price: the price itself follows. */
export function settleMeter(tx: Tx, connection: ConnectionRow, key: LineKey, remote_id: string): void {
  const local_id = meterIdOf(tx.sqlite, key);
  if (local_id) {
    const row = { local_id, remote_id, base: null, etag: null, remote_updated_at: null };
    idMap(tx.sqlite, connection.number).put('meter', row);
  }
  clearOperation(tx, { connection, key });
}

/** Conflicts about what became of the request are over with it; others still stand. */
function clearOperation(tx: Tx, { connection, key }: Pick<Settling, 'connection' | 'key'>): void {
  const of = { connection: connection.number, entity: key.entity, id: key.id };
  prepared(tx.sqlite, closeSql).run(of);
  const open = prepared(tx.sqlite, `select 1 from conflicts where ${ofRow}`).get(of);
  prepared(tx.sqlite, clearSql).run({ ...of, state: open ? 'conflict' : 'ready' });
}

const ofRow = 'connection = @connection and entity = @entity and local_id = @id';
const closeSql = `delete from conflicts where ${ofRow}
  and kind in ('unknown_fate', 'versioned_there', 'gone_there', 'key_taken')`;
const clearSql = `update outbox set operation = null, state = @state, attempts = 0, not_before = null, problem = null
  where ${ofRow}`;

/** What is left of a line that was released is released too, as far as it was in it. Answers whether anything is left. */
function keepRelease(tx: Tx, { connection, key, operation }: Settling): boolean {
  const line = readLine(tx.sqlite, connection.number, key);
  if (!line) return false;
  const isWithin = Object.entries(line.fields).every(([field, { to }]) => sameValue(operation.fields[field]?.to, to));
  if (!operation.was_released || !isWithin) return true;
  prepared(tx.sqlite, `update outbox set is_released = 1 where ${ofRow}`).run({
    connection: connection.number,
    entity: key.entity,
    id: key.id,
  });
  return true;
}
