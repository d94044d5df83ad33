import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { openStore, type Store, storeOn } from './open';

let migrated: Buffer | undefined;

/** A new store as the migrations leave it: they are run once in a process, which is most of what a new store costs. */
function newStore(): Buffer {
  if (!migrated) {
    const store = openStore(':memory:', 'writer');
    migrated = store.sqlite.serialize();
    store.close();
  }
  return migrated;
}

/** The writer of a store for one test: a new one in memory, or the one in `file`, which is made when it is missing. */
export function testStore(file = ':memory:'): Store {
  if (file === ':memory:') return copiedStore(newStore());
  if (!existsSync(file)) {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    writeFileSync(file, newStore(), { mode: 0o600 });
  }
  return openStore(file, 'writer');
}

/** The writer of a copy in memory of a store that `serialize` told. */
export const copiedStore = (told: Buffer): Store => storeOn(new Database(told), ':memory:', 'writer');
