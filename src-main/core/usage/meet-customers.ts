import type Database from 'better-sqlite3';
import { prepared } from '../store/prepared';

const addSql = 'insert into event_customers (environment_id, external_id) values (?, ?)';

const chargeSql = `
  insert into charge_windows (line_item, price, meter, customer, start, end)
  select line_item, price, meter, customer, start, end from charge_windows_now
  where customer in (select value from json_each(?))`;

/**
 * Gives customers whom no event has named yet the numbers that events carry, in their order, and writes down what charges
 * for their usage. Part of one transaction. The only way in which rows get into `event_customers`.
 */
export function meetCustomers(
  sqlite: Database.Database,
  environment_id: string,
  external_ids: readonly string[],
): number[] {
  const add = prepared(sqlite, addSql);
  const numbers = external_ids.map((external_id) => Number(add.run(environment_id, external_id).lastInsertRowid));
  if (numbers.length > 0) prepared(sqlite, chargeSql).run(JSON.stringify(numbers));
  return numbers;
}
