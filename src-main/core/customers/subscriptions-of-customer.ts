import type { Tx } from '../store/write';

/** The query for one published subscription of a customer, in whatever state; the caller narrows it further. */
export const subscriptionsOfCustomer = ({ db }: Tx, customer_id: string) =>
  db
    .selectFrom('subscriptions')
    .select('id')
    .where('customer_id', '=', customer_id)
    .where('status', '=', 'published')
    .limit(1);
