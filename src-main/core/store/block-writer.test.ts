import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { blockWriter } from './block-writer';

let sqlite: Database.Database;
beforeEach(() => {
  sqlite = new Database(':memory:');
  sqlite.exec('create table sums (key integer primary key, value integer not null) strict');
});
afterEach(() => sqlite.close());

const writer = () =>
  blockWriter(sqlite, {
    insert: 'insert into sums (key, value)',
    columns: 2,
    onConflict: 'on conflict (key) do update set value = value + excluded.value',
  });
const stored = () => sqlite.prepare('select count(*) as rows, sum(value) as total from sums').get();

test.each([0, 1, 31, 32, 33, 100, 300])('writes all of %i rows by the flush, and none of them twice', (count) => {
  const rows = writer();
  for (let key = 0; key < count; key += 1) rows.add([key, key]);
  rows.flush();
  rows.flush();
  expect(stored()).toEqual({ rows: count, total: count === 0 ? null : (count * (count - 1)) / 2 });
});

test('rows with one key meet in a block as they would one by one', () => {
  const rows = writer();
  for (let turn = 0; turn < 70; turn += 1) rows.add([turn % 3, 1]);
  rows.flush();
  expect(stored()).toEqual({ rows: 3, total: 70 });
});

test('what all rows have alike goes into the columns after their own, of every block', () => {
  sqlite.exec('create table told (key integer primary key, what text not null, who text not null) strict');
  const sql = { insert: 'insert into told (key, what, who)', columns: 1, shared: ['what', 'who'], onConflict: '' };
  for (const [who, first] of [['us', 0] as const, ['them', 200] as const]) {
    const rows = blockWriter(sqlite, sql, { what: 'create', who });
    for (let key = first; key < first + 170; key += 1) rows.add([key]);
    rows.flush();
  }
  const told = sqlite.prepare('select what, who, count(*) as rows, max(key) as last from told group by 1, 2').all();
  expect(told).toEqual([
    { what: 'create', who: 'them', rows: 170, last: 369 },
    { what: 'create', who: 'us', rows: 170, last: 169 },
  ]);
});

test('what the rows of a block happen to have alike is written as if each had told it', () => {
  sqlite.exec('create table told (key integer primary key, a text, b integer, c text, who text not null) strict');
  const sql = { insert: 'insert into told (key, a, b, c, who)', columns: 4, shared: ['who'], oftenAlike: true };
  const rows = blockWriter(sqlite, { ...sql, onConflict: '' }, { who: 'us' });
  const expected: unknown[] = [];
  // Every way in which blocks may be alike, each several times: more than there are statements kept for.
  for (let key = 0; key < 128 * 20; key += 1) {
    const block = key >> 7;
    const row = [key, block & 1 ? null : `a${key}`, block & 2 ? 7 : key, block & 4 ? 'c' : `c${key % 2}`];
    rows.add(row);
    expected.push([...row, 'us']);
  }
  // What is left over fills shorter blocks, down to one row.
  for (let key = 100_000; key < 100_000 + 75; key += 1) {
    const row = [key, 'a', 7, key < 100_040 ? 'c' : `c${key}`];
    rows.add(row);
    expected.push([...row, 'us']);
  }
  rows.flush();
  expect(sqlite.prepare('select * from told order by key').raw().all()).toEqual(expected);
});
