import type Database from 'better-sqlite3';
import { prepared } from './prepared';

/** Rows per statement: every call into SQLite costs about as much as a row. */
const rowsPerBlock = 32;

/** Writes rows of one shape, a block of them with each statement. What was added is written after `flush` only. */
export interface BlockWriter {
  add(values: readonly unknown[]): void;
  flush(): void;
}

/** A statement that ends after its `values`, the number of columns of a row, and what follows the rows. Fixed texts only. */
export interface BlockSql {
  insert: string;
  columns: number;
  onConflict: string;
}

/** Two rows with one key may be in a block: they are written one after the other. */
export function blockWriter(sqlite: Database.Database, { insert, columns, onConflict }: BlockSql): BlockWriter {
  const row = `(${Array(columns).fill('?').join(', ')})`;
  const statementFor = (rows: number) =>
    prepared(sqlite, `${insert} values ${Array(rows).fill(row).join(', ')} ${onConflict}`);
  const block = statementFor(rowsPerBlock);
  const one = statementFor(1);
  const params: unknown[] = [];
  const full = rowsPerBlock * columns;
  return {
    add(values) {
      for (const value of values) params.push(value);
      if (params.length < full) return;
      block.run(params);
      params.length = 0;
    },
    flush() {
      for (let from = 0; from < params.length; from += columns) one.run(params.slice(from, from + columns));
      params.length = 0;
    },
  };
}
