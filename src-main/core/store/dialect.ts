import type Database from 'better-sqlite3';
import { Kysely, SqliteDialect } from 'kysely';
import type { Schema } from './schema';

const cachedStatements = 500;

/**
 * Kysely over one better-sqlite3 connection with a statement cache: stock Kysely prepares every statement anew, which
 * costs five times the query itself. Least recently used statements go first; a statement that is still being iterated
 * is never shared.
 */
export function kyselyOn(sqlite: Database.Database): Kysely<Schema> {
  const cache = new Map<string, Database.Statement>();
  const prepare = (source: string): Database.Statement => {
    const known = cache.get(source);
    if (known && !known.busy) {
      cache.delete(source);
      cache.set(source, known);
      return known;
    }
    const statement = sqlite.prepare(source);
    cache.set(source, statement);
    if (cache.size > cachedStatements) {
      const oldest = cache.keys().next().value;
      if (oldest !== undefined) cache.delete(oldest);
    }
    return statement;
  };
  const db = new Kysely<Schema>({
    // Closing is the store's business: it checkpoints first.
    dialect: new SqliteDialect({ database: { prepare, close: () => {} } as unknown as Database.Database }),
  });
  connections.set(db, sqlite);
  return db;
}

const connections = new WeakMap<Kysely<Schema>, Database.Database>();

/** The connection under a Kysely, for statements that are asked too often to be put together each time. */
export function sqliteOf(db: Kysely<Schema>): Database.Database {
  const sqlite = connections.get(db);
  if (!sqlite) throw new Error('a Kysely of another making');
  return sqlite;
}
