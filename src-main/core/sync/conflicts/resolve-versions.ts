import { AppError, alreadyExists } from '@shared/errors';
import type { Snapshot } from '@shared/rules/sync/synced-fields';
import { requireSnapshot, setFields } from '../local/set-fields';
import { type ChainLink, priceChains } from '../outbox/price-chains';
import { applyRemoteRow } from '../pull/apply-rows';
import { idMap } from '../remote/id-map';
import { withdrawRow } from '../withdraw/withdraw-row';
import { forgetOperation, type Resolving } from './resolving';
import { follow, goOnAnew, versionsFrom } from './unsent-versions';

/**
 * Both sides gave a price new terms. Theirs: the version made here is taken back. Mine: theirs takes its place among the
 * versions, and what was made here follows it, from the moment that was chosen for it but not before theirs starts; where
 * theirs has ended, as a price of its own from then on.
 */
export async function resolveVersions(resolving: Resolving): Promise<void> {
  const { tx, connection, conflict, choice } = resolving;
  const { id } = conflict;
  const before = priceChains(tx.sqlite, connection.number, [id]).get(id)?.predecessor ?? null;
  const base = before ? (idMap(tx.sqlite, connection.number).byLocal('price', before.id)?.base ?? null) : null;
  const mine = await versionsFrom(tx, id);
  forgetOperation(resolving);
  await withdrawRow(tx, 'price', id);
  const theirs_id = before && !base ? await theirsHere(resolving, before) : await theirsThere(resolving);
  if (choice === 'theirs') return;
  const { end_date } = await requireSnapshot(tx, 'price', theirs_id);
  if (end_date !== null) return goOnAnew(tx, mine, { end: String(end_date), continues: theirs_id });
  let on = theirs_id;
  let from = base;
  for (const version of mine) {
    on = await follow(tx, on, version, from);
    from = version;
  }
}

/** Takes the server's version over; answers its id here. */
async function theirsThere({ tx, connection, conflict }: Resolving): Promise<string> {
  const { remote } = conflict;
  if (!remote)
    throw new AppError('invalid_operation', 'The version of the server is not known yet: please sync first.');
  const map = idMap(tx.sqlite, connection.number);
  const applied = await applyRemoteRow(tx, { connection, map, run: null, entity: 'price', row: remote });
  const id = map.byRemote('price', remote.remote_id)?.local_id;
  if (id !== undefined) return id;
  const why = applied.what === 'waits' ? applied.reason : '';
  if (applied.what === 'waits' && applied.holder) throw alreadyExists(why, 'lookup_key', { price_id: applied.holder });
  throw new AppError('invalid_operation', `The server’s version cannot be taken over yet. ${why}`.trim());
}

/** The plan was made anew meanwhile, and its prices with it: the server's terms are given to the price that is here. */
async function theirsHere({ tx, connection, conflict }: Resolving, before: ChainLink): Promise<string> {
  const theirs = conflict.theirs as Snapshot;
  const id = await follow(tx, before.id, theirs, await requireSnapshot(tx, 'price', before.id));
  const { end_date } = theirs;
  if (end_date) await setFields(tx, { connection, entity: 'price', id }, { end_date });
  return id;
}
