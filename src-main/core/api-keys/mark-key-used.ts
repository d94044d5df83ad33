import type { ApiKey } from '@shared/entities/api-key';
import { notFound } from '@shared/errors';
import type { Tx } from '../store/write';
import { apiKeyOf } from './api-key-row';

/** Sets the moment a key was last used. */
export async function markKeyUsed(tx: Tx, id: string): Promise<ApiKey> {
  const row = await tx.db
    .updateTable('api_keys')
    .set({ last_used_at: tx.now })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirst();
  if (!row) throw notFound('There is no such API key');
  tx.changed('api_key');
  return apiKeyOf(row);
}
