import { closeSync, mkdirSync, openSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type Database from 'better-sqlite3';

/**
 * Brings a store to this version's schema. Each migration is one real transaction with its version number inside it, so
 * that a kill at any moment leaves a store of the version before or after. A store that holds data is backed up first.
 * Hand-written because Kysely's migrator is not atomic on SQLite.
 */
export function migrate(
  sqlite: Database.Database,
  migrations: readonly { name: string; up: string }[],
  file: string,
): void {
  const version = sqlite.pragma('user_version', { simple: true }) as number;
  if (version >= migrations.length) return;
  if (version > 0 && file !== ':memory:') backUp(sqlite, file, version);
  // A migration that rebuilds a table must be free to break references for a moment; they are checked before the commit.
  sqlite.pragma('foreign_keys = off');
  // Millions of events that are sorted would take hundreds of megabytes.
  sqlite.pragma('temp_store = file');
  try {
    for (const [index, migration] of migrations.entries()) {
      if (index >= version) apply(sqlite, migration, index + 1);
    }
  } finally {
    sqlite.pragma('temp_store = memory');
    sqlite.pragma('foreign_keys = on');
  }
  sqlite.pragma('optimize');
}

function apply(sqlite: Database.Database, { name, up }: { name: string; up: string }, version: number) {
  sqlite.exec('begin immediate');
  try {
    sqlite.exec(up);
    const broken = sqlite.pragma('foreign_key_check') as unknown[];
    if (broken.length > 0) throw new Error(`migration ${name} breaks ${broken.length} references`);
    sqlite.pragma(`user_version = ${version}`);
    sqlite.exec('commit');
  } catch (error) {
    if (sqlite.inTransaction) sqlite.exec('rollback');
    throw error;
  }
}

/** A copy that SQLite itself makes: a live file must never be copied byte by byte. */
function backUp(sqlite: Database.Database, file: string, version: number) {
  const folder = join(dirname(file), 'backups');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const stamp = new Date().toISOString().replaceAll(/[:.]/g, '-');
  const copy = join(folder, `${basename(file, '.db')}-v${version}-${stamp}.db`);
  // As private as the store; SQLite fills an empty file as it is.
  closeSync(openSync(copy, 'wx', 0o600));
  sqlite.prepare('vacuum into ?').run(copy);
}
