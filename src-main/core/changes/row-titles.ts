import type { HistoryEntity } from '@shared/entities/history';
import type { Kysely } from 'kysely';
import { type Entity, rowsById } from '../store/rows-by-id';
import type { Schema } from '../store/schema';

/** What a row is called now, the plan it belongs to, and what its amounts are in; of a subscription the customer is its name. */
export interface RowTitle {
  name: string;
  of: string | null;
  currency: string | null;
}

interface NamedRow {
  entity: HistoryEntity;
  id: string;
}

/** What rows of any kind are called now, by their ids; those that are gone are left out. */
export function rowTitles(db: Kysely<Schema>, rows: readonly NamedRow[]): Map<string, RowTitle> {
  const read = <T extends Entity>(table: T, entity: HistoryEntity) =>
    rowsById(db, table, [...new Set(rows.filter((row) => row.entity === entity).map(({ id }) => id))]);
  const prices = read('prices', 'price');
  const subscriptions = read('subscriptions', 'subscription');
  const planIds = [...prices.map(({ entity_id }) => entity_id), ...subscriptions.map(({ plan_id }) => plan_id)];
  const plans = new Map(rowsById(db, 'plans', planIds).map(({ id, name }) => [id, name]));
  const customerOf = new Map(
    rowsById(
      db,
      'customers',
      subscriptions.map(({ customer_id }) => customer_id),
    ).map((row) => [row.id, customerName(row)]),
  );
  const titles = new Map<string, RowTitle>();
  for (const { id, name } of [...read('groups', 'group'), ...read('plans', 'plan')]) titles.set(id, { ...plain, name });
  for (const { id, name } of [...read('features', 'feature'), ...read('meters', 'meter')])
    titles.set(id, { ...plain, name });
  for (const row of read('customers', 'customer')) titles.set(row.id, { ...plain, name: customerName(row) });
  for (const { id, display_name, lookup_key, entity_id, currency } of prices)
    titles.set(id, { name: display_name || lookup_key, of: plans.get(entity_id) ?? null, currency });
  for (const { id, customer_id, plan_id } of subscriptions)
    titles.set(id, { ...plain, name: customerOf.get(customer_id) ?? '', of: plans.get(plan_id) ?? null });
  return titles;
}

const plain = { of: null, currency: null };
const customerName = ({ name, external_id }: { name: string; external_id: string }): string => name || external_id;
