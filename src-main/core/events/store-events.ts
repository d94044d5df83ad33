import type { RowError } from '@shared/entities/row-error';
import { toInstant } from '@shared/instant';
import type Database from 'better-sqlite3';
import { keyInEnvironment, keyOfEventId } from '../store/event-id-key';
import { catalogVersion } from '../usage/catalog-version';
import { metersOf } from '../usage/meter-rules';
import { rollUp } from '../usage/roll-up';
import { openTelling, type Telling } from '../usage/telling';
import { usageEnvironment } from '../usage/usage-environment';
import type { RollUp, UsageFact } from '../usage/usage-fact';
import { batchNames } from './batch-names';
import { type EventBatch, textsOf } from './event-batch';
import { eventPlaces } from './event-places';
import { placesOf } from './find-place';
import { eventInserts } from './insert-events';
import { ownMoments } from './own-moments';
import type { EventPlace } from './place-packs';
import { type RefusalOf, refusalsBy } from './refusals';

/** What became of a batch: rows that are new or replaced an event, and rows that were stored already as they are. */
export interface StoredCounts {
  accepted: number;
  known: number;
  /** Rows of a file whose event a row before them in the file stored: it is counted with that one. */
  repeated: number;
  /** Rows that were left out, because a meter could not count the number they hold. */
  refused: RefusedRow[];
}

/** A row that was left out, with the event it would have been. */
export interface RefusedRow extends RowError {
  event: Record<'event_name' | 'external_customer_id' | 'event_id' | 'timestamp' | 'source' | 'properties', string>;
}

export interface EventStore {
  /**
   * Stores rows of a batch inside the open transaction: all of them, or a stretch [first, end) of several that are stored
   * in turn. `now` in epoch milliseconds, `from` the file's name or `API`.
   */
  store(batch: EventBatch, now: number, from: string, stretch?: { first: number; end: number }): StoredCounts;
  /** Deletes events inside the open transaction; answers how many there were. Unknown ids change nothing. */
  remove(event_ids: Iterable<string>, now: number): number;
}

/** An event id with its key. */
interface EventKey {
  key: number;
  event_id: string;
}

interface StoredEvent {
  event_name: number;
  timestamp: number;
  customer: number;
  source: number;
  properties: string;
  ingested_at: number;
}

/**
 * Writes events of one environment with their roll-ups and counts. An event id that is stored already with the same
 * content changes nothing; with other content it replaces the stored event, whose usage leaves the roll-ups, and keeps
 * the moment that event came in: a meter that was archived since measures the correction, one archived before does not. A
 * row that says no time leaves the one that is stored as it is. Lives as long as one transaction, or as an import whose
 * every transaction commits: it remembers the numbers of names, and with `ofOneFile` when it stored rows, so that those
 * that repeat an id are told.
 */
