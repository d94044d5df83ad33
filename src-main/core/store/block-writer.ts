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

/** Ways of telling a block's rows apart that are kept for each statement: a long one takes a hundred kilobytes. */
const mostAlike = 6;

/** A statement that ends after its `values`, and what follows the rows. Fixed texts only. */
export interface BlockSql {
  insert: string;
  /** How many values each row has of its own. */
  columns: number;
  /** Names of what all rows have alike, in the columns after those: handing a value over costs about what writing it does. */
  shared?: readonly string[];
  /** Whether rows that follow each other often have the same in some columns: what a block has alike is handed over once. */
  oftenAlike?: boolean;
  onConflict: string;
}

interface Block {
  /** Values that a statement takes. */
  values: number;
  sql: string;
  /** Prepared when there is a use for it: most edits write one row. */
  statement?: Database.Statement;
  alike: AlikeBlocks;
}

/** Statements of a block by what its rows have alike, a bit for each column. */
type AlikeBlocks = Map<number, Database.Statement>;

/** Statements of a connection by how they begin: putting their long texts together, only to look them up, takes its time. */
const known = new WeakMap<Database.Database, Map<string, Block[]>>();

const textOf = (rows: number, own: readonly string[], { insert, shared = [], onConflict }: BlockSql): string => {
  const row = `(${[...own, ...shared.map((name) => `@${name}`)].join(', ')})`;
  return `${insert} values ${Array(rows).fill(row).join(', ')} ${onConflict}`;
};

function blocksOf(sqlite: Database.Database, sql: BlockSql): Block[] {
  const { insert, columns, onConflict } = sql;
  let blocks = known.get(sqlite);
  if (!blocks) {
    blocks = new Map();
    known.set(sqlite, blocks);
  }
  const key = `${insert} ${onConflict}`;
  let found = blocks.get(key);
  if (!found) {
    const own = Array(columns).fill('?');
    found = blockSizes.map((rows) => ({ values: rows * columns, sql: textOf(rows, own, sql), alike: new Map() }));
    blocks.set(key, found);
  }
  return found;
}

/** Which of the first columns have one value in all rows, a bit for each. */
function alikeIn(values: readonly unknown[], columns: number): number {
  let alike = 0;
  for (let column = 0; column < Math.min(columns, 31); column += 1) {
    let place = column + columns;
    while (place < values.length && values[place] === values[column]) place += columns;
    if (place >= values.length) alike |= 1 << column;
  }
  return alike;
}

const isAlike = (alike: number, column: number): boolean => ((alike >>> column) & 1) === 1;

/** Of the statements there are the one that takes the fewest values of a block, should there be no place for its own. */
function nearestTo(alike: number, known: AlikeBlocks): number {
  if (known.has(alike) || known.size < mostAlike) return alike;
  const bits = (of: number) => of.toString(2).replaceAll('0', '').length;
  return [...known.keys()].filter((one) => (one & ~alike) === 0).sort((a, b) => bits(b) - bits(a))[0] ?? 0;
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
  const { columns } = sql;
  const [longest] = blocks;
  const full = longest?.values ?? 0;
  /** The values at hand are the first `filled`: a list that is emptied gives its room back and has to grow again. */
  const params: unknown[] = [];
  let filled = 0;
  /** Lists of values by their length, filled again and again for the same reason. */
  const lists = new Map<number, unknown[]>();
  function listOf(length: number): unknown[] {
    let list = lists.get(length);
    if (!list) {
      list = Array(length).fill(null);
      lists.set(length, list);
    }
    return list;
  }
  // One by one: reading values out of a list takes SQLite's binding half as long again.
  function run(block: Block, values: readonly unknown[]): void {
    const { alike } = block;
    const isOne = block.values === columns;
    const same = sql.oftenAlike && !isOne ? nearestTo(alikeIn(values, columns), alike) : 0;
    if (same === 0) {
      block.statement ??= sqlite.prepare(block.sql);
      block.statement.run(...values, shared);
      return;
    }
    let statement = alike.get(same);
    if (!statement) {
      const own = Array.from({ length: columns }, (_, column) => (isAlike(same, column) ? `@alike${column}` : '?'));
      statement = sqlite.prepare(textOf(block.values / columns, own, sql));
      alike.set(same, statement);
    }
    const once: Record<string, unknown> = { ...shared };
    const differing: number[] = [];
    for (let column = 0; column < columns; column += 1) {
      if (isAlike(same, column)) once[`alike${column}`] = values[column];
      else differing.push(column);
    }
    const own = listOf((values.length / columns) * differing.length);
    let place = 0;
    for (let row = 0; row < values.length; row += columns) {
      for (let at = 0; at < differing.length; at += 1) own[place++] = values[row + (differing[at] ?? 0)];
    }
    statement.run(...own, once);
  }
  return {
    add(values, more) {
      for (let place = 0; place < values.length; place += 1) params[filled++] = values[place];
      if (more) for (let place = 0; place < more.length; place += 1) params[filled++] = more[place];
      if (filled < full || !longest) return;
      run(longest, params);
      filled = 0;
    },
    flush() {
      let from = 0;
      for (const block of blocks) {
        for (; filled - from >= block.values; from += block.values) {
          run(block, params.slice(from, from + block.values));
        }
      }
      filled = 0;
    },
  };
}
