import type { Parsed } from '@shared/contract';
import { contactFields } from '@shared/entities/customer';
import { AppError, invalid } from '@shared/errors';
import { searchText } from '../list/quick-search';
import { changedFields, type Tx } from '../store/write';
import { usageOfPrices } from '../usage/after-catalog-change';
import { type CustomerRow, type CustomerValues, loadByExternalId, loadCustomer, valuesOf } from './customer-row';
import { refuseTakenExternalId } from './taken-external-id';

/** Edits a customer: absent keeps, "" clears contact fields and time zone, metadata replaces the whole object. */
export async function updateCustomer(tx: Tx, input: Parsed<'customer.update'>): Promise<CustomerRow> {
  const row = await namedCustomer(tx, input);
  const before = valuesOf(row);
  const contact = Object.fromEntries(contactFields.map((field) => [field, input[field] ?? before[field]]));
  const after: CustomerValues = {
    ...before,
    ...contact,
    external_id: input.external_id ?? before.external_id,
    name: input.name ?? before.name,
    timezone: input.timezone ?? before.timezone,
    metadata: input.metadata ?? before.metadata,
  };
  const fields = changedFields(before, after);
  if (Object.keys(fields).length === 0) return row;
  if (fields.external_id) {
    await refuseSubscribed(tx, row.id);
    if (row.status === 'published') await refuseTakenExternalId(tx, after.external_id);
  }
  const updated = await tx.db
    .updateTable('customers')
    .set({
      ...after,
      metadata: JSON.stringify(after.metadata),
      search_text: searchText(after.name, after.external_id),
      ...tx.touch(),
    })
    .where('id', '=', row.id)
    .returningAll()
    .executeTakeFirstOrThrow();
  await tx.record('customer', row.id, 'update', fields);
  return updated;
}

/**
 * Archives a customer whose subscriptions all ended. Its external id is free again, so what was used under it is no
 * longer charged to anyone: it leaves the reports.
 */
export async function archiveCustomer(tx: Tx, id: string): Promise<CustomerRow> {
  const row = await loadCustomer(tx.db, tx.context.environment_id, id);
  if (row.status === 'archived') return row;
  const live = await subscriptionsOf(tx, id).where('subscription_status', '<>', 'cancelled').executeTakeFirst();
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
  const charged = await tx.db
    .selectFrom('line_items')
    .select('price_id')
    .distinct()
    .where('customer_id', '=', id)
    .execute();
  usageOfPrices(
    tx,
    charged.map(({ price_id }) => price_id),
  );
  return archived;
}

function namedCustomer({ db, context }: Tx, { id, external_customer_id }: Parsed<'customer.update'>) {
  if (id) return loadCustomer(db, context.environment_id, id);
  if (external_customer_id) return loadByExternalId(db, context.environment_id, external_customer_id);
  throw invalid('Please provide either id or external_customer_id', 'id');
}

/** Usage is charged to the external id a subscription began with, so it stays what it was. */
async function refuseSubscribed(tx: Tx, id: string): Promise<void> {
  if (!(await subscriptionsOf(tx, id).executeTakeFirst())) return;
  throw new AppError(
    'invalid_operation',
    'The external id of a customer with subscriptions cannot change: its usage is counted under it',
    { field: 'external_id' },
  );
}

const subscriptionsOf = ({ db }: Tx, customer_id: string) =>
  db
    .selectFrom('subscriptions')
    .select('id')
    .where('customer_id', '=', customer_id)
    .where('status', '=', 'published')
    .limit(1);
