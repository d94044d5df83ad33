import type Database from 'better-sqlite3';

const known = new WeakMap<Database.Database, Map<string, Database.Statement>>();

/**
 * A statement prepared once per connection; preparing costs more than most of these reads. Texts must be fixed ones:
 * nothing is ever dropped. Not for a statement that is still being iterated.
 */
export function prepared(sqlite: Database.Database, sql: string): Database.Statement {
  let statements = known.get(sqlite);
  if (!statements) {
    statements = new Map();
    known.set(sqlite, statements);
  }
  let statement = statements.get(sql);
  if (!statement) {
    statement = sqlite.prepare(sql);
    statements.set(sql, statement);
  }
  return statement;
}
