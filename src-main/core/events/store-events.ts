import type { RowError } from '@shared/entities/job';
import type Database from 'better-sqlite3';
import { catalogVersion } from '../usage/catalog-version';
import { type MeterUsageRule, metersOf } from '../usage/meter-rules';
import { type RollUp, rollUp } from '../usage/roll-up';
import { usageEnvironment } from '../usage/usage-environment';
import type { EventBatch } from './event-batch';
import { numberedNames } from './numbered-names';

/** What became of a batch: rows that are new or replaced an event, and rows that were stored already as they are. */
export interface StoredCounts {
  accepted: number;
  known: number;
  /** Rows that were left out, because a meter could not count the number they hold. */
  refused: RowError[];
}

export interface EventStore {
  /** Stores batches in order inside the open transaction. `now` in epoch milliseconds. */
  store(batches: readonly EventBatch[], now: number): StoredCounts;
}

/** What is said of a number that a meter reads and cannot count. */
export const tooBig = 'This number is too big to be counted: at most 15 digits before the point are';

/** Rows per insert statement: every call into SQLite costs about as much as a row. */
const rowsPerInsert = 32;

interface StoredEvent {
  event_name: number;
  name: string;
  timestamp: number;
  customer: number;
  source: number;
  properties: string;
}

/**
 * Writes events of one environment with their roll-ups and counts. An event id that is stored already with the same
 * content changes nothing; with other content it replaces the stored event, whose usage leaves the roll-ups. Lives as
 * long as one transaction, or as an import whose every transaction commits: it remembers the numbers of names.
 */
export function eventStore(sqlite: Database.Database, environment_id: string): EventStore {
  const { number: environment } = usageEnvironment(sqlite, environment_id);
  const numbers = numberedNames(sqlite, environment_id);
  const insertBlock = blockInsert(sqlite, environment);
  const insertOne = singleInsert(sqlite, environment);
  const find = sqlite.prepare<[number, string], StoredEvent>(`
    select e.event_name, n.name, e.timestamp, e.customer, e.source, e.properties
    from events e join event_names n on n.number = e.event_name where e.environment = ? and e.event_id = ?
  `);
  const remove = sqlite.prepare('delete from events where event_name = ? and timestamp = ? and event_id = ?');
  const countName = sqlite.prepare(
    'update event_names set event_count = event_count + ?, ingested_at = max(ingested_at, ?) where number = ?',
  );
  let version = -1;
  let usage: RollUp;
  let refusalOf: RefusalOf;

  function store(batches: readonly EventBatch[], now: number): StoredCounts {
    if (version !== catalogVersion(sqlite)) {
      version = catalogVersion(sqlite);
      const meters = metersOf(sqlite, environment_id);
      usage = rollUp(sqlite, usageEnvironment(sqlite, environment_id), { meters, prices: true });
      refusalOf = refusalsBy(meters);
    }
    const stored: StoredCounts = { accepted: 0, known: 0, refused: [] };
    const added = new Map<number, number>();
    for (const batch of batches) storeBatch(batch, now, stored, added);
    usage.write();
    for (const [name, difference] of added) countName.run(difference, now, name);
    return stored;
  }

  /** Stores the rows of a batch and counts them in `stored` and, by event name, in `added`. */
  function storeBatch(batch: EventBatch, now: number, stored: StoredCounts, added: Map<number, number>) {
    const rows = numberedRows(batch);
    const params: unknown[] = [];

    function fill(from: number, count: number): unknown[] {
      params.length = 0;
      for (let row = from; row < from + count; row += 1) {
        params.push(
          rows.eventName(row),
          batch.timestamp[row],
          batch.event_id[row],
          rows.customer(row),
          rows.source(row),
          batch.properties[row],
          now,
        );
      }
      return params;
    }

    function addRow(row: number) {
      const name = rows.eventName(row);
      added.set(name, (added.get(name) ?? 0) + 1);
      usage.count(rows.fact(row), 1);
      stored.accepted += 1;
    }

    /** The slow way, for rows of which at least one is stored already. */
    function storeOne(row: number) {
      if (insertOne(fill(row, 1))) return addRow(row);
      const before = find.get(environment, batch.event_id[row] ?? '');
      if (!before) throw new Error('an event was refused although its id is new');
      const same =
        before.event_name === rows.eventName(row) &&
        before.timestamp === batch.timestamp[row] &&
        before.customer === rows.customer(row) &&
        before.source === rows.source(row) &&
        before.properties === batch.properties[row];
      if (same) {
        stored.known += 1;
        return;
      }
      remove.run(before.event_name, before.timestamp, batch.event_id[row]);
      added.set(before.event_name, (added.get(before.event_name) ?? 0) - 1);
      usage.count({ ...before, event_name: before.name }, -1);
      insertOne(fill(row, 1));
      addRow(row);
    }

    const refusalByName = batch.event_names.map(refusalOf);

    /** Whether a meter cannot count a row, which is told. */
    function isRefused(row: number): boolean {
      const why = refusalByName[batch.event_name[row] ?? -1]?.(batch.properties[row] ?? '{}');
      if (why) stored.refused.push({ line: batch.line[row] ?? 0, ...why });
      return Boolean(why);
    }

    const count = batch.event_id.length;
    for (let from = 0; from < count; from += rowsPerInsert) {
      const to = Math.min(from + rowsPerInsert, count);
      const refused: number[] = [];
      for (let row = from; row < to; row += 1) if (isRefused(row)) refused.push(row);
      const whole = to - from === rowsPerInsert && refused.length === 0;
      const inserted = whole && insertBlock(fill(from, rowsPerInsert));
      for (let row = from; row < to; row += 1) {
        if (inserted) addRow(row);
        else if (!refused.includes(row)) storeOne(row);
      }
    }
  }

  /** The batch with the numbers of its names. */
  function numberedRows(batch: EventBatch) {
    const names = batch.event_names.map(numbers.eventName);
    const customers = batch.external_customer_ids.map(numbers.customer);
    const sources = batch.sources.map(numbers.source);
    const at = (list: readonly number[], index: number | undefined) => list[index ?? -1] ?? -1;
    const eventName = (row: number) => at(names, batch.event_name[row]);
    const customer = (row: number) => at(customers, batch.external_customer_id[row]);
    const source = (row: number) => at(sources, batch.source[row]);
    const fact = (row: number) => ({
      event_name: batch.event_names[batch.event_name[row] ?? -1] ?? '',
      customer: customer(row),
      timestamp: batch.timestamp[row] ?? 0,
      properties: batch.properties[row] ?? '{}',
    });
    return { eventName, customer, source, fact };
  }

  return { store };
}

