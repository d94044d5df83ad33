import type Database from 'better-sqlite3';
import type { EventBatch } from './event-batch';

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
  from: number;
  count: number;
  ingested_at: number;
}

export interface EventInserts {
  /** How many rows from one on, of those before `end`, go into one statement well; null when they have to go one by one. */
  blockAt(batch: EventBatch, from: number, end: number): number | null;
  /** Inserts up to the first row whose event id is stored already; answers how many. `count` is what `blockAt` said. */
  insertBlock(rows: RowsToInsert): number;
  insertOne(rows: Omit<RowsToInsert, 'count'>): boolean;
}

/**
 * What becomes of a statement at a row that is stored already. It fails with the rows before it kept: to be able to take
 * them back, SQLite would copy every page first that the statement writes to, nearly one for each row in the index.
 */
type Otherwise = 'fail' | 'ignore';

/** What all rows of a statement have in common, beyond the environment: given once instead of with each. */
type Shared = 'nothing' | 'name' | 'name and source';

/**
 * Writes the event rows of an environment. Texts go in as bytes, many rows' in one piece. What rows share is given once,
 * because each value that is handed over costs SQLite nearly as much as storing it: the event name and the length of the
 * id (rows come in the order of their names, and ids are mostly of one make), and the source.
 */
export function eventInserts(sqlite: Database.Database, environment: number): EventInserts {
  const statements = new Map<string, Database.Statement>();
  const params: number[] = [];
  const insertedRows = sqlite.prepare<[], number>('select changes()').pluck();

  function statement(count: number, shared: Shared, or: Otherwise): Database.Statement {
    const key = `${count} ${shared} ${or}`;
    let known = statements.get(key);
    if (!known) {
      const rows = Array.from({ length: count }, (_, row) => rowSql(row, shared, environment));
      known = sqlite.prepare(`insert or ${or} into ${columns} values ${rows.join(', ')}`);
      statements.set(key, known);
    }
    return known;
  }

  function run({ batch, rows, from, count, ingested_at }: RowsToInsert, shared: Shared, or: Otherwise): number {
    const { timestamp, event_ids, event_id_end, properties, properties_end } = batch;
    const idsStart = event_id_end[from - 1] ?? 0;
    const propertiesStart = properties_end[from - 1] ?? 0;
    params.length = 0;
    for (let row = from; row < from + count; row += 1) {
      params.push(timestamp[row] ?? 0, rows.customer(row));
      pushPlace(params, properties_end, row, propertiesStart);
      if (shared !== 'name and source') params.push(rows.source(row));
      if (shared !== 'nothing') continue;
      params.push(rows.eventName(row));
      pushPlace(params, event_id_end, row, idsStart);
    }
    const once: Record<string, unknown> = {
      event_ids: event_ids.subarray(idsStart, event_id_end[from + count - 1]),
      properties: properties.subarray(propertiesStart, properties_end[from + count - 1]),
      ingested_at,
    };
    if (shared !== 'nothing') {
      once.event_name = rows.eventName(from);
      once.id_length = (event_id_end[from] ?? 0) - idsStart;
    }
    if (shared === 'name and source') once.source = rows.source(from);
    return statement(count, shared, or).run(params, once).changes;
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
    insertBlock(rows) {
      try {
        return run(rows, sharedBy(rows), 'fail');
      } catch (error) {
        if (!isKnown(error)) throw error;
        return insertedRows.get() ?? 0;
      }
    },
    insertOne: (row) => run({ ...row, count: 1 }, 'nothing', 'ignore') === 1,
  };
}

const columns = 'events (ingested_at, environment, timestamp, customer, properties, source, event_name, event_id)';

/** An event id, or a whole key, that is stored already. */
const isKnown = (error: unknown): boolean =>
  ['SQLITE_CONSTRAINT_UNIQUE', 'SQLITE_CONSTRAINT_PRIMARYKEY'].includes((error as { code?: string }).code ?? '');

function rowSql(row: number, shared: Shared, environment: number): string {
  const any = shared === 'nothing';
  return `(@ingested_at, ${environment}, ?, ?, ${textAt('@properties', '?', '?')},
    ${shared === 'name and source' ? '@source' : '?'}, ${any ? '?' : '@event_name'},
    ${any ? textAt('@event_ids', '?', '?') : textAt('@event_ids', `${row} * @id_length + 1`, '@id_length')})`;
}

const textAt = (texts: string, start: string, length: string) => `cast(substr(${texts}, ${start}, ${length}) as text)`;

/** Where a row's text is, counted from 1 as SQLite does, and its length. */
function pushPlace(params: number[], ends: Uint32Array, row: number, start: number): void {
  const at = ends[row - 1] ?? 0;
  params.push(at - start + 1, (ends[row] ?? 0) - at);
}

/** How many rows from one on are of one event name and have ids of one length. */
function rowsAlike({ event_name, event_id_end }: EventBatch, from: number, end: number): number {
  const length = (event_id_end[from] ?? 0) - (event_id_end[from - 1] ?? 0);
  let row = from + 1;
  while (
    row < end &&
    event_name[row] === event_name[from] &&
    (event_id_end[row] ?? 0) - (event_id_end[row - 1] ?? 0) === length
  ) {
    row += 1;
  }
  return row - from;
}

function sharedBy({ batch, from, count }: RowsToInsert): Shared {
  if (rowsAlike(batch, from, from + count) < count) return 'nothing';
  for (let row = from + 1; row < from + count; row += 1) if (batch.source[row] !== batch.source[from]) return 'name';
  return 'name and source';
}
