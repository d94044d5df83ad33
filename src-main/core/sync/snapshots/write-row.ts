import type Database from 'better-sqlite3';
import { prepared } from '../../store/prepared';

type Columns = Readonly<Record<string, string | number | null>>;

/** Inserts a row of these columns. */
export function insertRow(sqlite: Database.Database, table: string, columns: Columns): void {
  const names = Object.keys(columns).sort();
  const sql = `insert into ${table} (${names.join(', ')}) values (${names.map((name) => `@${name}`).join(', ')})`;
  prepared(sqlite, sql).run(columns);
}

/** Sets these columns of a row. */
export function updateRow(sqlite: Database.Database, table: string, id: string, columns: Columns): void {
  const names = Object.keys(columns).sort();
  const sql = `update ${table} set ${names.map((name) => `${name} = @${name}`).join(', ')} where id = @id`;
  prepared(sqlite, sql).run({ ...columns, id });
}
