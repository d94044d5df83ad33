import type { OutputOf, Parsed } from '@shared/contract';
import type { BillingPeriod } from '@shared/entities/price';
import { invalid } from '@shared/errors';
import { createCustomer } from '../customers/create-customer';
import { inList } from '../list/in-list';
import type { PriceRow } from '../prices/price-row';
import type { Tx } from '../store/write';
import { insertSubscription, livePlanPrices, requirePublishedPlan } from './create-subscription';
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
  const externalIds = input.external_customer_ids ?? (await customersWithUsage(tx));
  const known = await knownCustomers(tx, externalIds);
  const subscribed = await subscribedCustomers(tx, input.plan_id);
  const terms = termsOf(prices);
  const result = { created: 0, skipped: 0, customers_created: 0 };
  for (const external_id of new Set(externalIds)) {
    if (external_id === '') continue;
    let id = known.get(external_id);
    if (id !== undefined && subscribed.has(id)) {
      result.skipped += 1;
      continue;
    }
    if (id === undefined) {
      const customer = { external_id, name: external_id, email: '', timezone: '', metadata: {} };
      id = (await createCustomer(tx, customer)).id;
      result.customers_created += 1;
    }
    for (const { currency, billing_period } of terms) {
      const eligible = prices.filter((price) => takes({ currency, billing_period }, price));
      await insertSubscription(tx, { id, external_id }, eligible, {
        plan_id: input.plan_id,
        currency,
        billing_period,
        billing_period_count: 1,
        start_date: input.start_date,
        end_date: null,
        metadata: {},
      });
      result.created += 1;
    }
  }
  return result;
}

/** Every currency and period to subscribe to; one-time prices ride along with any period and need one only when alone. */
function termsOf(prices: readonly PriceRow[]): { currency: string; billing_period: BillingPeriod }[] {
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

async function knownCustomers(tx: Tx, externalIds: readonly string[]): Promise<Map<string, string>> {
  const rows = await tx.db
    .selectFrom('customers')
    .select(['id', 'external_id'])
    .where('environment_id', '=', tx.context.environment_id)
    .where('status', '=', 'published')
    .where(inList('external_id', externalIds))
    .execute();
  return new Map(rows.map(({ id, external_id }) => [external_id, id]));
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
