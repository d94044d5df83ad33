import { expect, test } from 'vitest';
import { stretchRows } from './stretch-rows';

test.each<[string, number, number, boolean, number]>([
  ['all that are left, when they are stored soon', 60_000, 200, false, 60_000],
  ['half of them rather than most and a rest', 60_000, 150, false, 30_000],
  ['a third', 60_000, 70, false, 20_000],
  ['few while somebody edits', 60_000, 150, true, 6_000],
  ['never too few', 60_000, 1, true, 2_000],
  ['the last ones', 3, 100, true, 3],
])('rows of a transaction: %s', (_what, left, rowsPerMs, isBesideEdits, rows) => {
  expect(stretchRows(left, rowsPerMs, isBesideEdits)).toBe(rows);
});