/** Tells why an event of a name cannot be stored: a meter that reads it finds a number too big to count. */
type RefusalOf = (event_name: string) => (properties: string) => Omit<RowError, 'line'> | null;

function refusalsBy(meters: readonly MeterUsageRule[]): RefusalOf {
  const byEventName = Map.groupBy(
    meters.filter(({ field }) => field !== null),
    (meter) => meter.event_name,
  );
  return (event_name) => {
    const readers = byEventName.get(event_name) ?? [];
    return (properties) => {
      for (const { field, uncountable } of readers) {
        const value = uncountable(properties);
        if (value !== null) return { column: `properties.${field}`, value: value.slice(0, 200), message: tooBig };
      }
      return null;
    };
  };
}

/** Parameters of an insert: these columns, row after row. */
const insertInto = `insert into events (event_name, timestamp, event_id, customer, source, properties, ingested_at, environment) values`;
const rowOf = (environment: number) => `(?, ?, ?, ?, ?, ?, ?, ${environment})`;

/** Inserts one row; answers false, having changed nothing, when its event id is stored already. */
function singleInsert(sqlite: Database.Database, environment: number): (params: unknown[]) => boolean {
  const statement = sqlite.prepare(`${insertInto} ${rowOf(environment)} on conflict do nothing`);
  return (params) => statement.run(params).changes === 1;
}

/** Inserts a block of rows; answers false, having changed nothing, when any of their event ids is stored already. */
function blockInsert(sqlite: Database.Database, environment: number): (params: unknown[]) => boolean {
  const rows = Array.from({ length: rowsPerInsert }, () => rowOf(environment));
  const statement = sqlite.prepare(`${insertInto} ${rows.join(', ')}`);
  return (params) => {
    try {
      statement.run(params);
      return true;
    } catch (error) {
      if ((error as { code?: string }).code?.startsWith('SQLITE_CONSTRAINT') !== true) throw error;
      return false;
    }
  };
}
