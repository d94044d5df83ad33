import type { OutputOf, Parsed } from '@shared/contract';
import type { BillingPeriod } from '@shared/entities/price';
import { insertCustomers } from '../customers/create-customer';
import type { PriceRow } from '../prices/price-row';
import type { Tx } from '../store/write';
import { insertSubscriptions, livePlanPrices, requirePublishedPlan } from './create-subscription';
import { takes } from './line-item';
import { whoJoins } from './who-joins';

/**
 * Puts many customers on a plan from one date: one subscription per currency and period of the plan's prices. Customers
 * that only events know are created; those who are on the plan are skipped, see whoJoins. Ours.
 */
export async function createManySubscriptions(
  tx: Tx,
  input: Parsed<'subscription.createMany'>,
): Promise<OutputOf<'subscription.createMany'>> {
  await requirePublishedPlan(tx, input.plan_id);
  const { known, unknown, skipped } = whoJoins(
    { sqlite: tx.sqlite, environment_id: tx.context.environment_id, now: tx.now },
    input,
  );
  const prices = await livePlanPrices(tx, input.plan_id);
  const created = await insertCustomers(
    tx,
    unknown.map((external_id) => ({ external_id, name: external_id, email: '', timezone: '', metadata: {} })),
  );
  const terms = termsOf(prices).map(({ currency, billing_period }) => ({
    currency,
    billing_period,
    eligible: prices.filter((price) => takes({ currency, billing_period }, price)),
  }));
  const { plan_id, start_date } = input;
  const joining = [...known, ...created.map((customer) => ({ customer, start_date }))];
  const added = joining.flatMap((one) =>
    terms.map((term) => ({
      ...term,
      ...one,
      plan_id,
      billing_period_count: 1,
      end_date: null,
      metadata: {},
    })),
  );
  await insertSubscriptions(tx, added);
  return {
    created: added.length,
    skipped,
    customers_created: created.length,
  };
}

/** Every currency and period to subscribe to; one-time prices ride along with any period and need one only when alone. */
export function termsOf(
  prices: readonly Pick<PriceRow, 'currency' | 'billing_period'>[],
): { currency: string; billing_period: BillingPeriod }[] {
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
