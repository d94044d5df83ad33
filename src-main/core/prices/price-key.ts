import { alreadyExists } from '@shared/errors';
import { type Kysely, sql } from 'kysely';
import type { Schema } from '../store/schema';
import type { Tx } from '../store/write';
import type { PriceRow } from './price-row';

/** The published price without an end date that has this lookup key, by the index that holds exactly those. */
export async function findLivePrice(
  db: Kysely<Schema>,
  environment_id: string,
  lookup_key: string,
): Promise<PriceRow | undefined> {
  const { rows } = await sql<PriceRow>`
    select * from prices
    where environment_id = ${environment_id} and lookup_key = ${lookup_key} and lookup_key <> ''
      and status = 'published' and end_date is null`.execute(db);
  return rows[0];
}

/** Refuses a lookup key that another published price without an end date has; an empty key never conflicts. */
export async function refuseTakenPriceKey(tx: Tx, lookup_key: string, exceptId = ''): Promise<void> {
  if (lookup_key === '') return;
  const other = await findLivePrice(tx.db, tx.context.environment_id, lookup_key);
  if (!other || other.id === exceptId) return;
  throw alreadyExists('A price with this identifier already exists', 'lookup_key', {
    lookup_key,
    price_id: other.id,
  });
}
