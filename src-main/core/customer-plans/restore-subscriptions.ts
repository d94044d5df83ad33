import type { Assignment } from '@shared/entities/customer-plan';
import type { Tx } from '../store/write';
import { usageOfNewSubscriptions } from '../usage/after-catalog-change';
import { retimeLinesOf } from './retime-subscriptions';
import { takenOff } from './taken-off';

/**
 * Puts customers back on plans that they were taken off, by the very subscriptions they had: with the versions of prices
 * that a new one would not take, and what was committed. Answers which of them there are none for.
 */
export async function restoreSubscriptions<T extends { customer_id: string | null; to: Assignment }>(
  tx: Tx,
  wanted: readonly T[],
): Promise<T[]> {
  const missing: T[] = [];
  const ids: string[] = [];
  for (const one of wanted) {
    const found = one.customer_id ? takenOff(tx.sqlite, one.customer_id, one.to) : [];
    if (found.length === 0) missing.push(one);
    ids.push(...found.map(({ id }) => id));
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
  await retimeLinesOf(tx, new Map(ids.map((id) => [id, null])));
  usageOfNewSubscriptions(tx, ids);
  await tx.recordMany(
    'subscription',
    'update',
    ids.map((id) => ({ id, fields: { status: { from: 'archived', to: 'published' } } })),
  );
  return missing;
}
