import { statSync } from 'node:fs';
import { AppError } from '@shared/errors';
import Database from 'better-sqlite3';

/** "PBOK": tells a Pricebook store from any other SQLite file. */
export const applicationId = 0x50424f4b;

/** A store this small is checked page by page at every start; it takes some milliseconds. */
const alwaysCheckLimit = 8 * 1024 * 1024;

/** After a crash a bigger one is too, up to here: beyond, it would delay the start by seconds. */
const crashCheckLimit = 256 * 1024 * 1024;

/**
 * Looks at an existing file without changing a byte of it. Throws AppError when it is not a Pricebook store, was written
 * by a newer version (more migrations than `newest`), or is damaged.
 */
export function probe(file: string, newest: number): void {
  const wal = statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0;
  try {
    const sqlite = new Database(file, { readonly: true });
    try {
      look(sqlite, file, newest, wal > 0);
    } finally {
      sqlite.close();
    }
  } catch (error) {
    const code = (error as { code?: string }).code;
    if (code === 'SQLITE_NOTADB' || code?.startsWith('SQLITE_CORRUPT')) throw damaged(file);
    throw error;
  }
}

function look(sqlite: Database.Database, file: string, newest: number, unclean: boolean): void {
  const id = sqlite.pragma('application_id', { simple: true });
  const tables = sqlite.prepare("select count(*) from sqlite_schema where type = 'table'").pluck().get() as number;
  if (id !== applicationId && tables > 0) {
    throw new AppError('invalid_operation', `${file} is not a Pricebook file. It was left as it is.`);
  }
  if ((sqlite.pragma('user_version', { simple: true }) as number) > newest) {
    throw new AppError(
      'invalid_operation',
      'This profile was written by a newer version of Pricebook. Please update; nothing was changed.',
    );
  }
  const { size } = statSync(file);
  const pages = sqlite.pragma('page_count', { simple: true }) as number;
  const pageSize = sqlite.pragma('page_size', { simple: true }) as number;
  if (!unclean && size < pages * pageSize) throw damaged(file);
  if (size < (unclean ? crashCheckLimit : alwaysCheckLimit)) {
    if (sqlite.pragma('quick_check(1)', { simple: true }) !== 'ok') throw damaged(file);
  }
}

const damaged = (file: string) =>
  new AppError(
    'invalid_operation',
    `The store ${file} is damaged and was left as it is. Put back the newest file of the backups folder beside it, or start with another profile.`,
  );
