import type Database from 'better-sqlite3';
import { headOfKey, keysOfHead } from '../store/event-id-key';
import { columnsReader, packColumns } from '../store/packed-columns';
import { prepared } from '../store/prepared';

/** Where an event stands: its event name, by number, and its time in epoch milliseconds. */
export interface EventPlace {
  event_name: number;
  timestamp: number;
}

/** Where events with one head of their keys stand, column by column: the rest of each key, its event name and its time. */
export interface PlaceColumns {
  count: number;
  suffixes: Float64Array;
  event_names: Float64Array;
  /** Epoch milliseconds. */
  timestamps: Float64Array;
}

const readSql = 'select since, places from event_place_packs where head = ?';
const writeSql = `
  insert into event_place_packs (head, since, places) values (?, ?, ?)
  on conflict (head) do update set since = excluded.since, places = excluded.places`;
const deleteSql = 'delete from event_place_packs where head = ?';

const reader = columnsReader(3);
/** Room for the pack at hand, which the next one takes: lists of its own for each would lie about until they are collected. */
const pack: PlaceColumns = {
  count: 0,
  suffixes: new Float64Array(0),
  event_names: new Float64Array(0),
  timestamps: new Float64Array(0),
};

/** Reads what is packed by a head, nothing if nothing is, leaving room for so many more places. */
function openPack(sqlite: Database.Database, head: number, more: number): PlaceColumns {
  const row = prepared(sqlite, readSql).raw().get(head) as [number, Buffer<ArrayBuffer>] | undefined;
  const [since, places] = row ?? [0];
  pack.count = places ? reader.read(places) : 0;
  const room = pack.count + more;
  if (pack.suffixes.length < room) {
    pack.suffixes = new Float64Array(2 * room);
    pack.event_names = new Float64Array(2 * room);
    pack.timestamps = new Float64Array(2 * room);
  }
  const [suffixes, event_names, timestamps] = reader.columns;
  for (let at = 0; at < pack.count; at += 1) {
    pack.suffixes[at] = suffixes?.[at] ?? 0;
    pack.event_names[at] = event_names?.[at] ?? 0;
    pack.timestamps[at] = since + (timestamps?.[at] ?? 0);
  }
  return pack;
}

/** Writes the pack at hand. */
function writePack(sqlite: Database.Database, head: number): void {
  const { count } = pack;
  if (count === 0) {
    prepared(sqlite, deleteSql).run(head);
    return;
  }
  const timestamps = pack.timestamps.subarray(0, count);
  let since = timestamps[0] ?? 0;
  for (const at of timestamps) since = Math.min(since, at);
  for (let at = 0; at < count; at += 1) timestamps[at] = (timestamps[at] ?? 0) - since;
  const columns = [pack.suffixes.subarray(0, count), pack.event_names.subarray(0, count), timestamps];
  prepared(sqlite, writeSql).run(head, since, packColumns(columns));
}

/** The places that are packed by a head. They are good until the next ones are asked for. */
export const readPack = (sqlite: Database.Database, head: number): Readonly<PlaceColumns> => openPack(sqlite, head, 0);

/** Packs more places by a head: `put` fills `count` of them in, from row `at` on. Part of a transaction. */
export function addToPack(
  sqlite: Database.Database,
  head: number,
  count: number,
  put: (columns: PlaceColumns, at: number) => void,
): void {
  const columns = openPack(sqlite, head, count);
  put(columns, columns.count);
  columns.count += count;
  writePack(sqlite, head);
}

/** Where events whose ids have a key stand, of those that are packed. */
export function packedPlaces(sqlite: Database.Database, key: number): EventPlace[] {
  const { count, suffixes, event_names, timestamps } = readPack(sqlite, headOfKey(key));
  const found: EventPlace[] = [];
  for (let at = 0; at < count; at += 1) {
    if (suffixes[at] !== key % keysOfHead) continue;
    found.push({ event_name: event_names[at] ?? 0, timestamp: timestamps[at] ?? 0 });
  }
  return found;
}

/** Takes one place out of those that are packed; false when it is not there. Part of a transaction. */
export function removePacked(sqlite: Database.Database, key: number, place: EventPlace): boolean {
  const head = headOfKey(key);
  const { count, suffixes, event_names, timestamps } = openPack(sqlite, head, 0);
  const suffix = key % keysOfHead;
  let at = 0;
  for (; at < count; at += 1) {
    if (suffixes[at] === suffix && event_names[at] === place.event_name && timestamps[at] === place.timestamp) break;
  }
  if (at === count) return false;
  for (const column of [suffixes, event_names, timestamps]) column.copyWithin(at, at + 1, count);
  pack.count -= 1;
  writePack(sqlite, head);
  return true;
}
