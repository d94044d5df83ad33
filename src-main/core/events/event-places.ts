import type Database from 'better-sqlite3';
import { blockWriter } from '../store/block-writer';
import { eventIdKeys, keysOfHead } from '../store/event-id-key';
import { headSorter, type KeysByHead } from './by-head';
import { addToPack, type EventPlace, readPack, removePacked } from './place-packs';

// Statements that fail keep what they wrote: to be able to take it back, SQLite would copy every page before it writes to it.

/**
 * So many places stay among the new ones: few enough that writing anywhere among them is cheap, and enough that a stretch
 * of them that goes over to all others fills the pages it touches there.
 */
const mostNew = 500_000;
/** At least so many go over at once. */
const leastSwept = 2_000;
/** So many new places of one head are packed into one row: ids that count on come by the hundred. */
const leastPacked = 16;

/** Where the events of an environment's ids stand, by the keys of the ids. */
export interface EventPlaces {
  /**
   * Begins with other rows, of these keys. Answers where the events stand that have one of the keys: all others are new. Null
   * for a key that several rows have: storing one of them may change where the next is found.
   */
  begin(keys: Float64Array): ReadonlyMap<number, readonly EventPlace[] | null>;
  /** Takes where the new event of a row stands; written after `flush` only. */
  add(row: number, event_name: number, timestamp: number): void;
  flush(): void;
  /** Takes out an event that was written. */
  remove(key: number, place: EventPlace): void;
}

/**
 * An index of our own, because SQLite's would write a page for nearly every random id: a small table takes what is new, and
 * goes over to the large one stretch by stretch, in the order of the keys. Places whose ids count on are packed instead, many
 * in a row. Written inside the open transaction.
 */
