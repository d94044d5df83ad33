import type { Parsed } from '@shared/contract';
import type { BillingPeriod } from '@shared/entities/price';
import { invalid, notFound } from '@shared/errors';
import { type CustomerRow, findCustomer, loadCustomer } from '../customers/customer-row';
import { loadPlan } from '../plans/plan-row';
import type { PriceRow } from '../prices/price-row';
import { inChunks } from '../store/in-chunks';
import { createdFields, type Tx } from '../store/write';
import { usageOfNewSubscriptions } from '../usage/after-catalog-change';
import { insertLineItems, lineItemOf, type SubscriptionRow, takes } from './line-item';
import { commitLineItems } from './set-commitment';
import { loadSubscription } from './subscription-row';

/** Puts a customer on a plan from a date: one line item per price of the plan that it takes (wire contract 4.8). */
export async function createSubscription(tx: Tx, input: Parsed<'subscription.create'>): Promise<SubscriptionRow> {
  const customer = await customerOf(tx, input);
  await requirePublishedPlan(tx, input.plan_id);
  const prices = await livePlanPrices(tx, input.plan_id);
  if (prices.length === 0) throw invalid('The entity must have at least one price to create a subscription', 'plan_id');
  const eligible = prices.filter((price) => takes(input, price));
  if (eligible.length === 0) throw invalid('No prices match the subscription criteria', 'plan_id');
  const start_date = input.start_date ?? tx.now;
  const end_date = input.end_date ?? null;
  if (end_date !== null && end_date <= start_date) {
    throw invalid('The end date must be after the start date', 'end_date');
  }
  if (input.billing_anchor && input.billing_anchor !== start_date) {
    throw invalid(
      'Billing periods follow the start date here: please leave the billing anchor out or make it the start date',
      'billing_anchor',
    );
  }
  if (input.timezone && input.timezone !== (customer.timezone || 'UTC')) {
    throw invalid(
      "A subscription goes by its customer's time zone here: please leave the time zone out or change the customer's",
      'timezone',
    );
  }
  const [id = ''] = await insertSubscriptions(tx, [
    {
      customer,
      eligible,
      plan_id: input.plan_id,
      currency: input.currency.toLowerCase(),
      billing_period: input.billing_period,
      billing_period_count: input.billing_period_count,
      start_date,
      end_date,
      metadata: input.metadata ?? {},
    },
  ]);
  await commitLineItems(tx, id, input.line_item_commitments ?? {});
  return loadSubscription(tx.db, tx.context.environment_id, id);
}

export interface NewSubscription {
  customer: Pick<CustomerRow, 'id' | 'external_id'>;
  /** The prices of the plan that it takes. */
  eligible: readonly PriceRow[];
  plan_id: string;
  currency: string;
  billing_period: BillingPeriod;
  billing_period_count: number;
  start_date: string;
  end_date: string | null;
  metadata: Record<string, string>;
}

/** Writes subscriptions with their line items, counts the usage they charge for, and answers their ids in order. */
export async function insertSubscriptions(tx: Tx, added: readonly NewSubscription[]): Promise<string[]> {
  const rows = added.map(({ customer, eligible, metadata, ...columns }) => ({
    id: tx.newId('subscription'),
    customer_id: customer.id,
    subscription_status: 'active' as const,
    cancelled_at: null,
    metadata: JSON.stringify(metadata),
    ...columns,
    ...tx.base(),
  }));
  await inChunks(rows, (chunk) => tx.db.insertInto('subscriptions').values(chunk).execute());
  const items = rows.flatMap((row, index) =>
    (added[index]?.eligible ?? []).flatMap((price) => lineItemOf(row, price) ?? []),
  );
  await insertLineItems(tx, items);
  const ids = rows.map(({ id }) => id);
  usageOfNewSubscriptions(tx, ids);
  await tx.recordMany(
    'subscription',
    'create',
    added.map(({ customer, eligible, ...values }, index) => ({
      id: ids[index] ?? '',
      fields: createdFields({ external_customer_id: customer.external_id, ...values }),
    })),
  );
  return ids;
}

/** Published plan prices that have not ended; future ones count. */
export const livePlanPrices = (tx: Tx, plan_id: string): Promise<PriceRow[]> =>
  selectPlanPrices(tx, plan_id)
    .where(({ eb, or }) => or([eb('end_date', 'is', null), eb('end_date', '>', tx.now)]))
    .execute();

/** Published plan prices, also those that have ended. */
export const planPrices = (tx: Tx, plan_id: string): Promise<PriceRow[]> => selectPlanPrices(tx, plan_id).execute();

const selectPlanPrices = ({ db }: Tx, plan_id: string) =>
  db
    .selectFrom('prices')
    .selectAll()
    .where('entity_id', '=', plan_id)
    .where('status', '=', 'published')
    .orderBy('number');

/** Refuses a plan that cannot take customers: unknown, or archived. */
export async function requirePublishedPlan(tx: Tx, plan_id: string): Promise<void> {
  const plan = await loadPlan(tx.db, tx.context.environment_id, plan_id);
  if (plan.status !== 'published') throw invalid('An archived plan takes no new subscriptions', 'plan_id');
}

async function customerOf(tx: Tx, input: Parsed<'subscription.create'>): Promise<CustomerRow> {
  const { environment_id } = tx.context;
  if (input.customer_id) return loadCustomer(tx.db, environment_id, input.customer_id);
  if (!input.external_customer_id) {
    throw invalid('Please provide either customer_id or external_customer_id', 'external_customer_id');
  }
  const customer = await findCustomer(tx.db, environment_id, input.external_customer_id);
  if (!customer) throw notFound('Customer not found');
  return customer;
}
