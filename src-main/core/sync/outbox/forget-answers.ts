import type Database from 'better-sqlite3';

/** A server remembers what it did once by the key it was asked with: under another key it is looked for instead. */
export function forgetAnswers(sqlite: Database.Database, connection: number): void {
  sqlite
    .prepare(
      `update outbox set operation = json_set(operation, '$.is_answered', json('true'))
       where connection = ? and operation is not null`,
    )
    .run(connection);
}
