import type Database from 'better-sqlite3';
import type { Store } from '../store/open';
import { prepared } from '../store/prepared';

/**
 * Keeps what is derived from an environment until anything is committed to the store, by whomever. Only connections that
 * never write keep anything: SQLite's data_version tells them of every commit they see, a writer of none of its own.
 */
export function perSnapshot<T>(
  make: (store: Store, environment_id: string) => T,
): (store: Store, environment_id: string) => T {
  const kept = new WeakMap<Database.Database, { version: number; values: Map<string, T> }>();
  return (store, environment_id) => {
    const { sqlite } = store;
    if (!sqlite.readonly) return make(store, environment_id);
    // Asked before anything is read: what is made may be newer than its version says, never older.
    const version = prepared(sqlite, 'pragma data_version').pluck().get() as number;
    let entry = kept.get(sqlite);
    if (entry?.version !== version) {
      entry = { version, values: new Map() };
      kept.set(sqlite, entry);
    }
    let value = entry.values.get(environment_id);
    if (value === undefined) {
      value = make(store, environment_id);
      entry.values.set(environment_id, value);
    }
    return value;
  };
}
