import type { ConflictChoice } from '@shared/entities/sync';
import { prepared } from '../../store/prepared';
import type { Tx } from '../../store/write';
import type { ConnectionRow } from '../connections/active-connection';
import type { RemoteRow } from '../remote/remote-rows';
import type { ConflictRow } from './conflict-row';

export interface Decision {
  number: number;
  choice: ConflictChoice;
  value?: unknown;
  /** The lookup key of the row that has the one which the decision needs. */
  holder_key?: string | undefined;
  /** What the person saw of both sides. */
  sides?: string | undefined;
}

/** One decision about one conflict, under way. */
export interface Resolving extends Decision {
  tx: Tx;
  connection: ConnectionRow;
  conflict: ConflictRow;
  /** The row of the server that a person named, as it was just read. */
  found: RemoteRow | null;
  /** Prices whose lines are derived again at the end. */
  touched: Set<string>;
}

/** The person has decided: what became of the request before does not matter any more. */
export function forgetOperation({
  tx,
  connection,
  conflict,
}: Pick<Resolving, 'tx' | 'connection'> & { conflict: Pick<ConflictRow, 'entity' | 'id'> }): void {
  prepared(
    tx.sqlite,
    `update outbox set operation = null, state = 'conflict', not_before = null
     where connection = ? and entity = ? and local_id = ? and operation is not null`,
  ).run(connection.number, conflict.entity, conflict.id);
}
