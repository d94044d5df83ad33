import type { RowError } from '@shared/entities/job';
import type Database from 'better-sqlite3';
import { catalogVersion } from '../usage/catalog-version';
import { type MeterUsageRule, metersOf } from '../usage/meter-rules';
import { rollUp } from '../usage/roll-up';
import { usageEnvironment } from '../usage/usage-environment';
import type { RollUp } from '../usage/usage-fact';
import { type EventBatch, textsOf, textsStart } from './event-batch';
import { numberedNames } from './numbered-names';

/** What became of a batch: rows that are new or replaced an event, and rows that were stored already as they are. */
export interface StoredCounts {
  accepted: number;
  known: number;
  /** Rows that were left out, because a meter could not count the number they hold. */
  refused: RowError[];
}

export interface EventStore {
  /** Stores batches in order inside the open transaction. `now` in epoch milliseconds, `from` the file's name or `API`. */
  store(batches: readonly EventBatch[], now: number, from: string): StoredCounts;
  /** Deletes events inside the open transaction; answers how many there were. Unknown ids change nothing. */
  remove(event_ids: Iterable<string>, now: number): number;
}

/** What is said of a number that a meter reads and cannot count. */
export const tooBig = 'This number is too big to be counted: at most 15 digits before the point are';

/** Rows per insert statement, the longer one while that many are left: every call into SQLite costs about as much as a row. */
const rowsPerInsert = [128, 16] as const;

interface StoredEvent {
  event_name: number;
  name: string;
  timestamp: number;
  customer: number;
  source: number;
  properties: string;
  ingested_at: number;
}

/**
 * Writes events of one environment with their roll-ups and counts. An event id that is stored already with the same
 * content changes nothing; with other content it replaces the stored event, whose usage leaves the roll-ups, and keeps
 * the moment that event came in: an archived meter that counted it counts the correction. Lives as long as one
 * transaction, or as an import whose every transaction commits: it remembers the numbers of names.
 */
