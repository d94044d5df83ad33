import type { OutputOf, Parsed } from '@shared/contract';
import type { BillingPeriod } from '@shared/entities/price';
import { invalid } from '@shared/errors';
import { type CustomerKey, insertCustomers } from '../customers/create-customer';
import type { PriceRow } from '../prices/price-row';
import type { Tx } from '../store/write';
import { insertSubscriptions, livePlanPrices, requirePublishedPlan } from './create-subscription';
import { takes } from './line-item';

/**
 * Puts many customers on a plan from one date: one subscription per currency and period of the plan's prices. Customers
 * that only events know are created; those with a live subscription to the plan are skipped. Ours.
 */
export async function createManySubscriptions(
  tx: Tx,
  input: Parsed<'subscription.createMany'>,
): Promise<OutputOf<'subscription.createMany'>> {
  await requirePublishedPlan(tx, input.plan_id);
  const prices = await livePlanPrices(tx, input.plan_id);
  if (prices.length === 0) throw invalid('The entity must have at least one price to create a subscription', 'plan_id');
  const externalIds = new Set(input.external_customer_ids ?? (await customersWithUsage(tx)));
  externalIds.delete('');
  const known = knownCustomers(tx, externalIds);
  const subscribed = await subscribedCustomers(tx, input.plan_id);
  const unknown = [...externalIds].filter((external_id) => !known.has(external_id));
  const created = await insertCustomers(
    tx,
    unknown.map((external_id) => ({ external_id, name: external_id, email: '', timezone: '', metadata: {} })),
  );
  const customers = [...known.values(), ...created].filter(({ id }) => !subscribed.has(id));
  const terms = termsOf(prices).map(({ currency, billing_period }) => ({
    currency,
    billing_period,
    eligible: prices.filter((price) => takes({ currency, billing_period }, price)),
  }));
  const { plan_id, start_date } = input;
  const added = customers.flatMap((customer) =>
    terms.map((term) => ({
      ...term,
      customer,
      plan_id,
      billing_period_count: 1,
      start_date,
      end_date: null,
      metadata: {},
    })),
  );
  await insertSubscriptions(tx, added);
  return {
    created: added.length,
    skipped: externalIds.size - customers.length,
    customers_created: created.length,
  };
}

/** Every currency and period to subscribe to; one-time prices ride along with any period and need one only when alone. */
export function termsOf(prices: readonly PriceRow[]): { currency: string; billing_period: BillingPeriod }[] {
  const terms = new Map<string, { currency: string; billing_period: BillingPeriod }>();
  const recurring = new Set(
    prices.filter((price) => price.billing_period !== 'ONETIME').map((price) => price.currency),
  );
  for (const { currency, billing_period } of prices) {
    if (billing_period === 'ONETIME' && recurring.has(currency)) continue;
    terms.set(`${currency} ${billing_period}`, { currency, billing_period });
  }
  return [...terms.values()];
}

async function customersWithUsage(tx: Tx): Promise<string[]> {
  const rows = await tx.db
    .selectFrom('event_customers')
    .select('external_id')
    .where('environment_id', '=', tx.context.environment_id)
    .orderBy('external_id')
    .execute();
  return rows.map(({ external_id }) => external_id);
}

/** Looked up one by one: a list of ids would have to travel as JSON, which not every text survives. */
function knownCustomers({ sqlite, context }: Tx, externalIds: ReadonlySet<string>): Map<string, CustomerKey> {
  const find = sqlite.prepare<[string, string], CustomerKey>(
    "select id, external_id from customers where environment_id = ? and external_id = ? and status = 'published'",
  );
  const known = new Map<string, CustomerKey>();
  for (const external_id of externalIds) {
    const customer = find.get(context.environment_id, external_id);
    if (customer) known.set(external_id, customer);
  }
  return known;
}

async function subscribedCustomers(tx: Tx, plan_id: string): Promise<Set<string>> {
  const rows = await tx.db
    .selectFrom('subscriptions')
    .select('customer_id')
    .where('plan_id', '=', plan_id)
    .where('status', '=', 'published')
    .where('subscription_status', '<>', 'cancelled')
    .execute();
  return new Set(rows.map(({ customer_id }) => customer_id));
}
