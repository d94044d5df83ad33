import type { LineItem, Subscription } from '@shared/entities/subscription';
import { notFound } from '@shared/errors';
import type { Kysely } from 'kysely';
import { inList } from '../list/in-list';
import { findRow } from '../store/find-row';
import type { Schema } from '../store/schema';
import type { SubscriptionRow } from './line-item';

/** Subscriptions as the wire shows them, without their line items. */
export async function subscriptionsOf(db: Kysely<Schema>, rows: readonly SubscriptionRow[]): Promise<Subscription[]> {
  const customers = await db
    .selectFrom('customers')
    .select(['id', 'external_id'])
    .where(inList('id', [...new Set(rows.map(({ customer_id }) => customer_id))]))
    .execute();
  const externalIdOf = new Map(customers.map(({ id, external_id }) => [id, external_id]));
  return rows.map((row) => ({
    id: row.id,
    customer_id: row.customer_id,
    external_customer_id: externalIdOf.get(row.customer_id) ?? '',
    plan_id: row.plan_id,
    currency: row.currency,
    billing_period: row.billing_period,
    billing_period_count: row.billing_period_count,
    subscription_status: row.subscription_status,
    start_date: row.start_date,
    end_date: row.end_date,
    cancelled_at: row.cancelled_at,
    metadata: JSON.parse(row.metadata),
    environment_id: row.environment_id,
    tenant_id: row.tenant_id,
    status: row.status,
    created_at: row.created_at,
    updated_at: row.updated_at,
    line_items: null,
  }));
}

/** One subscription with its line items, in the order in which they came to be. */
export async function subscriptionWithLines(db: Kysely<Schema>, row: SubscriptionRow): Promise<Subscription> {
  const [subscription] = await subscriptionsOf(db, [row]);
  if (!subscription) throw new Error('a subscription that was just read is gone');
  return { ...subscription, line_items: await lineItemsOf(db, row.id) };
}

async function lineItemsOf(db: Kysely<Schema>, subscription_id: string): Promise<LineItem[]> {
  const rows = await db
    .selectFrom('line_items as item')
    .innerJoin('prices as price', 'price.id', 'item.price_id')
    .innerJoin('plans as plan', 'plan.id', 'item.plan_id')
    .leftJoin('meters as meter', 'meter.id', 'item.meter_id')
    .selectAll('item')
    .select([
      'plan.name as plan_display_name',
      'meter.name as meter_name',
      'price.type as price_type',
      'price.currency',
      'price.billing_period',
      'price.billing_period_count',
      'price.invoice_cadence',
    ])
    .where('item.subscription_id', '=', subscription_id)
    .where('item.status', '=', 'published')
    .orderBy('item.number')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    subscription_id: row.subscription_id,
    customer_id: row.customer_id,
    entity_id: row.plan_id,
    entity_type: 'plan',
    plan_display_name: row.plan_display_name,
    price_id: row.price_id,
    price_type: row.price_type,
    meter_id: row.meter_id ?? '',
    meter_display_name: row.meter_name ?? '',
    display_name: row.display_name,
    quantity: row.quantity,
    currency: row.currency,
    billing_period: row.billing_period,
    billing_period_count: row.billing_period_count,
    invoice_cadence: row.invoice_cadence,
    start_date: row.start_date,
    end_date: row.end_date,
  }));
}

/** A subscription of this environment; 404 when there is none. */
export async function loadSubscription(
  db: Kysely<Schema>,
  environment_id: string,
  id: string,
): Promise<SubscriptionRow> {
  const row = await findRow(db, 'subscriptions', environment_id, id);
  if (!row) throw notFound('Subscription not found');
  return row;
}
