import type { Assignment } from '@shared/entities/customer-plan';
import { prepared } from '../store/prepared';
import type { Tx } from '../store/write';
import { usageOfNewSubscriptions } from '../usage/after-catalog-change';
import { endOfSubscription } from './plan-world';
import { retimeLinesOf } from './retime-subscriptions';

/** Subscriptions of a customer that were taken off a plan together, as the newest of those alike. */
const takenOffSql = `
  with alike as (
    select s.id, s.updated_at from subscriptions s
    where s.customer_id = @customer_id and s.plan_id = @plan_id and s.status = 'archived'
      and s.start_date = @start_date and ${endOfSubscription} is @end_date)
  select id from alike where updated_at = (select max(updated_at) from alike)`;

/**
 * Puts customers back on plans that they were taken off, by the very subscriptions they had: with the versions of prices
 * that a new one would not take, and what was committed. Answers which of them there are none for.
 */
export async function restoreSubscriptions<T extends { customer_id: string | null; to: Assignment }>(
  tx: Tx,
  wanted: readonly T[],
): Promise<T[]> {
  const find = prepared(tx.sqlite, takenOffSql).pluck();
  const missing: T[] = [];
  const ids: string[] = [];
  for (const one of wanted) {
    const found = one.customer_id ? (find.all({ customer_id: one.customer_id, ...one.to }) as string[]) : [];
    if (found.length === 0) missing.push(one);
    ids.push(...found);
  }
  if (ids.length === 0) return missing;
  const { updated_at, updated_by } = tx.touch();
  const list = JSON.stringify(ids);
  // Line items go with their subscription only: each that is archived was taken off with it.
  for (const [table, key] of [
    ['subscriptions', 'id'],
    ['line_items', 'subscription_id'],
  ]) {
    tx.sqlite
      .prepare(`
        update ${table} set status = 'published', updated_at = ?, updated_by = ?
        where ${key} in (select value from json_each(?)) and status = 'archived'`)
      .run(updated_at, updated_by, list);
  }
  await retimeLinesOf(tx, ids);
  usageOfNewSubscriptions(tx, ids);
  await tx.recordMany(
    'subscription',
    'update',
    ids.map((id) => ({ id, fields: { status: { from: 'archived', to: 'published' } } })),
  );
  return missing;
}
