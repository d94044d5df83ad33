import type { ApiKey } from '@shared/entities/api-key';
import { notFound } from '@shared/errors';
import type { Tx } from '../store/write';
import { apiKeyOf } from './api-key-row';

/** Ends a key of this environment; it keeps the moment of its first revocation. 404 when there is no such key. */
export async function revokeApiKey(tx: Tx, id: string): Promise<ApiKey> {
  const row = await tx.db
    .updateTable('api_keys')
    .set(({ fn, val }) => ({ revoked_at: fn.coalesce('revoked_at', val(tx.now)) }))
    .where('id', '=', id)
    .where('environment_id', '=', tx.context.environment_id)
    .returningAll()
    .executeTakeFirst();
  if (!row) throw notFound('There is no such API key');
  tx.changed('api_key');
  return apiKeyOf(row);
}
