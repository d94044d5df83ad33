import type { ConflictKind } from '@shared/entities/sync';
import type { SyncedEntity } from '@shared/rules/sync/synced-fields';
import { prepared } from '../../store/prepared';
import type { Tx } from '../../store/write';
import type { RemoteRow } from '../remote/remote-rows';

export interface NewConflict {
  entity: SyncedEntity;
  id: string;
  kind: ConflictKind;
  /** Empty for a conflict about the whole row. */
  field: string;
  base: unknown;
  mine: unknown;
  theirs: unknown;
  /** The server's row, for the choices that need it. */
  remote: RemoteRow | null;
}

/**
 * Opens a conflict, or brings the open one of the same kind and field up to date. The line of the row, where it has one, is
 * not sent until somebody has decided.
 */
export function openConflict(tx: Tx, connection: number, conflict: NewConflict): void {
  const { entity, id, kind, field } = conflict;
  const json = (value: unknown) => JSON.stringify(value ?? null);
  prepared(tx.sqlite, openSql).run({
    connection,
    entity,
    id,
    kind,
    field,
    base: json(conflict.base),
    mine: json(conflict.mine),
    theirs: json(conflict.theirs),
    remote: conflict.remote && JSON.stringify(conflict.remote),
    now: tx.now,
  });
  prepared(tx.sqlite, lineSql).run({ connection, entity, id });
  tx.changed('sync');
}

const openSql = `
  insert into conflicts (connection, entity, local_id, kind, field, base, mine, theirs, remote, opened_at)
  values (@connection, @entity, @id, @kind, @field, @base, @mine, @theirs, @remote, @now)
  on conflict (connection, entity, local_id, kind, field) do update set
    base = excluded.base, mine = excluded.mine, theirs = excluded.theirs, remote = excluded.remote`;
// A request that is on its way is answered first.
const lineSql = `update outbox set state = 'conflict'
  where connection = @connection and entity = @entity and local_id = @id and state <> 'sending'`;
