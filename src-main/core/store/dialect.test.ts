import Database from 'better-sqlite3';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { kyselyOn } from './dialect';

test('a statement is prepared once, however often it runs', async () => {
  const sqlite = new Database(':memory:');
  let prepared = 0;
  const prepare = sqlite.prepare.bind(sqlite);
  sqlite.prepare = ((source: string) => {
    prepared += 1;
    return prepare(source);
  }) as typeof sqlite.prepare;
  const db = kyselyOn(sqlite);
  for (let n = 0; n < 10; n += 1) {
    const { rows } = await sql<{ twice: number }>`select ${n} * 2 as twice`.execute(db);
    expect(rows).toEqual([{ twice: n * 2 }]);
  }
  expect(prepared).toBe(1);
  sqlite.close();
});

test('keeps the statements that are used and lets the oldest go', async () => {
  const sqlite = new Database(':memory:');
  const seen: string[] = [];
  const prepare = sqlite.prepare.bind(sqlite);
  sqlite.prepare = ((source: string) => {
    seen.push(source);
    return prepare(source);
  }) as typeof sqlite.prepare;
  const db = kyselyOn(sqlite);
  const run = (n: number) => sql.raw(`select ${n}`).execute(db);
  for (let n = 0; n <= 500; n += 1) {
    await run(n);
    await run(0);
  }
  await run(1);
  expect(seen.filter((source) => source === 'select 0')).toHaveLength(1);
  expect(seen.filter((source) => source === 'select 1')).toHaveLength(2);
  sqlite.close();
});
