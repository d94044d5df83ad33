import type { Plan } from '@shared/entities/plan';
import type { Price } from '@shared/entities/price';
import { notFound } from '@shared/errors';
import type { Kysely } from 'kysely';
import { inList } from '../list/in-list';
import { expandPrices } from '../prices/expand-prices';
import { findRow } from '../store/find-row';
import type { Schema } from '../store/schema';
import { ownPlanOf, type PlanRow } from './own-plan';

/** A plan of this environment, archived or not; 404 when there is none. */
export async function loadPlan(db: Kysely<Schema>, environment_id: string, id: string): Promise<PlanRow> {
  const row = await findRow(db, 'plans', environment_id, id);
  if (!row) throw notFound(`Plan with ID ${id} was not found`);
  return row;
}

/** Which prices come nested: none, the live ones (searches) or all published ones (get, wire contract 4.2). */
export type NestedPrices = 'none' | 'live' | 'all';

/** Plans as the wire shows them, with how many live prices and subscriptions each has. `now` is an instant. */
export async function plansOf(
  db: Kysely<Schema>,
  rows: readonly PlanRow[],
  { now, prices }: { now: string; prices: NestedPrices },
): Promise<Plan[]> {
  const ids = rows.map(({ id }) => id);
  const priceCounts = await livePriceCounts(db, ids, now);
  const subscriptionCounts = await liveSubscriptionCounts(db, ids);
  const pricesOf = prices === 'none' ? null : await nestedPrices(db, ids, prices === 'live' ? now : null);
  return rows.map((row) => ({
    ...ownPlanOf(row),
    prices: pricesOf ? (pricesOf.get(row.id) ?? []) : null,
    price_count: priceCounts.get(row.id) ?? 0,
    subscription_count: subscriptionCounts.get(row.id) ?? 0,
  }));
}

/** One plan as the wire shows it. */
export async function planOf(
  db: Kysely<Schema>,
  row: PlanRow,
  options: { now: string; prices: NestedPrices },
): Promise<Plan> {
  const [plan] = await plansOf(db, [row], options);
  if (!plan) throw new Error('a plan that was just read is gone');
  return plan;
}

async function livePriceCounts(db: Kysely<Schema>, ids: readonly string[], now: string): Promise<Map<string, number>> {
  const rows = await db
    .selectFrom('prices')
    .select(({ fn }) => ['entity_id', fn.countAll<number>().as('live')])
    .where(inList('entity_id', ids))
    .where('status', '=', 'published')
    .where(({ eb, or }) => or([eb('end_date', 'is', null), eb('end_date', '>', now)]))
    .groupBy('entity_id')
    .execute();
  return new Map(rows.map(({ entity_id, live }) => [entity_id, live]));
}

async function liveSubscriptionCounts(db: Kysely<Schema>, ids: readonly string[]): Promise<Map<string, number>> {
  const rows = await db
    .selectFrom('subscriptions')
    .select(({ fn }) => ['plan_id', fn.countAll<number>().as('live')])
    .where(inList('plan_id', ids))
    .where('status', '=', 'published')
    .where('subscription_status', '<>', 'cancelled')
    .groupBy('plan_id')
    .execute();
  return new Map(rows.map(({ plan_id, live }) => [plan_id, live]));
}

/** Published prices per plan with meter and group; with `liveAt` only those that have not ended by then. */
async function nestedPrices(
  db: Kysely<Schema>,
  ids: readonly string[],
  liveAt: string | null,
): Promise<Map<string, Price[]>> {
  const rows = await db
    .selectFrom('prices')
    .selectAll()
    .where(inList('entity_id', ids))
    .where('status', '=', 'published')
    .$if(liveAt !== null, (query) =>
      query.where(({ eb, or }) => or([eb('end_date', 'is', null), eb('end_date', '>', liveAt)])),
    )
    .orderBy('number')
    .execute();
  const prices = await expandPrices(db, rows, { meters: true, groups: true });
  return Map.groupBy(prices, (price) => price.entity_id);
}
