import { expect, test } from 'vitest';
import { treeLines } from './tree-lines';

const shape = {
  groups: ['a', 'b'],
  groupKey: (group: string) => group,
  rowsOf: (group: string) => (group === 'a' ? [1, 2] : [3]),
  rowKey: (row: number) => String(row),
};

test('every group is followed by its rows, each under a key of its own', () => {
  const lines = treeLines({ ...shape, closed: new Set() });
  expect(lines.map(({ key }) => key)).toEqual(['a', 'a/1', 'a/2', 'b', 'b/3']);
  expect(lines.map(({ row }) => row)).toEqual([null, 1, 2, null, 3]);
});

test('a closed group is one line; keys of groups that are not there close nothing', () => {
  const lines = treeLines({ ...shape, closed: new Set(['a', 'gone']) });
  expect(lines.map(({ key, isOpen }) => [key, isOpen])).toEqual([
    ['a', false],
    ['b', true],
    ['b/3', true],
  ]);
});
