import { existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { AppError } from '@shared/errors';
import Database from 'better-sqlite3';
import type { Kysely } from 'kysely';
import { migrations } from '../../../migrations';
import { kyselyOn } from './dialect';
import { migrate } from './migrate';
import type { Schema } from './schema';

/** "PBOK": tells a Pricebook store from any other SQLite file. */
const applicationId = 0x50424f4b;

/** Checking a bigger store page by page would delay the start by seconds. */
const quickCheckLimit = 256 * 1024 * 1024;

export interface Store {
  /** For hot loops and transactions; everything else goes through `db`. */
  sqlite: Database.Database;
  db: Kysely<Schema>;
  file: string;
  close(): void;
}

/**
 * Opens the store of a profile. The writer creates and migrates it; a reader only reads. Refuses, with a sentence for
 * the person, a file that is no store, is damaged, or was written by a newer version; nothing is changed then.
 */
export function openStore(file: string, role: 'writer' | 'reader'): Store {
  if (role === 'reader') return prepare(new Database(file, { readonly: true, fileMustExist: true }), file, role);
  if (file !== ':memory:') mkdirSync(dirname(file), { recursive: true });
  const unclean = existsSync(`${file}-wal`) && statSync(`${file}-wal`).size > 0;
  const sqlite = new Database(file);
  try {
    probe(sqlite, file, unclean);
    const store = prepare(sqlite, file, role);
    migrate(sqlite, migrations, file);
    return store;
  } catch (error) {
    sqlite.close();
    throw error;
  }
}

function probe(sqlite: Database.Database, file: string, unclean: boolean) {
  try {
    const id = sqlite.pragma('application_id', { simple: true });
    const tables = sqlite.prepare("select count(*) from sqlite_schema where type = 'table'").pluck().get() as number;
    if (id !== applicationId) {
      if (tables > 0) throw new AppError('invalid_operation', `${file} is not a Pricebook file. It was left as it is.`);
      sqlite.pragma(`application_id = ${applicationId}`);
    }
    if (unclean && statSync(file).size < quickCheckLimit) {
      const verdict = sqlite.pragma('quick_check(1)', { simple: true });
      if (verdict !== 'ok') throw damaged(file);
    }
  } catch (error) {
    const code = (error as { code?: string }).code;
    if (code === 'SQLITE_NOTADB' || code?.startsWith('SQLITE_CORRUPT')) throw damaged(file);
    throw error;
  }
}

const damaged = (file: string) =>
  new AppError(
    'invalid_operation',
    `The store ${file} is damaged and was left as it is. Put back the newest file of the backups folder beside it, or start with another profile.`,
  );

function prepare(sqlite: Database.Database, file: string, role: 'writer' | 'reader'): Store {
  sqlite.pragma('busy_timeout = 5000');
  sqlite.pragma('foreign_keys = on');
  if (role === 'writer') {
    sqlite.pragma('journal_mode = wal');
    // A commit that was answered survives a power cut; it costs 0.3 ms.
    sqlite.pragma('synchronous = full');
    sqlite.pragma('journal_size_limit = 67108864');
  }
  sqlite.pragma('cache_size = -65536');
  sqlite.pragma('temp_store = memory');
  // SQLite's lower() knows the plain letters only.
  sqlite.function('lower_unicode', { deterministic: true }, (text) => String(text).toLowerCase());
  return {
    sqlite,
    db: kyselyOn(sqlite),
    file,
    close() {
      if (!sqlite.open) return;
      if (role === 'writer') {
        sqlite.pragma('optimize');
        sqlite.pragma('wal_checkpoint(truncate)');
      }
      sqlite.close();
    },
  };
}
