import { alreadyExists } from '@shared/errors';
import type { Tx } from '../store/write';
import { findCustomer } from './customer-row';

/** Refuses an external id that a published customer of the environment has. */
export async function refuseTakenExternalId(tx: Tx, external_id: string): Promise<void> {
  const other = await findCustomer(tx.db, tx.context.environment_id, external_id);
  if (!other) return;
  throw alreadyExists('A customer with this external id already exists', 'external_id', {
    external_id,
    customer_id: other.id,
  });
}
