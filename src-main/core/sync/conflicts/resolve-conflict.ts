import { AppError } from '@shared/errors';
import type { Tx } from '../../store/write';
import type { ConnectionRow } from '../connections/active-connection';
import { deriveOutbox } from '../outbox/derive-outbox';
import type { RemoteRow } from '../remote/remote-rows';
import { choicesOf, requireConflict } from './conflict-row';
import { resolveField, resolveIgnored } from './resolve-field';
import { resolveFate, resolveKey } from './resolve-key';
import { resolveEdited, resolveGone } from './resolve-lifecycle';
import { resolveVersions } from './resolve-versions';
import type { Decision } from './resolving';
import { withRoomForKeys } from './room-for-keys';

/**
 * Does what was decided about a conflict, all of it in the transaction of `tx`: brings the row and what both sides had of
 * it up to date, and lets what is left to be sent be derived anew. Throws when the decision cannot be made.
 */
export async function resolveConflict(
  tx: Tx,
  connection: ConnectionRow,
  decision: Decision,
  found: RemoteRow | null,
): Promise<void> {
  const conflict = requireConflict(tx.sqlite, connection.number, decision.number);
  const choices = choicesOf(tx.sqlite, connection.number, conflict);
  if (!choices.includes(decision.choice)) {
    throw new AppError('invalid_operation', 'This cannot be decided so.', { field: 'choice', details: { choices } });
  }
  await withRoomForKeys(tx, connection, decision, async () => {
    const touched = new Set<string>();
    await resolvers[conflict.kind]({ ...decision, tx, connection, conflict, found, touched });
    if (touched.size > 0) await deriveOutbox({ ...tx, connection }, new Map([['price', touched]]));
  });
  tx.changed('sync');
}

const resolvers = {
  field: resolveField,
  server_ignored: resolveIgnored,
  gone_there: resolveGone,
  edited_there: resolveEdited,
  versioned_there: resolveVersions,
  key_taken: resolveKey,
  unknown_fate: resolveFate,
} as const;
