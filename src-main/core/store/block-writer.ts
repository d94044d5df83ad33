import type Database from 'better-sqlite3';

/**
 * Rows per statement: every call into SQLite costs about as much as a row, and a statement of many rows writes the pages
 * that it could have to take back. Longest first, down to one.
 */
const blockSizes = [128, 32, 8, 1] as const;

/**
 * Writes rows of one shape, a block of them with each statement; `more` is the rest of a row's values. What was added is
 * written after `flush` only.
 */
export interface BlockWriter {
  add(values: readonly unknown[], more?: readonly unknown[]): void;
  flush(): void;
}

/** A statement that ends after its `values`, and what follows the rows. Fixed texts only. */
export interface BlockSql {
  insert: string;
  /** How many values each row has of its own. */
  columns: number;
  /** Names of what all rows have alike, in the columns after those: handing a value over costs about what writing it does. */
  shared?: readonly string[];
  onConflict: string;
}

interface Block {
  /** Values that a statement takes. */
  values: number;
  sql: string;
  /** Prepared when there is a use for it: most edits write one row. */
  statement?: Database.Statement;
}

/** Statements of a connection by how they begin: putting their long texts together, only to look them up, takes its time. */
const known = new WeakMap<Database.Database, Map<string, Block[]>>();

function blocksOf(sqlite: Database.Database, { insert, columns, shared = [], onConflict }: BlockSql): Block[] {
  let blocks = known.get(sqlite);
  if (!blocks) {
    blocks = new Map();
    known.set(sqlite, blocks);
  }
  const key = `${insert} ${onConflict}`;
  let found = blocks.get(key);
  if (!found) {
    const row = `(${[...Array(columns).fill('?'), ...shared.map((name) => `@${name}`)].join(', ')})`;
    found = blockSizes.map((rows) => ({
      values: rows * columns,
      sql: `${insert} values ${Array(rows).fill(row).join(', ')} ${onConflict}`,
    }));
    blocks.set(key, found);
  }
  return found;
}

/**
 * Two rows with one key may be in a block: they are written one after the other. `shared` has the values of the columns of
 * that name.
 */
export function blockWriter(
  sqlite: Database.Database,
  sql: BlockSql,
  shared: Readonly<Record<string, unknown>> = {},
): BlockWriter {
  const blocks = blocksOf(sqlite, sql);
  const [longest] = blocks;
  const full = longest?.values ?? 0;
  const params: unknown[] = [];
  function run(block: Block, values: readonly unknown[]): void {
    block.statement ??= sqlite.prepare(block.sql);
    block.statement.run(values, shared);
  }
  return {
    add(values, more) {
      for (let place = 0; place < values.length; place += 1) params.push(values[place]);
      if (more) for (let place = 0; place < more.length; place += 1) params.push(more[place]);
      if (params.length < full || !longest) return;
      run(longest, params);
      params.length = 0;
    },
    flush() {
      let from = 0;
      for (const block of blocks) {
        for (; params.length - from >= block.values; from += block.values) {
          run(block, params.slice(from, from + block.values));
        }
      }
      params.length = 0;
    },
  };
}
