import type { HandlersOf } from '../../handler';
import { activeConnection } from './active-connection';
import { connectionOf } from './connection-row';
import { removeConnection, saveConnection, testConnection, updateConnection } from './save-connection';

export const connectionHandlers: HandlersOf<'connection'> = {
  'connection.get': async (_input, { deps, context }) => {
    const row = activeConnection(deps.store.sqlite, context.environment_id);
    return { connection: row ? connectionOf(row) : null };
  },
  'connection.test': async (input, call) => {
    const { base_url, facts } = await testConnection(input, call);
    return { base_url, ...facts };
  },
  'connection.save': saveConnection,
  'connection.update': updateConnection,
  'connection.remove': (_input, call) => removeConnection(call),
};
