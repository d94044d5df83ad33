import { timingSafeEqual } from 'node:crypto';
import type { ApiKey } from '@shared/entities/api-key';
import type { Kysely } from 'kysely';
import type { Schema } from '../store/schema';
import { apiKeyOf } from './api-key-row';

/** The live key with this hash. Every key is compared in full, so that the time taken says nothing of any of them. */
export async function verifyKey(db: Kysely<Schema>, hash: string): Promise<ApiKey | null> {
  const rows = await db.selectFrom('api_keys').selectAll().where('revoked_at', 'is', null).execute();
  const given = Buffer.from(hash);
  let found: ApiKey | null = null;
  for (const row of rows) {
    const kept = Buffer.from(row.hash);
    if (kept.length === given.length && timingSafeEqual(kept, given)) found = apiKeyOf(row);
  }
  return found;
}
