import type Database from 'better-sqlite3';
import type { BatchTexts, EventBatch } from './event-batch';

/** Rows per insert statement: every call into SQLite costs about as much as a row. */
const largeBlock = 128;
const smallBlock = 16;

/** The numbers that rows carry instead of their names. */
export interface NumberedRows {
  eventName(row: number): number;
  customer(row: number): number;
  source(row: number): number;
}

/** Rows [from, from + count) of a batch. */
export interface RowsToInsert {
  batch: EventBatch;
  rows: NumberedRows;
  texts: BatchTexts;
  from: number;
  count: number;
  ingested_at: number;
}

export interface EventInserts {
  /** How many rows from one on, of those before `end`, go into one statement well; null when they have to go one by one. */
  blockAt(batch: EventBatch, from: number, end: number): number | null;
  /** Inserts rows whose event ids are not stored yet; `count` is what `blockAt` said. */
  insertBlock(rows: RowsToInsert): void;
  insertOne(rows: Omit<RowsToInsert, 'count'>): void;
}

/** What all rows of a statement have in common, beyond the environment: given once instead of with each. */
type Shared = 'nothing' | 'name' | 'name and source';

/**
 * A statement and its values, in a list that is filled again for every block. They are handed over one by one: reading
 * them out of a list takes SQLite's binding half as long again.
 */
interface BlockStatement {
  sql: Database.Statement;
  params: (number | string)[];
}

/**
 * Writes the event rows of an environment. What rows share is given once, because each value that is handed over costs
 * SQLite nearly as much as storing it: the event name (rows come in the order of their names), and the source.
 */
export function eventInserts(sqlite: Database.Database, environment: number): EventInserts {
  const statements = new Map<string, BlockStatement>();

  function statement(count: number, shared: Shared): BlockStatement {
    const key = `${count} ${shared}`;
    let known = statements.get(key);
    if (!known) {
      const rows = Array(count).fill(`(@ingested_at, ${environment}, ?, ?, ?, ?, ${ownSql[shared]})`);
      // A statement that may not keep what it wrote before it failed copies every page first that it writes to; so does one
      // that calls any function.
      known = { sql: sqlite.prepare(`insert or fail into ${columns} values ${rows.join(', ')}`), params: [] };
      statements.set(key, known);
    }
    return known;
  }

  function run({ batch, rows, texts, from, count, ingested_at }: RowsToInsert, shared: Shared): void {
    const { timestamp } = batch;
    const { sql, params } = statement(count, shared);
    let place = 0;
    for (let row = from; row < from + count; row += 1) {
      params[place] = texts.eventId(row);
      params[place + 1] = timestamp[row] ?? 0;
      params[place + 2] = rows.customer(row);
      params[place + 3] = texts.properties(row);
      place += 4;
      if (shared !== 'name and source') params[place++] = rows.source(row);
      if (shared === 'nothing') params[place++] = rows.eventName(row);
    }
    const once: Record<string, number> = { ingested_at };
    if (shared !== 'nothing') once.event_name = rows.eventName(from);
    if (shared === 'name and source') once.source = rows.source(from);
    sql.run(...params, once);
  }

  return {
    blockAt(batch, from, end) {
      const left = end - from;
      if (left < smallBlock) return null;
      const alike = rowsAlike(batch, from, Math.min(end, from + largeBlock));
      if (alike === largeBlock) return largeBlock;
      if (alike >= smallBlock || left < largeBlock) return smallBlock;
      // The last few rows of a name, after which a long stretch of another begins; or all stretches are short.
      return rowsAlike(batch, from + alike, from + largeBlock) >= smallBlock ? smallBlock : largeBlock;
    },
    insertBlock: (rows) => run(rows, sharedBy(rows)),
    insertOne: (row) => run({ ...row, count: 1 }, 'nothing'),
  };
}

const columns = 'events (ingested_at, environment, event_id, timestamp, customer, properties, source, event_name)';

/** The source and the event name. */
const ownSql: Record<Shared, string> = {
  nothing: '?, ?',
  name: '?, @event_name',
  'name and source': '@source, @event_name',
};

/** How many rows from one on are of one event name. */
function rowsAlike({ event_name }: EventBatch, from: number, end: number): number {
  let row = from + 1;
  while (row < end && event_name[row] === event_name[from]) row += 1;
  return row - from;
}

function sharedBy({ batch, from, count }: RowsToInsert): Shared {
  if (rowsAlike(batch, from, from + count) < count) return 'nothing';
  for (let row = from + 1; row < from + count; row += 1) if (batch.source[row] !== batch.source[from]) return 'name';
  return 'name and source';
}
