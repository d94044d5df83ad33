import { notFound } from '@shared/errors';
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

/** Why a row is changed, in the person's words; an empty text says nothing any more. */
export function noteLine(tx: Tx, connection: ConnectionRow, { entity, id, note }: LineKey & { note: string }): void {
  const key = { connection: connection.number, entity, id };
  const { changes } = prepared(tx.sqlite, `update outbox set note = @note where ${ofRow}`).run({ ...key, note });
  if (changes === 0) throw notFound('This change is not pending any more');
  tx.changed('sync');
}
