import type Database from 'better-sqlite3';
import { prepared } from './prepared';

/**
 * Rows per statement: every call into SQLite costs about as much as a row, and a statement of many rows writes the pages
 * that it could have to take back. Longest first, down to one.
 */
const blockSizes = [128, 32, 8, 1] as const;

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
  // Put together when there is a use for it: most edits write one row.
  const statements = blockSizes.map((rows) => {
    let statement: Database.Statement | undefined;
    return {
      values: rows * columns,
      run(values: readonly unknown[]) {
        statement ??= statementFor(rows);
        statement.run(values);
      },
    };
  });
  const params: unknown[] = [];
  const full = blockSizes[0] * columns;
  return {
    add(values) {
      for (const value of values) params.push(value);
      if (params.length < full) return;
      statements[0]?.run(params);
      params.length = 0;
    },
    flush() {
      let from = 0;
      for (const { values, run } of statements) {
        for (; params.length - from >= values; from += values) run(params.slice(from, from + values));
      }
      params.length = 0;
    },
  };
}
