import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { addEventIdKey } from '../src-main/core/store/event-id-key';
import { migrate } from '../src-main/core/store/migrate';
import { migrations } from './index';

test('no trigger reads a table from end to end: a change of many rows would take quadratic time', () => {
  const sqlite = new Database(':memory:');
  addEventIdKey(sqlite);
  migrate(sqlite, migrations, ':memory:');
  const triggers = sqlite
    .prepare<[], { name: string; sql: string }>("select name, sql from sqlite_schema where type = 'trigger'")
    .all();
  expect(triggers.length).toBeGreaterThan(10);
  const scans = triggers.flatMap(({ name, sql }) =>
    statementsOf(sql).flatMap((statement) =>
      planOf(sqlite, statement)
        .filter((step) => step.startsWith('SCAN ') && step !== 'SCAN CONSTANT ROW')
        .map((step) => `${name}: ${step}`),
    ),
  );
  sqlite.close();
  expect(scans).toEqual([]);
});

/** What a trigger runs, with parameters for the row that fires it. */
const statementsOf = (trigger: string): string[] =>
  (/\bbegin\b(.*)\bend\b/is.exec(trigger)?.[1] ?? '')
    .split(';')
    .map((statement) => statement.trim().replace(/\b(new|old)\.(\w+)/g, '@$1_$2'))
    .filter((statement) => statement !== '');

const planOf = (sqlite: Database.Database, statement: string): string[] =>
  sqlite
    .prepare<[Record<string, unknown>], { detail: string }>(`explain query plan ${statement}`)
    .all(Object.fromEntries([...statement.matchAll(/@(\w+)/g)].map(([, name = '']) => [name, null])))
    .map(({ detail }) => detail);
