import type { PendingKind, PendingState } from '@shared/entities/sync';
import type { SyncedEntity } from '@shared/rules/sync/synced-fields';
import type Database from 'better-sqlite3';
import { prepared } from '../../store/prepared';
import type { ChangedFields } from '../../store/write';
import type { Operation } from './operation';

export interface LineKey {
  entity: SyncedEntity;
  id: string;
}

/** A line of the outbox as sending reads it. */
export interface OutboxLine extends LineKey {
  number: number;
  kind: PendingKind;
  fields: ChangedFields;
  state: PendingState;
  is_held: boolean;
  is_released: boolean;
  operation: Operation | null;
  attempts: number;
  not_before: string | null;
}

interface LineRow extends Omit<OutboxLine, 'fields' | 'operation' | 'is_held' | 'is_released'> {
  fields: string;
  operation: string | null;
  is_held: number;
  is_released: number;
}

const columns =
  'number, entity, local_id as id, kind, fields, state, is_held, is_released, operation, attempts, not_before';

const lineOf = (row: LineRow): OutboxLine => ({
  ...row,
  fields: JSON.parse(row.fields),
  operation: row.operation === null ? null : JSON.parse(row.operation),
  is_held: row.is_held === 1,
  is_released: row.is_released === 1,
});

/** The line of a row; undefined when the server has all of it. */
export function readLine(
  sqlite: Database.Database,
  connection: number,
  { entity, id }: LineKey,
): OutboxLine | undefined {
  const sql = `select ${columns} from outbox where connection = ? and entity = ? and local_id = ?`;
  const row = prepared(sqlite, sql).get(connection, entity, id) as LineRow | undefined;
  return row && lineOf(row);
}

/** Every line that may be sent as far as itself goes: not held, released where that is asked for, and its pause over. */
export function openLines(
  sqlite: Database.Database,
  connection: { number: number; send: 'auto' | 'review' },
  now: string,
): OutboxLine[] {
  const rows = prepared(sqlite, openSql).all({ connection: connection.number, send: connection.send, now });
  return (rows as LineRow[]).map(lineOf);
}

// What is of unknown fate has left already: finding out needs no release.
const openSql = `
  select ${columns} from outbox
  where connection = @connection and is_held = 0 and state in ('ready', 'uncertain')
    and (not_before is null or not_before <= @now)
    and (@send = 'auto' or is_released = 1 or operation is not null)
  order by number`;