export function eventPlaces(sqlite: Database.Database, limits = { mostNew, leastSwept, leastPacked }): EventPlaces {
  const isIn = (table: string) =>
    `exists (select 1 from ${table} where key >= value * ${keysOfHead} and key < (value + 1) * ${keysOfHead})`;
  const headsMet = sqlite
    .prepare(`
      select value from json_each(?) where exists (select 1 from event_place_packs where head = value)
        or ${isIn('event_places_new')} or ${isIn('event_places')}`)
    .pluck();
  const placesMet = sqlite
    .prepare<[string, string], [number, number, number]>(
      ['event_places_new', 'event_places']
        .map(
          (table) => `select p.key, p.event_name, p.timestamp from json_each(?) cross join ${table} p on p.key = value`,
        )
        .join(' union all '),
    )
    .raw();
  const added = blockWriter(sqlite, {
    insert: 'insert or fail into event_places_new (key, event_name, timestamp)',
    columns: 3,
    onConflict: 'on conflict (key, event_name, timestamp) do update set events = events + 1',
  });
  const removals = ['event_places_new', 'event_places'].map((table) => ({
    last: sqlite.prepare(
      `delete from ${table} where key = @key and event_name = @event_name and timestamp = @timestamp and events = 1`,
    ),
    oneOfMore: sqlite.prepare(`
      update ${table} set events = events - 1
      where key = @key and event_name = @event_name and timestamp = @timestamp`),
  }));
  const sweepAt = sqlite.prepare<[], { new_count: number; next_key: number }>(
    'select new_count, next_key from event_places_sweep',
  );
  const sweepOn = sqlite.prepare('update event_places_sweep set new_count = ?, next_key = ?');
  const stretchEnd = sqlite
    .prepare<[number, number], number>('select key from event_places_new where key >= ? order by key limit 1 offset ?')
    .pluck();
  const goOver = sqlite.prepare(`
    insert or fail into event_places (key, event_name, timestamp, events)
    select key, event_name, timestamp, events from event_places_new where key >= ? and key < ?
    on conflict (key, event_name, timestamp) do update set events = events + excluded.events`);
  const leave = sqlite.prepare('delete from event_places_new where key >= ? and key < ?');

  const keysByHead = headSorter();
  /** By the rest of a key, the last two bytes of an id: which head had it last. */
  const seenIn = new Uint32Array(keysOfHead);
  /** The rows at hand: of those that wait to be written it is known where they stand. */
  let keys: Float64Array = new Float64Array(0);
  let names = new Uint32Array(0);
  let timestamps = new Float64Array(0);
  let waitingRows = new Uint32Array(0);
  let waiting = 0;
  /** All of the rows by the heads of their keys, until others are put in order. */
  let allByHead: KeysByHead | null = null;
  const one = [0, 0, 0];

  /** Counts what is new, and lets a stretch of it go over once that is too much. */
  function count(more: number) {
    const { new_count, next_key } = sweepAt.get() ?? { new_count: 0, next_key: 0 };
    const all = Math.max(0, new_count + more);
    if (all <= limits.mostNew) return sweepOn.run(all, next_key);
    const end = stretchEnd.get(next_key, Math.max(limits.leastSwept, 2 * more)) ?? eventIdKeys;
    goOver.run(next_key, end);
    const { changes } = leave.run(next_key, end);
    return sweepOn.run(all - changes, end === eventIdKeys ? 0 : end);
  }

  /** Writes the places of these rows, which are in the order of their keys, as they are stored. */
  function addRows(rows: readonly number[]) {
    for (const row of rows) {
      one[0] = keys[row] ?? 0;
      one[1] = names[row] ?? 0;
      one[2] = timestamps[row] ?? 0;
      added.add(one);
    }
    added.flush();
    count(rows.length);
  }

  /** The rows that wait by the heads of their keys: mostly they are all there are, which are in that order already. */
  function waitingByHead(): KeysByHead {
    if (waiting === keys.length && allByHead) return allByHead;
    const rows = waitingRows.slice(0, waiting);
    const byHead = keysByHead(Float64Array.from(rows, (row) => keys[row] ?? 0));
    allByHead = null;
    return { ...byHead, rows: byHead.rows.map((place) => rows[place] ?? 0) };
  }

  function flush() {
    if (waiting === 0) return;
    const { heads, starts, rows } = waitingByHead();
    const single: number[] = [];
    for (let number = 0; number < heads.length; number += 1) {
      const head = heads[number] ?? 0;
      const first = starts[number] ?? 0;
      const ofHead = (starts[number + 1] ?? 0) - first;
      if (ofHead < limits.leastPacked) {
        for (let place = first; place < first + ofHead; place += 1) single.push(rows[place] ?? 0);
      } else {
        addToPack(sqlite, head, ofHead, (columns, at) => {
          for (let place = 0; place < ofHead; place += 1) {
            const row = rows[first + place] ?? 0;
            columns.suffixes[at + place] = (keys[row] ?? 0) - head * keysOfHead;
            columns.event_names[at + place] = names[row] ?? 0;
            columns.timestamps[at + place] = timestamps[row] ?? 0;
          }
        });
      }
    }
    if (single.length > 0) addRows(single);
    waiting = 0;
  }

  /** Which of some keys are there more than once. */
  function* repeated(wanted: Float64Array, { starts, rows }: KeysByHead): Generator<number> {
    seenIn.fill(0);
    for (let number = 1; number < starts.length; number += 1) {
      const end = starts[number] ?? 0;
      for (let place = starts[number - 1] ?? 0; place < end; place += 1) {
        const key = wanted[rows[place] ?? 0] ?? 0;
        const suffix = key % keysOfHead;
        if (seenIn[suffix] === number) yield key;
        seenIn[suffix] = number;
      }
    }
  }

  /** Where the events of some keys stand: tells each of them. */
  function eachMet(wanted: Float64Array, byHead: KeysByHead, tell: (key: number, place: EventPlace) => void) {
    const { heads, starts, rows } = byHead;
    // Ids that count on have few heads, nearly all of which are new.
    const known = new Set(headsMet.all(`[${heads.join(',')}]`) as number[]);
    if (known.size === 0) return;
    const doubtful: number[] = [];
    for (const [number, head] of heads.entries()) {
      if (!known.has(head)) continue;
      const ofHead = new Set<number>();
      for (const row of rows.subarray(starts[number], starts[number + 1])) ofHead.add(wanted[row] ?? 0);
      const { count: packed, suffixes, event_names, timestamps: packedAt } = readPack(sqlite, head);
      for (let at = 0; at < packed; at += 1) {
        const key = head * keysOfHead + (suffixes[at] ?? 0);
        if (ofHead.has(key)) tell(key, { event_name: event_names[at] ?? 0, timestamp: packedAt[at] ?? 0 });
      }
      doubtful.push(...ofHead);
    }
    const keysText = `[${doubtful.join(',')}]`;
    for (const [key, event_name, timestamp] of placesMet.all(keysText, keysText)) tell(key, { event_name, timestamp });
  }

  return {
    begin(wanted) {
      flush();
      if (names.length < wanted.length) {
        names = new Uint32Array(wanted.length);
        timestamps = new Float64Array(wanted.length);
        waitingRows = new Uint32Array(wanted.length);
      }
      keys = wanted;
      allByHead = keysByHead(wanted);
      const met = new Map<number, EventPlace[] | null>();
      if (allByHead.heads.length < wanted.length) {
        for (const key of repeated(wanted, allByHead)) met.set(key, null);
      }
      eachMet(wanted, allByHead, (key, place) => {
        const known = met.get(key);
        if (known === undefined) met.set(key, [place]);
        else known?.push(place);
      });
      return met;
    },
    add(row, event_name, timestamp) {
      names[row] = event_name;
      timestamps[row] = timestamp;
      waitingRows[waiting] = row;
      waiting += 1;
    },
    flush,
    remove(key, { event_name, timestamp }) {
      for (const [index, { last, oneOfMore }] of removals.entries()) {
        const place = { key, event_name, timestamp };
        const isLast = last.run(place).changes > 0;
        if (isLast && index === 0) count(-1);
        if (isLast || oneOfMore.run(place).changes > 0) return;
      }
      if (removePacked(sqlite, key, { event_name, timestamp })) return;
      throw new Error('an event that is stored is not found by its id');
    },
  };
}
