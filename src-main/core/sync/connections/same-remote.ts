import type { RemoteServer } from '@shared/entities/sync';
import { type SyncedEntity, syncedEntities } from '@shared/rules/sync/synced-fields';
import type { Deps } from '../../deps';
import { prepared } from '../../store/prepared';
import { RemoteFailure, rowsByIds } from '../pull/remote-lists';
import type { RemoteApi } from '../remote/remote-api';
import type { ConnectionRow } from './active-connection';
import { refuseTrouble, type ServerFacts } from './ask-server';

/**
 * Enough to tell another environment from one in which some rows are gone: the newest ones of each kind, and the oldest,
 * which are there on a server that was put back to an earlier day, too.
 */
const lookedUp = 10;

/**
 * Whether a key opens the environment of the server that a connection is with: one address serves several, and what is
 * known of the rows of one would archive and overwrite rows by means of another. A server that does not say which it is
 * is asked for rows that it is known to have. Throws an AppError when the server does not answer.
 */
export async function isSameRemote(
  { store: { sqlite }, enqueue }: Deps,
  { number, remote }: ConnectionRow,
  api: RemoteApi,
  { remote: told }: ServerFacts,
): Promise<boolean> {
  const known = remote === null ? null : (JSON.parse(remote) as RemoteServer);
  if (known?.environment_id && told?.environment_id) return known.environment_id === told.environment_id;
  const ids = await enqueue(async () =>
    syncedEntities.map((entity): [SyncedEntity, string[]] => [
      entity,
      prepared(sqlite, someSql).pluck().all({ number, entity }) as string[],
    ]),
  );
  const asked = ids.filter(([, some]) => some.length > 0);
  for (const [entity, some] of asked) {
    const found = await rowsByIds(api, entity, some).catch((thrown: unknown) => {
      if (thrown instanceof RemoteFailure) refuseTrouble(thrown.reply);
      throw thrown;
    });
    if (found.ids.length > 0) return true;
  }
  return asked.length === 0;
}

const ofKind = 'from synced_rows where connection = @number and entity = @entity and base is not null order by number';
const someSql = `select remote_id from (select remote_id ${ofKind} desc limit ${lookedUp})
  union select remote_id from (select remote_id ${ofKind} limit ${lookedUp})`;
