import { closeSync, existsSync, mkdirSync, openSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { AppError } from '@shared/errors';
import { foldText } from '@shared/rules/fold-text';
import Database from 'better-sqlite3';
import type { Kysely } from 'kysely';
import { migrations } from '../../../migrations';
import { kyselyOn } from './dialect';
import { addEventIdKey } from './event-id-key';
import { migrate } from './migrate';
import { applicationId, probe } from './probe';
import type { Schema } from './schema';

export interface Store {
  /** For hot loops and transactions; everything else goes through `db`. */
  sqlite: Database.Database;
  db: Kysely<Schema>;
  file: string;
  close(): void;
}

/**
 * What a connection is for. The one writer creates and migrates the store. A guest writes a little beside it, from
 * another process: it takes the store as it is.
 */
export type StoreRole = 'writer' | 'reader' | 'guest';

/**
 * Opens the store of a profile in a role. Refuses, with a sentence for
 * the person, a file that is no store, is damaged, or was written by a newer version; nothing is changed then.
 */
export function openStore(file: string, role: StoreRole): Store {
  if (role === 'guest') return openAsGuest(file);
  if (role === 'reader') return storeOn(new Database(file, { readonly: true, fileMustExist: true }), file, role);
  if (file !== ':memory:') mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  if (existsSync(file) && statSync(file).size > 0) probe(file, migrations.length);
  // Nobody else on this computer may read it; SQLite gives the files beside it the mode of the store.
  else if (file !== ':memory:') closeSync(openSync(file, 'a', 0o600));
  const sqlite = new Database(file);
  try {
    const store = storeOn(sqlite, file, role);
    migrate(sqlite, migrations, file);
    return store;
  } catch (error) {
    sqlite.close();
    throw error;
  }
}

/** A store that the writer has to make or upgrade first is refused with `details.needs_holder`. */
function openAsGuest(file: string): Store {
  const needsHolder = () =>
    new AppError('invalid_operation', 'The data folder has to be opened by Pricebook first.', {
      details: { needs_holder: true },
    });
  if (!existsSync(file) || statSync(file).size === 0) throw needsHolder();
  const sqlite = new Database(file, { fileMustExist: true });
  try {
    const version = sqlite.pragma('user_version', { simple: true }) as number;
    if (version < migrations.length) throw needsHolder();
    if (version > migrations.length || sqlite.pragma('application_id', { simple: true }) !== applicationId) {
      throw new AppError(
        'invalid_operation',
        `${file} is of a newer version of Pricebook, or not of Pricebook. It was left as it is.`,
      );
    }
    return storeOn(sqlite, file, 'guest');
  } catch (error) {
    sqlite.close();
    // What is wrong with a file is looked into by the writer, which says it in a sentence.
    throw error instanceof AppError ? error : needsHolder();
  }
}

/** The store on a connection that is open already, such as one to a copy in memory; its file is `:memory:` then. */
export function storeOn(sqlite: Database.Database, file: string, role: StoreRole): Store {
  // A guest waits for whatever long write the program beside it is doing.
  sqlite.pragma(`busy_timeout = ${role === 'guest' ? 30_000 : 5000}`);
  sqlite.pragma('foreign_keys = on');
  if (role === 'writer') {
    // Takes effect in a new file only. Twice SQLite's own size: usage is written in fewer, fuller pages.
    sqlite.pragma('page_size = 8192');
    if (sqlite.pragma('application_id', { simple: true }) !== applicationId) {
      sqlite.pragma(`application_id = ${applicationId}`);
    }
    const mode = sqlite.pragma('journal_mode = wal', { simple: true });
    if (mode !== 'wal' && file !== ':memory:') {
      throw new AppError(
        'invalid_operation',
        `${dirname(file)} cannot hold a Pricebook profile: its file system does not share memory. Choose a local folder.`,
      );
    }
    sqlite.pragma('journal_size_limit = 67108864');
  }
  // A commit that was answered survives a power cut; it costs 0.3 ms.
  if (role !== 'reader') sqlite.pragma('synchronous = full');
  // An import walks many places in turn. Questions are answered as fast from what the system keeps of the file.
  sqlite.pragma(`cache_size = -${role === 'reader' ? 2048 : 49_152}`);
  sqlite.pragma('temp_store = memory');
  // SQLite's lower() knows the plain letters only.
  sqlite.function('lower_unicode', { deterministic: true }, (text) => String(text).toLowerCase());
  sqlite.function('fold_text', { deterministic: true }, (text) => foldText(String(text)));
  addEventIdKey(sqlite);
  return {
    sqlite,
    db: kyselyOn(sqlite),
    file,
    close() {
      if (!sqlite.open) return;
      // What is in memory is gone then.
      if (role === 'writer' && file !== ':memory:') {
        sqlite.pragma('optimize');
        sqlite.pragma('wal_checkpoint(truncate)');
      }
      sqlite.close();
    },
  };
}
