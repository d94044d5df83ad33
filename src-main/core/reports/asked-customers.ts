import type { Charge } from '../analytics/charges';
import type { Store } from '../store/open';
import { prepared } from '../store/prepared';

const sharedSql = `
  select exists (
    select 1 from customers c
    join customers other on other.environment_id = c.environment_id and other.external_id = c.external_id
    where c.environment_id = @environment_id and c.id in (select value from json_each(@ids))
      and other.id not in (select value from json_each(@ids)))`;

/**
 * The customers of a question by id, where their numbers in events are not enough to tell whom line items charge: someone
 * else had the external id of one before, or has it now. Null where they are, which is nearly always.
 */
export function customersBeside(
  { sqlite }: Store,
  environment_id: string,
  ids: readonly string[],
): ReadonlySet<string> | null {
  if (ids.length === 0) return null;
  const isShared =
    prepared(sqlite, sharedSql)
      .pluck()
      .get({ environment_id, ids: JSON.stringify(ids) }) === 1;
  return isShared ? new Set(ids) : null;
}

/** Tells the line items of the customers that a question asks about among those of their numbers. */
export const chargesAsked =
  ({ customerIds }: { customerIds?: ReadonlySet<string> | null }) =>
  (charge: Pick<Charge, 'customer_id'>): boolean =>
    !customerIds || customerIds.has(charge.customer_id);
