import type Database from 'better-sqlite3';

const fnvStart = 0x811c9dc5;
const fnvPrime = 0x01000193;
const heads = 2 ** 31;

/** So many keys differ only in what the last two bytes of an id are. */
export const keysOfHead = 65_536;

/** Keys are whole numbers from 0 on and below this: six bytes each where they are stored. */
export const eventIdKeys = heads * keysOfHead;

/**
 * The number by which the event with this id, in UTF-8, is looked for, before its environment is known; several ids may
 * share one. Ids that differ in their last two bytes only are neighbours: those of a log, which count on, stand side by side.
 */
export function eventIdKey(bytes: Uint8Array, start: number, end: number): number {
  const cut = Math.max(start, end - 2);
  let hash = fnvStart;
  for (let at = start; at < cut; at += 1) hash = Math.imul(hash ^ (bytes[at] ?? 0), fnvPrime);
  // Its upper bits hardly know of the last letters yet.
  hash = Math.imul(hash ^ (hash >>> 16), 0x85eb_ca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2_ae35);
  let suffix = 0;
  for (let at = cut; at < end; at += 1) suffix = suffix * 256 + (bytes[at] ?? 0);
  return ((hash ^ (hash >>> 16)) >>> 1) * keysOfHead + suffix;
}

/** The key in an environment, by its number: the same id in another one is found elsewhere. */
export const keyInEnvironment = (key: number, environment: number): number =>
  (key + (Math.imul(environment, 0x9e37_79b1) >>> 1) * keysOfHead) % eventIdKeys;

/** The part of a key that is made of all but the last two bytes of an id. */
export const headOfKey = (key: number): number => Math.floor(key / keysOfHead);

/** The key of an id in an environment. */
export function keyOfEventId(environment: number, event_id: string): number {
  const bytes = Buffer.from(event_id);
  return keyInEnvironment(eventIdKey(bytes, 0, bytes.length), environment);
}

/** Lets SQL on this connection ask for it: a migration does. */
export function addEventIdKey(sqlite: Database.Database): void {
  sqlite.function('event_id_key', { deterministic: true }, (environment, event_id) =>
    keyOfEventId(Number(environment), String(event_id)),
  );
}
