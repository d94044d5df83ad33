import type { Customer, contactFields } from '@shared/entities/customer';
import { notFound } from '@shared/errors';
import type { Kysely, Selectable } from 'kysely';
import { baseOf } from '../store/base-columns';
import { findRow } from '../store/find-row';
import type { CustomerTable, Schema } from '../store/schema';

export type CustomerRow = Selectable<CustomerTable>;

/** What a person edits of a customer. */
export type CustomerValues = Pick<
  Customer,
  'external_id' | 'name' | 'timezone' | 'metadata' | (typeof contactFields)[number]
>;

/** A customer as the wire shows it (wire contract 6.12). */
export const customerOf = (row: CustomerRow): Customer => ({ id: row.id, ...valuesOf(row), ...baseOf(row) });

/** The editable part of a row. */
export const valuesOf = (row: CustomerRow): CustomerValues => ({
  external_id: row.external_id,
  name: row.name,
  email: row.email,
  contact: row.contact,
  address_line1: row.address_line1,
  address_line2: row.address_line2,
  address_city: row.address_city,
  address_state: row.address_state,
  address_postal_code: row.address_postal_code,
  address_country: row.address_country,
  timezone: row.timezone,
  metadata: JSON.parse(row.metadata),
});

/** A customer of this environment; 404 when there is none. */
export async function loadCustomer(db: Kysely<Schema>, environment_id: string, id: string): Promise<CustomerRow> {
  const row = await findRow(db, 'customers', environment_id, id);
  if (!row) throw notFound('Customer not found');
  return row;
}

/** The published customer that events call by this external id; 404 when there is none. */
export async function loadByExternalId(
  db: Kysely<Schema>,
  environment_id: string,
  external_id: string,
): Promise<CustomerRow> {
  const row = await findCustomer(db, environment_id, external_id);
  if (!row) throw notFound('Customer not found');
  return row;
}

/** The published customer that events call by this external id, if there is one. */
export const findCustomer = (db: Kysely<Schema>, environment_id: string, external_id: string) =>
  db
    .selectFrom('customers')
    .selectAll()
    .where('environment_id', '=', environment_id)
    .where('external_id', '=', external_id)
    .where('status', '=', 'published')
    .executeTakeFirst();
