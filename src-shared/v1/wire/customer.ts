import { z } from 'zod';
import { type Customer, customer } from '../../entities/customer';
import { wireInstant } from './instant';

/** A customer on the wire (wire contract 6.12); there are no customers of customers here. */
export const wireCustomer = customer.extend({
  parent_customer: z.null(),
  parent_customer_id: z.null(),
  etag: z.string().optional(),
});

export const customerToWire = (row: Customer): z.infer<typeof wireCustomer> => ({
  ...row,
  created_at: wireInstant(row.created_at),
  updated_at: wireInstant(row.updated_at),
  parent_customer: null,
  parent_customer_id: null,
});
