import type { Parsed } from '@shared/contract';
import type { Customer } from '@shared/entities/customer';
import { alreadyExists, invalid } from '@shared/errors';
import { isTimeZone } from '@shared/rules/time-zone';
import { searchText } from '../list/quick-search';
import { inChunks } from '../store/in-chunks';
import { createdFields, type Tx } from '../store/write';
import { type CustomerRow, customerOf, findCustomer, loadCustomer } from './customer-row';

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
  const [created] = await insertCustomers(tx, [{ external_id, name, email, timezone, metadata }]);
  return customerOf(await loadCustomer(tx.db, tx.context.environment_id, created?.id ?? ''));
}

export type CustomerKey = Pick<CustomerRow, 'id' | 'external_id'>;

/** Writes customers whose external ids are known to be free, and answers them in order. */
export async function insertCustomers(
  tx: Tx,
  added: readonly Pick<Customer, 'external_id' | 'name' | 'email' | 'timezone' | 'metadata'>[],
): Promise<CustomerKey[]> {
  const rows = added.map((customer) => ({
    id: tx.newId('customer'),
    ...customer,
    metadata: JSON.stringify(customer.metadata),
    search_text: searchText(customer.name, customer.external_id),
    ...tx.base(),
  }));
  await inChunks(rows, (chunk) => tx.db.insertInto('customers').values(chunk).execute());
  await tx.recordMany(
    'customer',
    'create',
    added.map((customer, index) => ({ id: rows[index]?.id ?? '', fields: createdFields({ ...customer }) })),
  );
  return rows;
}
