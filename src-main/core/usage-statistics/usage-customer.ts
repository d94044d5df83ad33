import type { UsageRange } from '@shared/entities/usage-statistics';
import { findCustomer } from '../customers/customer-row';
import { findRow } from '../store/find-row';
import type { Store } from '../store/open';

/** Whose usage is measured. */
export interface UsageCustomer {
  /** Numbers in the event table; none when nothing ever came from this customer. */
  numbers: number[];
  /** IANA zone, "" without one. */
  timezone: string;
}

/** The customer a request names by external id, by id or by both; null when it is about everybody. */
export async function usageCustomer(
  { db, sqlite }: Store,
  environment_id: string,
  { external_customer_id, customer_id }: UsageRange,
): Promise<UsageCustomer | null> {
  if (!external_customer_id && !customer_id) return null;
  const row = customer_id
    ? await findRow(db, 'customers', environment_id, customer_id)
    : await findCustomer(db, environment_id, external_customer_id);
  const external_id = customer_id ? row?.external_id : external_customer_id;
  const contradicts = external_customer_id !== '' && external_id !== external_customer_id;
  if (external_id === undefined || contradicts) return { numbers: [], timezone: '' };
  const numbers = sqlite
    .prepare('select number from event_customers where environment_id = ? and external_id = ?')
    .pluck()
    .all(environment_id, external_id) as number[];
  return { numbers, timezone: row?.timezone ?? '' };
}
