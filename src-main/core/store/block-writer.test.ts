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

test.each([0, 1, 31, 32, 33, 100])('writes all of %i rows by the flush, and none of them twice', (count) => {
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
