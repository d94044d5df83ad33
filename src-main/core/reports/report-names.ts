import { archivedMark } from '@shared/rules/customer-name';
import type { Store } from '../store/open';
import { prepared } from '../store/prepared';

/** What prices without a group are called together. */
export const noGroupName = 'No group';

/** What a customer is called; `external_id` is what its events say. */
export interface CustomerName {
  id: string;
  name: string;
  external_id: string;
}

const customersSql = `
  select id, external_id,
    iif(status = 'archived', iif(name = '', external_id, name) || '${archivedMark}', name) as name from customers
  where environment_id = ? and id in (select value from json_each(?))`;

/** The names of some customers by id; archived ones are marked. */
export function customerNames(
  { sqlite }: Store,
  environment_id: string,
  ids: readonly string[],
): Map<string, CustomerName> {
  const rows = prepared(sqlite, customersSql).all(environment_id, JSON.stringify(ids)) as CustomerName[];
  return new Map(rows.map((row) => [row.id, row]));
}

/** A customer as events know it; id and name are null when there is none with this external id. */
export interface NumberedCustomer {
  number: number;
  external_id: string;
  id: string | null;
  name: string | null;
}

const numberedSql = `
  select ec.number, ec.external_id, c.id, c.name from event_customers ec
  left join customers c on c.environment_id = ec.environment_id and c.external_id = ec.external_id
    and c.status = 'published'
  where ec.number in (select value from json_each(?))`;

/** The customers behind some numbers of the event table, by number. */
export function numberedCustomers({ sqlite }: Store, numbers: readonly number[]): Map<number, NumberedCustomer> {
  const rows = prepared(sqlite, numberedSql).all(JSON.stringify(numbers)) as NumberedCustomer[];
  return new Map(rows.map((row) => [row.number, row]));
}

/** Name and lookup key of every plan by id, archived ones too. */
export function planNames(
  { sqlite }: Store,
  environment_id: string,
): Map<string, { name: string; lookup_key: string }> {
  const rows = prepared(sqlite, 'select id, name, lookup_key from plans where environment_id = ?').all(
    environment_id,
  ) as { id: string; name: string; lookup_key: string }[];
  return new Map(rows.map((row) => [row.id, row]));
}
