import { AppError } from '@shared/errors';
import { priceChains } from '../outbox/price-chains';
import { applyRemoteRow } from '../pull/apply-rows';
import { idMap } from '../remote/id-map';
import { withdrawRow } from '../withdraw/withdraw-row';
import { forgetOperation, type Resolving } from './resolving';
import { follow, versionsFrom } from './unsent-versions';

/**
 * Both sides gave a price new terms. Theirs: the version made here is taken back. Mine: theirs takes its place among the
 * versions, and what was made here follows it, from the moment that was chosen for it but not before theirs starts.
 */
export async function resolveVersions(resolving: Resolving): Promise<void> {
  const { tx, connection, conflict, choice } = resolving;
  const { id, remote } = conflict;
  if (!remote)
    throw new AppError('invalid_operation', 'The version of the server is not known yet: please sync first.');
  const before = priceChains(tx.sqlite, connection.number, [id]).get(id)?.predecessor ?? null;
  const map = idMap(tx.sqlite, connection.number);
  const base = before ? (map.byLocal('price', before.id)?.base ?? null) : null;
  const mine = await versionsFrom(tx, id);
  forgetOperation(resolving);
  await withdrawRow(tx, 'price', id);
  const applied = await applyRemoteRow(tx, { connection, map, run: null, entity: 'price', row: remote });
  const theirs_id = map.byRemote('price', remote.remote_id)?.local_id;
  if (theirs_id === undefined) {
    const why = applied.what === 'waits' ? applied.reason : '';
    throw new AppError('invalid_operation', `The server’s version cannot be taken over yet. ${why}`.trim());
  }
  if (choice === 'theirs') return;
  let on = theirs_id;
  let from = base;
  for (const version of mine) {
    on = await follow(tx, on, version, from);
    from = version;
  }
}
