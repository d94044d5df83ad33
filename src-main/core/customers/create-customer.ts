import type { Parsed } from '@shared/contract';
import type { Customer } from '@shared/entities/customer';
import { alreadyExists, invalid } from '@shared/errors';
import { isTimeZone } from '@shared/rules/time-zone';
import { searchText } from '../list/quick-search';
import { createdFields, type Tx } from '../store/write';
import { customerOf, findCustomer } from './customer-row';

/** Creates a customer (wire contract 6.12); the external id is what events name it by, once per environment. */
export async function createCustomer(tx: Tx, input: Parsed<'customer.create'>): Promise<Customer> {
  const { external_id, name, email, timezone } = input;
  const metadata = input.metadata ?? {};
  if (timezone !== '' && !isTimeZone(timezone)) {
    throw invalid('Please provide a valid IANA time zone, such as Europe/Berlin', 'timezone');
  }
  const other = await findCustomer(tx.db, tx.context.environment_id, external_id);
  if (other) {
    throw alreadyExists('A customer with this external id already exists', 'external_id', {
      external_id,
      customer_id: other.id,
    });
  }
  const row = await tx.db
    .insertInto('customers')
    .values({
      id: tx.newId('customer'),
      external_id,
      name,
      email,
      timezone,
      metadata: JSON.stringify(metadata),
      search_text: searchText(name, external_id),
      ...tx.base(),
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  await tx.record('customer', row.id, 'create', createdFields({ external_id, name, email, timezone, metadata }));
  return customerOf(row);
}
