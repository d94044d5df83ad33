import type { Parsed } from '@shared/contract';
import { contactFields } from '@shared/entities/customer';
import { searchText } from '../list/quick-search';
import { inChunks } from '../store/in-chunks';
import { createdFields, type Tx } from '../store/write';
import { type CustomerRow, type CustomerValues, loadCustomer } from './customer-row';
import { refuseTakenExternalId } from './taken-external-id';

/** Creates a customer (wire contract 6.12); the external id is what events name it by, once per environment. */
export async function createCustomer(tx: Tx, input: Parsed<'customer.create'>): Promise<CustomerRow> {
  await refuseTakenExternalId(tx, input.external_id);
  const { external_id, name } = input;
  const contact = Object.fromEntries(contactFields.map((field) => [field, input[field] ?? '']));
  const [created] = await insertCustomers(tx, [
    { external_id, name, ...contact, timezone: input.timezone ?? '', metadata: input.metadata ?? {} },
  ]);
  return loadCustomer(tx.db, tx.context.environment_id, created?.id ?? '');
}

/** What a new customer is made of; what is left out is empty. */
export type NewCustomer = Pick<CustomerValues, 'external_id' | 'name'> & Partial<CustomerValues>;

const noContact = Object.fromEntries(contactFields.map((field) => [field, ''])) as Pick<
  CustomerValues,
  (typeof contactFields)[number]
>;

export type CustomerKey = Pick<CustomerRow, 'id' | 'external_id'>;

/** Writes customers whose external ids are known to be free, and answers them in order. */
export async function insertCustomers(tx: Tx, added: readonly NewCustomer[]): Promise<CustomerKey[]> {
  const rows = added.map((customer) => ({
    id: tx.newId('customer'),
    ...noContact,
    timezone: '',
    ...customer,
    metadata: JSON.stringify(customer.metadata ?? {}),
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
