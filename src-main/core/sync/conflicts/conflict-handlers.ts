import type { OutputOf } from '@shared/contract';
import { AppError } from '@shared/errors';
import type { Call } from '../../deps';
import type { HandlersOf } from '../../handler';
import { prepared } from '../../store/prepared';
import { type Tx, write } from '../../store/write';
import { activeConnection, type ConnectionRow } from '../connections/active-connection';
import { requireConnection } from '../connections/connection-row';
import { findById } from '../remote/find-remote';
import { idMap } from '../remote/id-map';
import { remoteApi } from '../remote/remote-api';
import type { RemoteRow } from '../remote/remote-rows';
import { keepChoices } from './choose';
import { requireConflict } from './conflict-row';
import { listConflicts } from './list-conflicts';
import { resolveConflict } from './resolve-conflict';
import type { Decision } from './resolving';
import { refuseMoved } from './sides';

export const conflictHandlers: HandlersOf<'conflict'> = {
  'conflict.list': async (asked, { deps, context }): Promise<OutputOf<'conflict.list'>> => {
    const { db, sqlite } = deps.store;
    const connection = activeConnection(sqlite, context.environment_id);
    if (connection) return listConflicts({ db, sqlite, connection }, asked);
    const { limit, offset } = asked;
    return { items: [], pagination: { total: 0, limit, offset: offset + limit } };
  },
  'conflict.choose': (chosen, { deps, context }) => {
    const keep = async (tx: Tx) => {
      keepChoices(tx, requireConnection(tx.sqlite, context.environment_id).number, chosen);
      return {};
    };
    return write(deps, context, keep, { wakesSync: false });
  },
  'conflict.resolve': async ({ items }, call) => {
    const { deps, context } = call;
    const connection = requireConnection(deps.store.sqlite, context.environment_id);
    const found = new Map<number, RemoteRow | null>();
    for (const item of items) {
      if (item.choice === 'link' && item.value !== undefined)
        found.set(item.number, await lookUp(call, connection, item));
    }
    return deps.enqueue(() =>
      write(deps, context, async (tx) => {
        const current = requireConnection(tx.sqlite, context.environment_id);
        await refuseMoved(tx, current.number, items);
        for (const item of items) await resolveConflict(tx, current, item, found.get(item.number) ?? null);
        const sql = 'select count(*) from conflicts where connection = ?';
        return { resolved: items.length, open: prepared(tx.sqlite, sql).pluck().get(current.number) as number };
      }),
    );
  },
};

/** Reads the row that a person says is the one that was made; an id of a row here stands for the server's. */
async function lookUp(
  { deps }: Call,
  connection: ConnectionRow,
  { number, value }: Decision,
): Promise<RemoteRow | null> {
  if (typeof value !== 'string' || value.trim() === '') {
    throw new AppError('validation_error', 'Please give the id that the row has on the server.', { field: 'value' });
  }
  const { sqlite } = deps.store;
  const { entity } = requireConflict(sqlite, connection.number, number);
  const id = idMap(sqlite, connection.number).remoteId(entity, value.trim()) ?? value.trim();
  const api_key = await deps.secrets.get(connection.id);
  if (api_key === null) {
    throw new AppError(
      'permission_denied',
      'The API key is not on this machine. Please enter it again in Settings › Sync.',
    );
  }
  const api = remoteApi({ base_url: connection.base_url, api_key, fetch: deps.fetch });
  const read = await findById(api, entity, id);
  if ('found' in read) return read.found;
  const { trouble } = read;
  const message = 'message' in trouble ? trouble.message : 'The server cannot be asked now.';
  throw new AppError('service_unavailable', message, { field: 'value' });
}
