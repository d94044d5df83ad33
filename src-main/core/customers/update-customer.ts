import type { Parsed } from '@shared/contract';
import { contactFields } from '@shared/entities/customer';
import { AppError, invalid } from '@shared/errors';
import { searchText } from '../list/quick-search';
import { changedFields, type Tx } from '../store/write';
import { type CustomerRow, type CustomerValues, loadByExternalId, loadCustomer, valuesOf } from './customer-row';
import { subscriptionsOfCustomer } from './subscriptions-of-customer';
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

function namedCustomer({ db, context }: Tx, { id, external_customer_id }: Parsed<'customer.update'>) {
  if (id) return loadCustomer(db, context.environment_id, id);
  if (external_customer_id) return loadByExternalId(db, context.environment_id, external_customer_id);
  throw invalid('Please provide either id or external_customer_id', 'id');
}

/** Usage is charged to the external id a subscription began with, so it stays what it was. */
async function refuseSubscribed(tx: Tx, id: string): Promise<void> {
  if (!(await subscriptionsOfCustomer(tx, id).executeTakeFirst())) return;
  throw new AppError(
    'invalid_operation',
    'The external id of a customer with subscriptions cannot change: its usage is counted under it',
    { field: 'external_id' },
  );
}
