import type { ConflictKind } from '@shared/entities/sync';
import type { SyncedEntity } from '@shared/rules/sync/synced-fields';
import { prepared } from '../../store/prepared';
import type { Tx } from '../../store/write';
import type { RemoteRow } from '../remote/remote-rows';

export interface ConflictToOpen {
  entity: SyncedEntity;
  id: string;
  kind: ConflictKind;
  /** Empty for a conflict about the whole row. */
  field?: string;
  /** What both sides had; left out when they never had it in common. */
  base?: unknown;
  mine: unknown;
  theirs: unknown;
  /** The server's row, for the choices that need it. */
  remote?: RemoteRow | null;
}

/**
 * Opens a conflict, or brings an open one up to date: there is one per row, kind and field. What the row has to send waits
 * from then on. Answers whether it is new.
 */
export function openConflict(
  { sqlite, now, changed }: Pick<Tx, 'sqlite' | 'now' | 'changed'>,
  connection: number,
  { entity, id, kind, field = '', base, mine, theirs, remote = null }: ConflictToOpen,
): boolean {
  const key = { connection, entity, id, kind, field };
  const known = prepared(sqlite, knownSql).get(key) !== undefined;
  prepared(sqlite, known ? updateSql : insertSql).run({
    ...key,
    base: base === undefined ? null : JSON.stringify(base),
    mine: JSON.stringify(mine ?? null),
    theirs: JSON.stringify(theirs ?? null),
    remote: remote && JSON.stringify(remote),
    ...(!known && { now }),
  });
  prepared(sqlite, waitSql).run({ connection, entity, id });
  changed('sync');
  return !known;
}

const ofConflict = `connection = @connection and entity = @entity and local_id = @id and kind = @kind and field = @field`;
const knownSql = `select 1 from conflicts where ${ofConflict}`;
const updateSql = `update conflicts set base = @base, mine = @mine, theirs = @theirs, remote = @remote where ${ofConflict}`;
const insertSql = `insert into conflicts (connection, entity, local_id, kind, field, base, mine, theirs, remote, opened_at)
  values (@connection, @entity, @id, @kind, @field, @base, @mine, @theirs, @remote, @now)`;
// A request that is on its way is answered first.
const waitSql = `update outbox set state = 'conflict'
  where connection = @connection and entity = @entity and local_id = @id and state <> 'sending'`;