export function eventStore(sqlite: Database.Database, environment_id: string, { ofOneFile = false } = {}): EventStore {
  const { number: environment } = usageEnvironment(sqlite, environment_id);
  const names = batchNames(sqlite, environment_id);
  const { blockAt, insertBlock, insertOne } = eventInserts(sqlite, environment);
  const places = eventPlaces(sqlite);
  const readSql = sqlite.prepare<[number, number, string], Omit<StoredEvent, 'event_name' | 'timestamp'>>(`
    select customer, source, properties, ingested_at from events
    where event_name = ? and timestamp = ? and event_id = ? and environment = ${environment}
  `);
  const nameText = sqlite.prepare<[number], string>('select name from event_names where number = ?').pluck();
  const remove = sqlite.prepare('delete from events where event_name = ? and timestamp = ? and event_id = ?');
  const change = sqlite.prepare(
    'update events set customer = ?, source = ?, properties = ? where event_name = ? and timestamp = ? and event_id = ?',
  );
  const noteCorrection = sqlite.prepare(`
    insert into corrected_events (event_name, timestamp, event_id, corrected_at) values (?, ?, ?, ?)
    on conflict do update set corrected_at = excluded.corrected_at`);
  const forgetCorrection = sqlite.prepare(
    'delete from corrected_events where event_name = ? and timestamp = ? and event_id = ?',
  );
  const moments = ofOneFile ? ownMoments(sqlite, environment_id) : null;
  const countName = sqlite.prepare(
    'update event_names set event_count = event_count + ?, ingested_at = max(ingested_at, ?) where number = ?',
  );
  const tellOrigin = sqlite.prepare(
    'update event_names set ingested_from = ? where number = ? and ingested_at = ? and ingested_from <> ?',
  );
  const customerText = sqlite
    .prepare<[number], string>('select external_id from event_customers where number = ?')
    .pluck();
  const sourceText = sqlite.prepare<[number], string>('select name from event_sources where number = ?').pluck();
  let version = -1;
  let usage: RollUp;
  let telling: Telling | null = null;
  let refusalOf: RefusalOf;
  let lastArchiving = 0;

  function readCatalog() {
    if (version === catalogVersion(sqlite)) return;
    version = catalogVersion(sqlite);
    const meters = metersOf(sqlite, environment_id);
    usage = rollUp(sqlite, usageEnvironment(sqlite, environment_id), { meters, prices: true, telling });
    refusalOf = refusalsBy(meters);
    lastArchiving = meters.reduce((last, { archived_at }) => Math.max(last, archived_at ?? 0), 0);
  }

  /** Runs `change`, which counts by event name what it adds, and writes what it makes of the usage. */
  function keepingUsage(
    now: number,
    from: string | null,
    change: (ingested_at: number, added: Map<number, number>) => void,
  ) {
    readCatalog();
    telling?.begin();
    // What comes in after a meter was archived never seems to have come before, even if the clock was put back.
    const ingested_at = Math.max(now, lastArchiving);
    moments?.begin(ingested_at);
    const added = new Map<number, number>();
    change(ingested_at, added);
    places.flush();
    usage.write();
    for (const [name, difference] of added) {
      // What goes is nothing new.
      countName.run(difference, from === null ? 0 : ingested_at, name);
      if (from !== null) tellOrigin.run(from, name, ingested_at, from);
    }
  }

  function store(
    batch: EventBatch,
    now: number,
    from: string,
    stretch = { first: 0, end: batch.timestamp.length },
  ): StoredCounts {
    const stored: StoredCounts = { accepted: 0, known: 0, repeated: 0, refused: [] };
    if (telling === null && batch.told.length > 0) {
      telling = openTelling(
        sqlite,
        environment_id,
        batch.told.map(({ name }) => name),
      );
      // The roll-up is to know of it.
      version = -1;
    }
    keepingUsage(now, from, (ingested_at, added) => storeRows(batch, stretch, { ingested_at, stored, added }));
    return stored;
  }

  /** The event with an id among those that stand at some places. */
  function storedAt(at: readonly EventPlace[], event_id: string): StoredEvent | undefined {
    for (const { event_name, timestamp } of at) {
      const event = readSql.get(event_name, timestamp, event_id);
      if (event) return { ...event, event_name, timestamp };
    }
  }

  function removeEvents(event_ids: Iterable<string>, now: number): number {
    let removed = 0;
    keepingUsage(now, null, (_ingested_at, added) => {
      for (const event_id of event_ids) {
        const key = keyOfEventId(environment, event_id);
        const event = storedAt(placesOf(sqlite, key), event_id);
        if (!event) continue;
        takeOut(event, { key, event_id }, added);
        removed += 1;
      }
    });
    return removed;
  }

  function takeOut(event: StoredEvent, { key, event_id }: EventKey, added: Map<number, number>) {
    remove.run(event.event_name, event.timestamp, event_id);
    forgetCorrection.run(event.event_name, event.timestamp, event_id);
    places.remove(key, event);
    added.set(event.event_name, (added.get(event.event_name) ?? 0) - 1);
    countOut(event, event_id);
  }

  const countOut = (event: StoredEvent, event_id: string) =>
    usage.count({ ...event, event_id, event_name: nameText.get(event.event_name) ?? '' }, -1);

  /** Stores rows of a batch and counts them in `stored` and, by event name, in `added`. */
  function storeRows(
    batch: EventBatch,
    { first, end }: { first: number; end: number },
    { ingested_at: now, stored, added }: { ingested_at: number; stored: StoredCounts; added: Map<number, number> },
  ) {
    if (first === 0) {
      names.take(batch);
      telling?.take(batch.told);
    }
    const rows = names.rowsOf(batch);
    const keys = batch.id_key.subarray(first, end).map((key) => keyInEnvironment(key, environment));
    const keyOf = (row: number) => keys[row - first] ?? 0;
    const met = places.begin(keys);
    /** Of the block at hand. */
    let texts = textsOf(batch, 0, 0);

    /** The row at hand as usage sees it: its texts are read only when somebody asks for them. */
    const fact: UsageFact & { row: number } = {
      row: 0,
      ingested_at: now,
      event_name: '',
      customer: 0,
      timestamp: 0,
      measured: null,
      told: null,
      get event_id() {
        return texts.eventId(this.row);
      },
      get properties() {
        return texts.properties(this.row);
      },
    };

    function addRow(row: number, ingested_at = now) {
      const name = rows.eventName(row);
      added.set(name, (added.get(name) ?? 0) + 1);
      places.add(row - first, name, batch.timestamp[row] ?? 0);
      countRow(row, ingested_at);
    }

    function countRow(row: number, ingested_at: number) {
      fact.row = row;
      fact.ingested_at = ingested_at;
      fact.event_name = rows.nameText(row);
      fact.customer = rows.customer(row);
      fact.timestamp = batch.timestamp[row] ?? 0;
      fact.measured = rows.measured(row);
      fact.told = telling?.canTell(row) ? row : null;
      usage.count(fact, 1);
    }

    function find(row: number): StoredEvent | undefined {
      const at = met.get(keyOf(row));
      if (at === undefined) return;
      if (at) return storedAt(at, texts.eventId(row));
      // It may be one of the rows before.
      places.flush();
      return storedAt(placesOf(sqlite, keyOf(row)), texts.eventId(row));
    }

    /** The slow way, for rows of which at least one may be stored already. */
    function storeOne(row: number) {
      const before = find(row);
      if (!before) {
        insertOne({ batch, rows, texts, from: row, ingested_at: now });
        addRow(row);
        stored.accepted += 1;
        return;
      }
      if (batch.is_undated[row] === 1) batch.timestamp[row] = before.timestamp;
      const same =
        before.event_name === rows.eventName(row) &&
        before.timestamp === batch.timestamp[row] &&
        before.customer === rows.customer(row) &&
        before.source === rows.source(row) &&
        before.properties === texts.properties(row);
      const isRepeated = moments?.has(before, texts.eventId(row));
      if (same) {
        stored[isRepeated ? 'repeated' : 'known'] += 1;
        return;
      }
      if (isRefused(row, before.ingested_at)) return;
      correct(row, before);
      stored[isRepeated ? 'repeated' : 'accepted'] += 1;
    }

    /** Puts a row in place of the event that is stored, which stays where it is if it can: most corrections are of quantities. */
    function correct(row: number, before: StoredEvent) {
      const event_id = texts.eventId(row);
      const [name, timestamp] = [rows.eventName(row), batch.timestamp[row]];
      if (before.event_name === name && before.timestamp === timestamp) {
        // No event more, but one that came in now.
        added.set(name, added.get(name) ?? 0);
        countOut(before, event_id);
        change.run(rows.customer(row), rows.source(row), texts.properties(row), name, timestamp, event_id);
        countRow(row, before.ingested_at);
      } else {
        takeOut(before, { key: keyOf(row), event_id }, added);
        insertOne({ batch, rows, texts, from: row, ingested_at: before.ingested_at });
        addRow(row, before.ingested_at);
      }
      noteCorrection.run(name, timestamp, event_id, now);
      moments?.correct();
    }

    const refusalByName = names.eventNames.map(refusalOf);

    /** Whether a meter that counts what came in then cannot count a row, which is told. */
    function isRefused(row: number, ingested_at = now): boolean {
      const refusal = refusalByName[batch.event_name[row] ?? -1];
      if (!refusal) return false;
      const why = refusal(() => texts.properties(row), rows.measuredProperty(row), ingested_at);
      if (why) stored.refused.push({ line: batch.line[row] ?? 0, ...why, event: eventOf(row) });
      return Boolean(why);
    }

    const eventOf = (row: number): RefusedRow['event'] => ({
      event_name: rows.nameText(row),
      external_customer_id: customerText.get(rows.customer(row)) ?? '',
      event_id: texts.eventId(row),
      timestamp: toInstant(batch.timestamp[row] ?? 0),
      source: sourceText.get(rows.source(row)) ?? '',
      properties: texts.properties(row),
    });

    for (let from = first; from < end; ) {
      const block = blockAt(batch, from, end);
      const to = block === null ? end : from + block;
      texts = textsOf(batch, from, to);
      const refused: number[] = [];
      let isMet = false;
      for (let row = from; row < to; row += 1) {
        if (isRefused(row)) refused.push(row);
        isMet ||= met.size > 0 && met.has(keyOf(row));
      }
      if (block !== null && refused.length === 0 && !isMet) {
        insertBlock({ batch, rows, texts, from, count: block, ingested_at: now });
        for (let row = from; row < to; row += 1) addRow(row);
        stored.accepted += block;
      } else for (let row = from; row < to; row += 1) if (!refused.includes(row)) storeOne(row);
      from = to;
    }
  }

  return { store, remove: removeEvents };
}
