import type Database from 'better-sqlite3';
import { packColumns } from '../store/packed-columns';
import { prepared } from '../store/prepared';

/** What a price charges for is a packed table of these: customer, start, end (epoch milliseconds) and line item. */
export const columnsOfCharges = 4;

/** Whom a price charges and when, as it is kept; null when it is not. What is there is right. */
export const keptCharges = (sqlite: Database.Database, price: number): Buffer<ArrayBuffer> | null =>
  (prepared(sqlite, 'select windows from charge_columns where price = ?').pluck().get(price) as
    | Buffer<ArrayBuffer>
    | undefined) ?? null;

const missingSql = `
  select number from prices p where environment_id = ? and type = 'USAGE'
    and not exists (select 1 from charge_columns where price = p.number)
    and exists (select 1 from charge_windows where price = p.number)`;

/** The prices of an environment of which it is not kept. */
export const chargesToKeep = (sqlite: Database.Database, environment_id: string): number[] =>
  prepared(sqlite, missingSql).pluck().all(environment_id) as number[];

const windowsSql = `
  select customer, start, end, line_item from charge_windows where price = ? order by customer, start, end, line_item`;

/** Keeps whom a price charges. Part of a transaction. */
export function keepCharges(sqlite: Database.Database, price: number): void {
  const rows = prepared(sqlite, windowsSql).raw().all(price) as number[][];
  const columns = Array.from({ length: columnsOfCharges }, (_, column) =>
    Float64Array.from(rows, (row) => row[column] ?? 0),
  );
  prepared(sqlite, 'insert or replace into charge_columns (price, windows) values (?, ?)').run(
    price,
    packColumns(columns),
  );
}
