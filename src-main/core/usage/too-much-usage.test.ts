import { AppError } from '@shared/errors';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { addingUp } from './too-much-usage';

const most = 2n ** 63n - 1n;

test.each([
  ['a sum of rows', 'select sum(value) from (select ? as value union all select 1)', most],
  ['a row that grows', 'update sums set value = value + ?', most],
  ['a number no column holds', 'update sums set value = ?', 2n ** 64n],
])('%s is refused with a sentence', (_what, statement, value) => {
  const sqlite = new Database(':memory:');
  sqlite.exec('create table sums (value integer not null) strict; insert into sums values (1)');
  const prepared = sqlite.prepare(statement);
  const run = () => (prepared.reader ? prepared.get(value) : prepared.run(value));
  expect(() => addingUp(run)).toThrow(AppError);
  expect(() => addingUp(run)).toThrow('more than can be counted');
  sqlite.close();
});

test('anything else is not hidden', () => {
  const broken = new Error('disk I/O error');
  expect(() =>
    addingUp(() => {
      throw broken;
    }),
  ).toThrow(broken);
  expect(addingUp(() => 7)).toBe(7);
});
