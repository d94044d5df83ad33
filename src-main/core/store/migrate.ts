import { mkdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { AppError } from '@shared/errors';
import type Database from 'better-sqlite3';

/**
 * Brings a store to this version's schema. Each migration is one real transaction with its version number inside it, so
 * that a kill at any moment leaves a store of the version before or after. A store that holds data is backed up first.
 * Refuses a store written by a newer version. Hand-written because Kysely's migrator is not atomic on SQLite.
 */
export function migrate(
  sqlite: Database.Database,
  migrations: readonly { name: string; up: string }[],
  file: string,
): void {
  const version = sqlite.pragma('user_version', { simple: true }) as number;
  if (version > migrations.length) {
    throw new AppError(
      'invalid_operation',
      'This profile was written by a newer version of Pricebook. Please update; nothing was changed.',
    );
  }
  if (version === migrations.length) return;
  if (version > 0 && file !== ':memory:') backUp(sqlite, file, version);
  for (const [index, { up }] of migrations.entries()) {
    if (index < version) continue;
    sqlite.exec('begin immediate');
    try {
      sqlite.exec(up);
      const broken = sqlite.pragma('foreign_key_check') as unknown[];
      if (broken.length > 0) throw new Error(`migration ${index + 1} breaks ${broken.length} references`);
      sqlite.pragma(`user_version = ${index + 1}`);
      sqlite.exec('commit');
    } catch (error) {
      sqlite.exec('rollback');
      throw error;
    }
  }
  sqlite.pragma('optimize');
}

/** A copy that SQLite itself makes: a live file must never be copied byte by byte. */
function backUp(sqlite: Database.Database, file: string, version: number) {
  const folder = join(dirname(file), 'backups');
  mkdirSync(folder, { recursive: true });
  const stamp = new Date().toISOString().replaceAll(/[:.]/g, '-');
  sqlite.prepare('vacuum into ?').run(join(folder, `${basename(file, '.db')}-v${version}-${stamp}.db`));
}
