import { createHash, randomBytes } from 'node:crypto';
import type { OutputOf, Parsed } from '@shared/contract';
import type { Tx } from '../store/write';
import { apiKeyOf } from './api-key-row';

/** Makes a key of 256 random bits. It is answered here and nowhere else; a plain SHA-256 of so much chance needs no salt. */
export async function createApiKey(
  tx: Tx,
  { name, access }: Parsed<'apiKey.create'>,
): Promise<OutputOf<'apiKey.create'>> {
  const key = `sk_${randomBytes(32).toString('base64url')}`;
  const row = await tx.db
    .insertInto('api_keys')
    .values({
      id: tx.newId('api_key'),
      environment_id: tx.context.environment_id,
      name,
      hash: createHash('sha256').update(key).digest('hex'),
      hint: key.slice(0, 7),
      access,
      created_at: tx.now,
      last_used_at: null,
      revoked_at: null,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  tx.changed('api_key');
  return { ...apiKeyOf(row), key };
}
