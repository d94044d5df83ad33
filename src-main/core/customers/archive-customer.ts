import { AppError } from '@shared/errors';
import type { Tx } from '../store/write';
import { type CustomerRow, loadCustomer } from './customer-row';
import { subscriptionsOfCustomer } from './subscriptions-of-customer';

/**
 * Archives a customer whose subscriptions all ended. Its external id is free again; what it was charged until then stays
 * in the reports of the past.
 */
export async function archiveCustomer(tx: Tx, id: string): Promise<CustomerRow> {
  const row = await loadCustomer(tx.db, tx.context.environment_id, id);
  if (row.status === 'archived') return row;
  const live = await subscriptionsOfCustomer(tx, id)
    .where('subscription_status', '<>', 'cancelled')
    .where(({ eb, or }) => or([eb('end_date', 'is', null), eb('end_date', '>', tx.now)]))
    .executeTakeFirst();
  if (live) {
    throw new AppError('invalid_operation', 'Customer cannot be deleted due to active subscriptions', { field: 'id' });
  }
  const archived = await tx.db
    .updateTable('customers')
    .set({ status: 'archived', ...tx.touch() })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow();
  await tx.record('customer', id, 'archive', { status: { from: row.status, to: 'archived' } });
  return archived;
}
