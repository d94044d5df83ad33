import type Database from 'better-sqlite3';
import { blockWriter } from '../store/block-writer';
import { eventIdKeys, headOfKey, keysOfHead } from '../store/event-id-key';
import type { EventPlace } from './find-place';

// Statements that fail keep what they wrote: to be able to take it back, SQLite would copy every page before it writes to it.

/**
 * So many places stay among the new ones: few enough that writing anywhere among them is cheap, and enough that a stretch
 * of them that goes over to all others fills the pages it touches there.
 */
const mostNew = 500_000;
/** At least so many go over at once. */
const leastSwept = 2_000;
/** Places that wait to be written at once at most: their order and their place are one number. */
const mostWaiting = 2 ** 22;

/** Where the events of an environment's ids stand, by the keys of the ids. */
export interface EventPlaces {
  /** Which of some keys a stored event has, or several of them: everything else is new. */
  met(keys: Float64Array): Set<number>;
  /** Takes where a new event stands; written after `flush` only. */
  add(key: number, place: EventPlace): void;
  flush(): void;
  /** Takes out an event that was written. */
  remove(key: number, place: EventPlace): void;
}

/**
 * An index of our own, because SQLite's would write a page for nearly every random id: a small table takes what is new, and
 * goes over to the large one stretch by stretch, in the order of the keys. Written inside the open transaction.
 */
export function eventPlaces(sqlite: Database.Database, limits = { mostNew, leastSwept }): EventPlaces {
  const isMet = (from: string, to: string) =>
    ['event_places_new', 'event_places']
      .map((table) => `exists (select 1 from ${table} where key >= ${from} and key < ${to})`)
      .join(' or ');
  const headsMet = sqlite
    .prepare(`select value from json_each(?) where ${isMet(`value * ${keysOfHead}`, `(value + 1) * ${keysOfHead}`)}`)
    .pluck();
  const keysMet = sqlite.prepare(`select value from json_each(?) where ${isMet('value', 'value + 1')}`).pluck();
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

  let keys: number[] = [];
  let names: number[] = [];
  let timestamps: number[] = [];

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

  function flush() {
    if (keys.length === 0) return;
    // In the order of the keys, as they are stored. A number holds both the head of a key and its place here.
    const order = Float64Array.from(keys, (key, index) => headOfKey(key) * mostWaiting + index).sort();
    for (const one of order) {
      const index = one % mostWaiting;
      added.add([keys[index], names[index], timestamps[index]]);
    }
    added.flush();
    count(keys.length);
    keys = [];
    names = [];
    timestamps = [];
  }

  return {
    met(wanted) {
      const sorted = wanted.toSorted();
      const met = new Set<number>();
      for (let at = 1; at < sorted.length; at += 1) if (sorted[at] === sorted[at - 1]) met.add(sorted[at] ?? 0);
      // Ids that count on have few heads, nearly all of which are new.
      const heads = new Set<number>();
      for (const key of sorted) heads.add(headOfKey(key));
      const known = new Set(headsMet.all(`[${[...heads].join(',')}]`) as number[]);
      if (known.size === 0) return met;
      const doubtful = sorted.filter((key) => known.has(headOfKey(key)));
      for (const key of keysMet.all(`[${doubtful.join(',')}]`) as number[]) met.add(key);
      return met;
    },
    add(key, { event_name, timestamp }) {
      keys.push(key);
      names.push(event_name);
      timestamps.push(timestamp);
      if (keys.length === mostWaiting) flush();
    },
    flush,
    remove(key, { event_name, timestamp }) {
      for (const [index, { last, oneOfMore }] of removals.entries()) {
        const place = { key, event_name, timestamp };
        const isLast = last.run(place).changes > 0;
        if (isLast && index === 0) count(-1);
        if (isLast || oneOfMore.run(place).changes > 0) return;
      }
      throw new Error('an event that is stored is not found by its id');
    },
  };
}
