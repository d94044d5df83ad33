import { AppError } from '@shared/errors';
import type { Call } from '../../deps';
import type { ConnectionRow } from '../connections/active-connection';
import { requireConnection } from '../connections/connection-row';

/**
 * The connection of an environment whose server may be asked now. Throws not_found without one, invalid_operation while
 * the person works offline.
 */
export function usableServer({ deps, context }: Call): ConnectionRow {
  const connection = requireConnection(deps.store.sqlite, context.environment_id);
  if (connection.is_offline) {
    throw new AppError('invalid_operation', '“Work offline” is on. Switch it off to ask the server.', {
      field: 'is_offline',
    });
  }
  return connection;
}
