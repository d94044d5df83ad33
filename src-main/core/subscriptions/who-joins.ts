import type { Parsed } from '@shared/contract';
import { invalid } from '@shared/errors';
import type Database from 'better-sqlite3';
import type { CustomerKey } from '../customers/create-customer';

/** Who is put on a plan when many are at once. */
export interface WhoJoins {
  /** Customers there are. */
  known: CustomerKey[];
  /** External ids of those that only events know, or nobody. */
  unknown: string[];
  /** How many are on the plan already and stay as they are. */
  skipped: number;
}

/**
 * Who of the named customers, or with null of all that have usage, is not on the plan yet. Throws invalid when it is
 * archived or has no price that runs, not_found when there is none.
 */
export function whoJoins(
  { sqlite, environment_id, now }: { sqlite: Database.Database; environment_id: string; now: string },
  { plan_id, external_customer_ids }: Parsed<'subscription.createMany'>,
): WhoJoins {
  const hasPrices = sqlite
    .prepare("select 1 from prices where entity_id = ? and status = 'published' and (end_date is null or end_date > ?)")
    .get(plan_id, now);
  if (!hasPrices) throw invalid('The entity must have at least one price to create a subscription', 'plan_id');
  const external_ids = new Set(external_customer_ids ?? customersWithUsage(sqlite, environment_id));
  external_ids.delete('');
  const subscribed = new Set(
    sqlite
      .prepare(
        "select customer_id from subscriptions where plan_id = ? and status = 'published' and subscription_status <> 'cancelled'",
      )
      .pluck()
      .all(plan_id),
  );
  // Looked up one by one: a list of ids would have to travel as JSON, which not every text survives.
  const find = sqlite.prepare<[string, string], CustomerKey>(
    "select id, external_id from customers where environment_id = ? and external_id = ? and status = 'published'",
  );
  const joins: WhoJoins = { known: [], unknown: [], skipped: 0 };
  for (const external_id of external_ids) {
    const customer = find.get(environment_id, external_id);
    if (!customer) joins.unknown.push(external_id);
    else if (subscribed.has(customer.id)) joins.skipped += 1;
    else joins.known.push(customer);
  }
  return joins;
}

const customersWithUsage = (sqlite: Database.Database, environment_id: string) =>
  sqlite
    .prepare('select external_id from event_customers where environment_id = ? and is_awaited = 0 order by external_id')
    .pluck()
    .all(environment_id) as string[];
