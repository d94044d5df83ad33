import type Database from 'better-sqlite3';
import { prepared } from '../store/prepared';
import { type EventStore, eventStore } from './store-events';

interface Kept {
  store: EventStore;
  /** Of the connection when the store was kept: changes with what others commit. */
  version: number;
}

const kept = new WeakMap<Database.Database, Map<string, Kept>>();

const dataVersion = (sqlite: Database.Database) => prepared(sqlite, 'pragma data_version').pluck().get() as number;

/**
 * The event store of an environment for one transaction. The one that was returned last is used again: it knows the
 * numbers of names and what customers are charged by, which costs more to find out than a batch costs to store. Nobody
 * else gets it meanwhile, and one that is not returned, because its transaction failed, is forgotten.
 */
export function takeStore(sqlite: Database.Database, environment_id: string): EventStore {
  const stores = kept.get(sqlite);
  const last = stores?.get(environment_id);
  stores?.delete(environment_id);
  return last && last.version === dataVersion(sqlite) ? last.store : eventStore(sqlite, environment_id);
}

/** Gives a store back whose transaction was committed. */
export function returnStore(sqlite: Database.Database, environment_id: string, store: EventStore): void {
  const stores = kept.get(sqlite) ?? new Map<string, Kept>();
  stores.set(environment_id, { store, version: dataVersion(sqlite) });
  kept.set(sqlite, stores);
}
