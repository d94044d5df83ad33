import { AppError, notFound } from '@shared/errors';
import { prepared } from '../../store/prepared';
import type { Tx } from '../../store/write';
import type { ConnectionRow } from '../connections/active-connection';
import { type LineKey, readLine } from './outbox-line';
import { waitsFor } from './waits-for';

const ofRow = 'connection = @connection and entity = @entity and local_id = @id';

function setEach(tx: Tx, connection: ConnectionRow, keys: readonly LineKey[], set: string): number {
  let changes = 0;
  for (const { entity, id } of keys) {
    changes += prepared(tx.sqlite, `update outbox set ${set} where ${ofRow}`).run({
      connection: connection.number,
      entity,
      id,
    }).changes;
  }
  if (changes > 0) tx.changed('sync');
  return changes;
}

/** Keeps rows from being sent until they are released; answers how many there are. */
export const holdLines = (tx: Tx, connection: ConnectionRow, keys: readonly LineKey[]): number =>
  setEach(tx, connection, keys, 'is_held = 1, is_released = 0');

/** The person has looked at them; one that was refused is tried once more. Answers how many there are. */
export const releaseLines = (tx: Tx, connection: ConnectionRow, keys: readonly LineKey[]): number =>
  setEach(
    tx,
    connection,
    keys,
    `is_held = 0, is_released = 1, attempts = 0, not_before = case when operation is null then null else not_before end,
     problem = case when state = 'failed' then null else problem end,
     state = case when state = 'failed' then 'ready' else state end`,
  );

/** Rows together with all they wait for, which has to be sent before them. */
export function withNeeded(tx: Tx, connection: ConnectionRow, keys: readonly LineKey[]): LineKey[] {
  const { db, sqlite } = tx;
  const needed = new Map<string, LineKey>();
  const left = [...keys];
  for (let key = left.pop(); key; key = left.pop()) {
    const line = readLine(sqlite, connection.number, key);
    if (!line || needed.has(key.id)) continue;
    needed.set(key.id, { entity: key.entity, id: key.id });
    left.push(...waitsFor({ db, sqlite, connection }, line));
  }
  return [...needed.values()];
}

/**
 * Refuses to send what the person has not seen as it is now: rows that changed since they were looked at, and rows that
 * the others need and that were not among them. Without `last_at` nobody says what was seen.
 */
export function refuseUnseen(
  { sqlite }: Tx,
  connection: ConnectionRow,
  items: readonly (LineKey & { last_at?: string | undefined })[],
  needed: readonly LineKey[],
): void {
  const seen = new Map(items.map(({ id, last_at }) => [id, last_at]));
  if (![...seen.values()].some((last_at) => last_at !== undefined)) return;
  for (const { entity, id } of needed) {
    const key = { connection: connection.number, entity, id };
    const line = prepared(sqlite, seenSql).get(key) as { last_at: string; state: string };
    const isOnItsWay = line.state === 'sending' || line.state === 'uncertain';
    const last_at = seen.has(id) ? seen.get(id) : null;
    if (isOnItsWay || last_at === undefined || last_at === line.last_at) continue;
    throw new AppError('version_conflict', 'Something has changed since you looked at it. Please look again.', {
      details: { entity, id },
    });
  }
}

const seenSql = `select last_at, state from outbox where ${ofRow}`;

/** Why a row is changed, in the person's words; an empty text says nothing any more. */
export function noteLine(tx: Tx, connection: ConnectionRow, { entity, id, note }: LineKey & { note: string }): void {
  const key = { connection: connection.number, entity, id };
  const { changes } = prepared(tx.sqlite, `update outbox set note = @note where ${ofRow}`).run({ ...key, note });
  if (changes === 0) throw notFound('This change is not pending any more');
  tx.changed('sync');
}
