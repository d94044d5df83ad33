import type { Parsed } from '@shared/contract';
import { invalid } from '@shared/errors';
import type Database from 'better-sqlite3';
import type { CustomerKey } from '../customers/create-customer';
import { customersWithUsage } from '../customers/customers-with-usage';
import { endOfSubscription } from './subscription-columns';

/** A customer that is put on a plan, and from when. */
export interface Joining {
  customer: CustomerKey;
  /** An instant. */
  start_date: string;
}

/** Who is put on a plan when many are at once. */
export interface WhoJoins {
  /** Customers there are. */
  known: Joining[];
  /** External ids of those that only events know, or nobody. */
  unknown: string[];
  /** How many are on the plan already and stay as they are. */
  skipped: number;
}

/**
 * Who of the named customers, or with null of all that have usage, is not on the plan yet. Whoever was on it until after
 * the start joins from the end of that on, so that nothing is charged twice. Throws invalid when the plan is archived or
 * has no price that runs, not_found when there is none.
 */
export function whoJoins(
  { sqlite, environment_id, now }: { sqlite: Database.Database; environment_id: string; now: string },
  { plan_id, external_customer_ids, start_date }: Parsed<'subscription.createMany'>,
): WhoJoins {
  const hasPrices = sqlite
    .prepare("select 1 from prices where entity_id = ? and status = 'published' and (end_date is null or end_date > ?)")
    .get(plan_id, now);
  if (!hasPrices) throw invalid('The entity must have at least one price to create a subscription', 'plan_id');
  const external_ids = new Set(external_customer_ids ?? customersWithUsage(sqlite, environment_id).toSorted());
  external_ids.delete('');
  const ends = new Map(
    sqlite
      .prepare<[string], [string, string]>(`
        select s.customer_id, max(coalesce(${endOfSubscription}, '~')) from subscriptions s
        where s.plan_id = ? and s.status = 'published' and coalesce(${endOfSubscription}, '~') > s.start_date
        group by 1`)
      .raw()
      .all(plan_id),
  );
  // Looked up one by one: a list of ids would have to travel as JSON, which not every text survives.
  const find = sqlite.prepare<[string, string], CustomerKey>(
    "select id, external_id from customers where environment_id = ? and external_id = ? and status = 'published'",
  );
  const joins: WhoJoins = { known: [], unknown: [], skipped: 0 };
  for (const external_id of external_ids) {
    const customer = find.get(environment_id, external_id);
    const end = customer && ends.get(customer.id);
    if (!customer) joins.unknown.push(external_id);
    else if (end === undefined || end <= start_date) joins.known.push({ customer, start_date });
    // One whose end is still to come is on the plan, until then as was agreed.
    else if (end > now) joins.skipped += 1;
    else joins.known.push({ customer, start_date: end });
  }
  return joins;
}