export function eventStore(sqlite: Database.Database, environment_id: string): EventStore {
  const { number: environment } = usageEnvironment(sqlite, environment_id);
  const numbers = numberedNames(sqlite, environment_id);
  const insertBlocks = rowsPerInsert.map((rows) => ({ rows, insertBlock: blockInsert(sqlite, environment, rows) }));
  const insertOne = singleInsert(sqlite, environment);
  const find = sqlite.prepare<[number, string], StoredEvent>(`
    select e.event_name, n.name, e.timestamp, e.customer, e.source, e.properties, e.ingested_at
    from events e join event_names n on n.number = e.event_name where e.environment = ? and e.event_id = ?
  `);
  const remove = sqlite.prepare('delete from events where event_name = ? and timestamp = ? and event_id = ?');
  const countName = sqlite.prepare(
    'update event_names set event_count = event_count + ?, ingested_at = max(ingested_at, ?) where number = ?',
  );
  const tellOrigin = sqlite.prepare(
    'update event_names set ingested_from = ? where number = ? and ingested_at = ? and ingested_from <> ?',
  );
  // The names that batches have told, in the order of their indexes.
  const nameTexts: string[] = [];
  const nameNumbers: number[] = [];
  const customerNumbers: number[] = [];
  const sourceNumbers: number[] = [];
  let version = -1;
  let usage: RollUp;
  let refusalOf: RefusalOf;
  /** For corrections: they may be counted by meters that are archived. */
  let correctionRefusalOf: RefusalOf;
  let lastArchiving = 0;

  function readCatalog() {
    if (version === catalogVersion(sqlite)) return;
    version = catalogVersion(sqlite);
    const meters = metersOf(sqlite, environment_id);
    usage = rollUp(sqlite, usageEnvironment(sqlite, environment_id), { meters, prices: true });
    refusalOf = refusalsBy(meters.filter(({ archived_at }) => archived_at === null));
    correctionRefusalOf = refusalsBy(meters);
    lastArchiving = meters.reduce((last, { archived_at }) => Math.max(last, archived_at ?? 0), 0);
  }

  /** Runs `change`, which counts by event name what it adds, and writes what it makes of the usage. */
  function keepingUsage(
    now: number,
    from: string | null,
    change: (ingested_at: number, added: Map<number, number>) => void,
  ) {
    readCatalog();
    // What comes in after a meter was archived never seems to have come before, even if the clock was put back.
    const ingested_at = Math.max(now, lastArchiving);
    const added = new Map<number, number>();
    change(ingested_at, added);
    usage.write();
    for (const [name, difference] of added) {
      countName.run(difference, ingested_at, name);
      if (from !== null) tellOrigin.run(from, name, ingested_at, from);
    }
  }

  function store(batches: readonly EventBatch[], now: number, from: string): StoredCounts {
    const stored: StoredCounts = { accepted: 0, known: 0, refused: [] };
    keepingUsage(now, from, (ingested_at, added) => {
      for (const batch of batches) storeBatch(batch, ingested_at, stored, added);
    });
    return stored;
  }

  function removeEvents(event_ids: Iterable<string>, now: number): number {
    let removed = 0;
    keepingUsage(now, null, (_ingested_at, added) => {
      for (const event_id of event_ids) {
        const event = find.get(environment, event_id);
        if (!event) continue;
        takeOut(event, event_id, added);
        removed += 1;
      }
    });
    return removed;
  }

  function takeOut(event: StoredEvent, event_id: string, added: Map<number, number>) {
    remove.run(event.event_name, event.timestamp, event_id);
    added.set(event.event_name, (added.get(event.event_name) ?? 0) - 1);
    usage.count({ ...event, event_id, event_name: event.name }, -1);
  }

  /** Stores the rows of a batch and counts them in `stored` and, by event name, in `added`. */
  function storeBatch(batch: EventBatch, now: number, stored: StoredCounts, added: Map<number, number>) {
    const rows = numberedRows(batch);
    const { event_id_end, properties_end } = batch;
    /** Of the block at hand. */
    let texts = textsOf(batch, 0, 0);
    const params: unknown[] = [];

    function insert(statement: InsertRows, from: number, count: number, ingested_at = now): boolean {
      const start = textsStart(batch, from);
      // SQLite counts bytes from 1.
      let at = 1;
      params.length = 0;
      for (let row = from; row < from + count; row += 1) {
        const idEnd = (event_id_end[row] ?? 0) - start + 1;
        const end = (properties_end[row] ?? 0) - start + 1;
        params.push(rows.eventName(row), batch.timestamp[row], at, idEnd - at);
        params.push(rows.customer(row), rows.source(row), idEnd, end - idEnd);
        at = end;
      }
      return statement(params, { texts: batch.texts.subarray(start, start + at - 1), ingested_at });
    }

    function addRow(row: number, ingested_at = now) {
      const name = rows.eventName(row);
      added.set(name, (added.get(name) ?? 0) + 1);
      const fact = {
        event_id: texts.eventId(row),
        event_name: rows.nameText(row),
        customer: rows.customer(row),
        timestamp: batch.timestamp[row] ?? 0,
        properties: texts.properties(row),
        ingested_at,
      };
      usage.count(fact, 1);
      stored.accepted += 1;
    }

    /** The slow way, for rows of which at least one is stored already. */
    function storeOne(row: number) {
      if (insert(insertOne, row, 1)) return addRow(row);
      const event_id = texts.eventId(row);
      const before = find.get(environment, event_id);
      if (!before) throw new Error('an event was refused although its id is new');
      const same =
        before.event_name === rows.eventName(row) &&
        before.timestamp === batch.timestamp[row] &&
        before.customer === rows.customer(row) &&
        before.source === rows.source(row) &&
        before.properties === texts.properties(row);
      if (same) {
        stored.known += 1;
        return;
      }
      if (isRefused(row, correctionRefusalByName)) return;
      takeOut(before, event_id, added);
      insert(insertOne, row, 1, before.ingested_at);
      addRow(row, before.ingested_at);
    }

    const refusalByName = nameTexts.map(refusalOf);
    const correctionRefusalByName = nameTexts.map(correctionRefusalOf);

    /** Whether a meter cannot count a row, which is told. */
    function isRefused(row: number, refusals = refusalByName): boolean {
      const why = refusals[batch.event_name[row] ?? -1]?.(texts.properties(row));
      if (why) stored.refused.push({ line: batch.line[row] ?? 0, ...why });
      return Boolean(why);
    }

    const count = batch.timestamp.length;
    for (let from = 0; from < count; ) {
      const block = insertBlocks.find(({ rows }) => rows <= count - from);
      const to = block ? from + block.rows : count;
      texts = textsOf(batch, from, to);
      const refused: number[] = [];
      for (let row = from; row < to; row += 1) if (isRefused(row)) refused.push(row);
      const inserted = block && refused.length === 0 && insert(block.insertBlock, from, to - from);
      for (let row = from; row < to; row += 1) {
        if (inserted) addRow(row);
        else if (!refused.includes(row)) storeOne(row);
      }
      from = to;
    }
  }

  /** The batch with the numbers of its names. */
  function numberedRows(batch: EventBatch) {
    if (batch.begins) for (const list of [nameTexts, nameNumbers, customerNumbers, sourceNumbers]) list.length = 0;
    for (const name of batch.event_names) {
      nameTexts.push(name);
      nameNumbers.push(numbers.eventName(name));
    }
    for (const customer of batch.external_customer_ids) customerNumbers.push(numbers.customer(customer));
    for (const source of batch.sources) sourceNumbers.push(numbers.source(source));
    const eventName = (row: number) => nameNumbers[batch.event_name[row] ?? -1] ?? -1;
    const customer = (row: number) => customerNumbers[batch.external_customer_id[row] ?? -1] ?? -1;
    const source = (row: number) => sourceNumbers[batch.source[row] ?? -1] ?? -1;
    const nameText = (row: number) => nameTexts[batch.event_name[row] ?? -1] ?? '';
    return { eventName, customer, source, nameText };
  }

  return { store, remove: removeEvents };
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

/**
 * Inserts rows: of each its name, timestamp, customer and source and where in `texts` its event id and its properties are
 * (start from 1, length). Answers false, having changed nothing, when an event id is stored already.
 */
type InsertRows = (rows: unknown[], common: { texts: Uint8Array; ingested_at: number }) => boolean;

const insertInto = `insert into events (event_name, timestamp, event_id, customer, source, properties, ingested_at, environment) values`;
const text = 'cast(substr(@texts, ?, ?) as text)';
const rowOf = (environment: number) => `(?, ?, ${text}, ?, ?, ${text}, @ingested_at, ${environment})`;

function singleInsert(sqlite: Database.Database, environment: number): InsertRows {
  const statement = sqlite.prepare(`${insertInto} ${rowOf(environment)} on conflict do nothing`);
  return (row, common) => statement.run(row, common).changes === 1;
}

function blockInsert(sqlite: Database.Database, environment: number, rows: number): InsertRows {
  const values = Array(rows).fill(rowOf(environment)).join(', ');
  const statement = sqlite.prepare(`${insertInto} ${values}`);
  return (params, common) => {
    try {
      statement.run(params, common);
      return true;
    } catch (error) {
      if ((error as { code?: string }).code?.startsWith('SQLITE_CONSTRAINT') !== true) throw error;
      return false;
    }
  };
}
