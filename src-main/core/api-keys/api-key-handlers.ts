import type { HandlersOf } from '../handler';
import { write } from '../store/write';
import { apiKeyOf } from './api-key-row';
import { createApiKey } from './create-api-key';
import { markKeyUsed } from './mark-key-used';
import { revokeApiKey } from './revoke-api-key';
import { verifyKey } from './verify-key';

export const apiKeyHandlers: HandlersOf<'apiKey'> = {
  'apiKey.create': (input, { deps, context }) => write(deps, context, (tx) => createApiKey(tx, input)),
  'apiKey.list': async (_input, { deps, context }) => {
    const rows = await deps.store.db
      .selectFrom('api_keys')
      .selectAll()
      .where('environment_id', '=', context.environment_id)
      .orderBy('number', 'desc')
      .execute();
    return { items: rows.map(apiKeyOf) };
  },
  'apiKey.revoke': ({ id }, { deps, context }) => write(deps, context, (tx) => revokeApiKey(tx, id)),
  'apiKey.verify': async ({ hash }, { deps }) => ({ key: await verifyKey(deps.store.db, hash) }),
  'apiKey.markUsed': ({ id }, { deps, context }) => write(deps, context, (tx) => markKeyUsed(tx, id)),
};
