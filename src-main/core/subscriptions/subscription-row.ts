import type { LineItem, Subscription } from '@shared/entities/subscription';
import { notFound } from '@shared/errors';
import type { Instant } from '@shared/instant';
import { currentPeriod } from '@shared/rules/billing-period';
import type { Kysely } from 'kysely';
import { inList } from '../list/in-list';
import { baseOf } from '../store/base-columns';
import { findRow } from '../store/find-row';
import type { Schema } from '../store/schema';
import type { SubscriptionRow } from './line-item';
import { lineItemsOf } from './line-items-of';

/** Subscriptions as the wire shows them at a moment, with their line items when asked for. */
export async function subscriptionsOf(
  db: Kysely<Schema>,
  rows: readonly SubscriptionRow[],
  { now, lines }: { now: Instant; lines: boolean },
): Promise<Subscription[]> {
  const customers = await db
    .selectFrom('customers')
    .select(['id', 'external_id'])
    .where(inList('id', [...new Set(rows.map(({ customer_id }) => customer_id))]))
    .execute();
  const externalIdOf = new Map(customers.map(({ id, external_id }) => [id, external_id]));
  const linesOf = lines ? await linesBySubscription(db, rows) : null;
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
    ...currentPeriod(row, now),
    metadata: JSON.parse(row.metadata),
    ...baseOf(row),
    line_items: linesOf && (linesOf.get(row.id) ?? []),
  }));
}

/** One subscription with its line items. */
export async function subscriptionWithLines(
  db: Kysely<Schema>,
  row: SubscriptionRow,
  now: Instant,
): Promise<Subscription> {
  const [subscription] = await subscriptionsOf(db, [row], { now, lines: true });
  if (!subscription) throw new Error('a subscription that was just read is gone');
  return subscription;
}

async function linesBySubscription(db: Kysely<Schema>, rows: readonly SubscriptionRow[]) {
  const items = await lineItemsOf(
    db,
    rows.map(({ id }) => id),
  );
  const linesOf = new Map<string, LineItem[]>();
  for (const item of items) {
    const lines = linesOf.get(item.subscription_id);
    if (lines) lines.push(item);
    else linesOf.set(item.subscription_id, [item]);
  }
  return linesOf;
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
