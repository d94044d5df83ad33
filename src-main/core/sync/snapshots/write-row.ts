import type Database from 'better-sqlite3';
import { type BlockWriter, blockWriter } from '../../store/block-writer';
import { prepared } from '../../store/prepared';

export type Columns = Readonly<Record<string, string | number | null>>;

interface Insert {
  names: readonly string[];
  statement: Database.Statement;
}

/** The last insert into each table: rows come by the thousand, with the same columns in the same order. */
const lastInserts = new WeakMap<Database.Database, Map<string, Insert>>();

/** Inserts a row of these columns, given in parts: putting ten thousands of them together first takes its time. */
export function insertRow(sqlite: Database.Database, table: string, ...parts: readonly Columns[]): void {
  const names: string[] = [];
  const values: Columns[string][] = [];
  for (const part of parts) {
    for (const name of Object.keys(part)) {
      names.push(name);
      values.push(part[name] ?? null);
    }
  }
  let inserts = lastInserts.get(sqlite);
  if (!inserts) {
    inserts = new Map();
    lastInserts.set(sqlite, inserts);
  }
  let insert = inserts.get(table);
  if (insert?.names.length !== names.length || !names.every((name, at) => name === insert?.names[at])) {
    const sql = `insert into ${table} (${names.join(', ')}) values (${names.map(() => '?').join(', ')})`;
    insert = { names, statement: prepared(sqlite, sql) };
    inserts.set(table, insert);
  }
  insert.statement.run(values);
}

export interface RowInserts {
  add(...parts: readonly Columns[]): void;
  flush(): void;
}

/** Inserts rows that are given in the same parts with the same columns in the same order, many with one statement. */
export function rowInserts(sqlite: Database.Database, table: string): RowInserts {
  let block: BlockWriter | null = null;
  return {
    add(...parts) {
      const values: Columns[string][] = [];
      for (const part of parts) for (const name of Object.keys(part)) values.push(part[name] ?? null);
      block ??= blockFor(sqlite, table, parts);
      block.add(values);
    },
    flush: () => block?.flush(),
  };
}

function blockFor(sqlite: Database.Database, table: string, parts: readonly Columns[]): BlockWriter {
  const names = parts.flatMap((part) => Object.keys(part));
  const insert = `insert into ${table} (${names.join(', ')})`;
  return blockWriter(sqlite, { insert, columns: names.length, onConflict: '' });
}

/** Sets these columns of a row. */
export function updateRow(sqlite: Database.Database, table: string, id: string, columns: Columns): void {
  const names = Object.keys(columns).sort();
  const sql = `update ${table} set ${names.map((name) => `${name} = @${name}`).join(', ')} where id = @id`;
  prepared(sqlite, sql).run({ ...columns, id });
}
