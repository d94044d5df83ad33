import type Database from 'better-sqlite3';
import { prepared } from '../store/prepared';

const addSql = 'insert into event_customers (environment_id, external_id) values (?, ?)';

const chargeSql = `
  insert into charge_windows (line_item, price, meter, customer, start, end)
  select line_item, price, meter, customer, start, end from charge_windows_now
  where customer in (select value from json_each(?))`;

/**
 * Gives customers that have no number yet the numbers that events carry, in their order, and writes down what charges
 * for their usage, should anything. Those on a plan have theirs already: see `meetAwaited`. Part of one transaction.
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

const metSql = `
  update event_customers set is_awaited = 0 where is_awaited = 1 and number in (select value from json_each(?))`;

/** Notes that events name these customers, by number. Part of one transaction. */
export function meetAwaited(sqlite: Database.Database, numbers: readonly number[]): void {
  if (numbers.length > 0) prepared(sqlite, metSql).run(JSON.stringify(numbers));
}
