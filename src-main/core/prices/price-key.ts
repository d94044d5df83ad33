import { alreadyExists } from '@shared/errors';
import type { Tx } from '../store/write';

/** Refuses a lookup key that another published price without an end date has; an empty key never conflicts. */
export async function refuseTakenPriceKey(tx: Tx, lookup_key: string, exceptId = ''): Promise<void> {
  if (lookup_key === '') return;
  const other = await tx.db
    .selectFrom('prices')
    .select('id')
    .where('environment_id', '=', tx.context.environment_id)
    .where('lookup_key', '=', lookup_key)
    .where('status', '=', 'published')
    .where('end_date', 'is', null)
    .where('id', '<>', exceptId)
    .executeTakeFirst();
  if (!other) return;
  throw alreadyExists('A price with this identifier already exists', 'lookup_key', {
    lookup_key,
    price_id: other.id,
  });
}
