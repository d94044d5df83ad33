import type { LineItem } from '@shared/entities/subscription';
import type { Kysely } from 'kysely';
import { inList } from '../list/in-list';
import { baseOf } from '../store/base-columns';
import type { Schema } from '../store/schema';
import { commitmentOf } from './commitment-columns';

/** The line items of subscriptions with what they show of price, plan and meter, in the order in which they came to be. */
export async function lineItemsOf(db: Kysely<Schema>, subscription_ids: readonly string[]): Promise<LineItem[]> {
  if (subscription_ids.length === 0) return [];
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
    .where(inList('item.subscription_id', subscription_ids))
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
    ...commitmentOf(row),
    commitment_duration: row.commitment_duration as LineItem['commitment_duration'],
    commitment_true_up_enabled: row.commitment_true_up_enabled === 1,
    commitment_windowed: row.commitment_windowed === 1,
    ...baseOf(row),
  }));
}
